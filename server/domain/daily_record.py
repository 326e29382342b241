"""Records of daily work that are no household's file: kept some years, then without whom they name (PR-07).

Each kind says from when its years run. A payroll and a list of the quarter are closed by an act; the register
of those who asked is closed with its year, a complaint once whoever waits has been answered, an
activity with its day, goods with the act that ends or calls them off, and a case before a forum once its
decision was followed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from server.domain import activity, complaint, goods, payroll, reconsideration
from server.domain.act import Act
from server.domain.days import shanghai_date
from server.domain.quarter_list import fold_list
from server.domain.retention import find_erasure, years_after

if TYPE_CHECKING:
    from server.domain.policy import RetentionRules

CONSULTATIONS, PAYROLL, QUARTER_LIST, COMPLAINT = "consultations", "payroll", "quarter_list", "complaint"
ACTIVITY, GOODS, RECONSIDERATION = "activity", "goods", "reconsideration"
DAILY_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    CONSULTATIONS: ("咨询登记", "Register of those who asked"),
    PAYROLL: ("发放名册", "Payment roll"),
    QUARTER_LIST: ("季度公示榜", "Quarterly list"),
    COMPLAINT: ("举报", "Complaint"),
    ACTIVITY: ("公益活动", "Public-benefit activity"),
    GOODS: ("实物发放", "Goods handed out"),
    RECONSIDERATION: ("复议诉讼", "Reconsideration or lawsuit"),
}


@dataclass(frozen=True)
class Daily:
    """One file of daily work: its kind, where it belongs, and the day it was over; None while it is open."""

    kind: str
    area: str
    over_on: date | None


def find_daily(acts: Sequence[Act]) -> Daily | None:
    """What a file is, told by its opening act; None for one that is no daily record."""
    kind = _KINDS.get(acts[0].kind) if acts else None
    return kind(acts) if kind else None


def daily_until(acts: Sequence[Act], rules: RetentionRules) -> date | None:
    """The last day on which a daily record is kept whole; None while it is open or once it is erased."""
    daily = find_daily(acts)
    if daily is None or daily.over_on is None or find_erasure(acts):
        return None
    return years_after(daily.over_on, rules.daily_years)


def _consultations(acts: Sequence[Act]) -> Daily:
    """A year's register; an application that follows in the next one keeps it open no longer than its act."""
    ends = date(int(acts[0].file.rpartition("-")[2]), 12, 31)
    return Daily(CONSULTATIONS, str(acts[0].facts["area"]), max(ends, shanghai_date(acts[-1].at)))


def _payroll(acts: Sequence[Act]) -> Daily:
    """Once it is closed and no payment of it is held back."""
    roll = payroll.fold_payroll(acts)
    is_over = roll.state == payroll.CLOSED and not roll.held
    return Daily(PAYROLL, roll.street, shanghai_date(acts[-1].at) if is_over else None)


def _quarter_list(acts: Sequence[Act]) -> Daily:
    """Once it was taken down, or its days passed without its being posted."""
    listed = fold_list(acts)
    is_open = listed.posted_on is not None and listed.removed_on is None
    over = max(listed.window.last_day, shanghai_date(acts[-1].at))
    return Daily(QUARTER_LIST, listed.community, None if is_open else over)


def _complaint(acts: Sequence[Act]) -> Daily:
    folded = complaint.fold_complaint(acts)
    is_over = folded.state == complaint.CLOSED
    return Daily(
        COMPLAINT, folded.community or folded.street, shanghai_date(acts[-1].at) if is_over else None
    )


def _activity(acts: Sequence[Act]) -> Daily:
    """Over on its day: who came stands in each household's own file."""
    organised = activity.fold_activity(acts)
    return Daily(ACTIVITY, organised.community, organised.on)


def _goods(acts: Sequence[Act]) -> Daily:
    handout = goods.fold_handout(acts)
    is_over = handout.state in (goods.CLOSED, goods.OFF)
    return Daily(GOODS, handout.street, shanghai_date(acts[-1].at) if is_over else None)


def _reconsideration(acts: Sequence[Act]) -> Daily:
    """Kept by the district; over once what was decided there has been done."""
    found = reconsideration.fold_reconsideration(acts)
    is_over = found.state == reconsideration.CLOSED
    return Daily(RECONSIDERATION, "", shanghai_date(acts[-1].at) if is_over else None)


_KINDS: Final[Mapping[str, Callable[[Sequence[Act]], Daily]]] = {
    "consulted": _consultations,
    payroll.OPENING: _payroll,
    "list_generated": _quarter_list,
    complaint.OPENING: _complaint,
    activity.OPENING: _activity,
    goods.OPENING: _goods,
    reconsideration.OPENING: _reconsideration,
}
