"""How long a family's file is kept, and what is left of it afterwards (national rules PR-07, PR-13).

A file is kept while it is open, and then for the years its pack says. What identifies people is erased after
that, as an act: the chain stays and says so, and the figures of earlier years stay what they were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from server.domain.act import Act
from server.domain.days import shanghai_date
from server.domain.month import last_day_of
from server.domain.stage import Stage
from server.errors import Refusal

if TYPE_CHECKING:
    from server.domain.case import Case
    from server.domain.policy import RetentionRules

ERASED: Final = "erased"


def over_since(case: Case) -> date | None:
    """The last day of a file: of the last month paid for, or on which it was closed without a benefit.

    None while it is open, and while something is owed back (S7-DUTY-D2).
    """
    if case.recovery.balance_fen(0) > 0:
        return None
    if case.stage is Stage.STOPPED and case.receipt is not None:
        return last_day_of(case.receipt.now.until)
    return shanghai_date(case.last.at) if case.stage is Stage.ENDED else None


def keep_until(case: Case, rules: RetentionRules) -> date | None:
    """The last day on which a file is kept whole; None where it is not over."""
    over = over_since(case)
    return None if over is None else years_after(over, rules.case_years)


def find_erasure(acts: Sequence[Act]) -> Act | None:
    """The act under which what identifies people in a file was erased."""
    return next((act for act in acts if act.kind == ERASED), None)


def check_kept(acts: Sequence[Act]) -> None:
    """Refuses to read out what was erased, and says under which act."""
    erasure = find_erasure(acts)
    if erasure is not None:
        raise Refusal("retention.erased", n=erasure.n)


def years_after(day: date, years: int) -> date:
    """The same day of a later year; the first of March where there is no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _erase(case: Case, _act: Act) -> Case:
    return replace(case, stage=Stage.ERASED)


RETENTION_FOLDS: Final[Mapping[str, Callable[[Case, Act], Case]]] = {ERASED: _erase}
