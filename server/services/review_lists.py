"""Lists of reviews: what is due, how a review month comes out, who registered their renewal (S7-REV-11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from server.domain.money import plain_yuan
from server.domain.month import month_after, month_of_day
from server.domain.page import Page, cut_parts, span_of
from server.domain.permission import CLERK, STREET, Actor, check_may, may
from server.domain.sheet import format_csv
from server.records.renewal_tables import (
    Register,
    count_came,
    count_receiving,
    list_came,
    list_missing,
    names_in,
)
from server.records.review_rows import PlanRow, ReviewRow
from server.records.review_tables import (
    Asked,
    count_plans,
    count_reviews,
    list_plans,
    list_reviews,
    plans_of_month,
)
from server.services.district import District

PAGE: Final = 20
RENEWALS_PAGE: Final = 50
DUE, OPEN, DONE, OVERDUE, CLASSLESS = "due", "open", "done", "overdue", "classless"
STATES: Final = (DUE, OPEN, DONE, OVERDUE, CLASSLESS)
_IN_ORDER: Final = (OVERDUE, DUE, OPEN, DONE, CLASSLESS)  # of a list of all of them
WAITING, MONTH = "waiting", "month"  # of any state: for a step, of a month
_BEGUN: Final = (OPEN, DONE, WAITING)
# Whose turn it is at each step, by the permission of the act.
TURNS: Final = {
    "review_recorded": "review.record",
    "review_told": "review.record",
    "review_team_assigned": "team.assign",
    "review_audited": "review.audit",
    "review_decided": "review.decide",
    "review_notified": "review.notify",
}
UNDER_WAY: Final = (*TURNS, "review_visited")


@dataclass(frozen=True)
class PlanLine:
    """A household on the plan of a month: due, under review, or done."""

    file: str
    head: str
    community: str
    klass: str
    month: str
    state: str
    waits_for: str = ""
    outcome: str = ""
    amount_fen: int = 0
    due_on: str = ""
    occasion: str = "periodic"


@dataclass(frozen=True)
class PlanPage(Page[PlanLine]):
    """A page of the plan with the counts of every state."""

    counts: dict[str, int]


@dataclass(frozen=True)
class CommunityResult:
    """A community's line of the roll-up of a review month."""

    community: str
    name: str
    kept: int = 0
    adjusted: int = 0
    stopped: int = 0
    under_way: int = 0
    not_yet: int = 0
    before_fen: int = 0  # of those that are closed
    after_fen: int = 0

    @property
    def households(self) -> int:
        return self.kept + self.adjusted + self.stopped + self.under_way + self.not_yet


@dataclass(frozen=True)
class RollUp:
    """A review month of the whole area, community by community (S7-REV-11)."""

    month: str
    rows: Sequence[CommunityResult]

    @property
    def total(self) -> CommunityResult:
        names = ("kept", "adjusted", "stopped", "under_way", "not_yet", "before_fen", "after_fen")
        return CommunityResult(
            "", "", **{name: sum(getattr(row, name) for row in self.rows) for name in names}
        )

    def as_csv(self) -> bytes:
        heads = (
            *("社区 community", "应复核 due", "不变 kept", "调整 adjusted", "停发 stopped"),
            *("在办 under way", "还没开始 not yet", "复核前每月 before", "复核后每月 after"),
        )
        lines = [
            (
                row.name or "合计 total",
                *map(str, (row.households, row.kept, row.adjusted, row.stopped, row.under_way, row.not_yet)),
                *(plain_yuan(row.before_fen), plain_yuan(row.after_fen)),
            )
            for row in (*self.rows, self.total)
        ]
        return format_csv(heads, lines)


@dataclass(frozen=True)
class RenewalLine:
    file: str
    head: str
    klass: str
    until: str  # the last month that is paid of a household that is stopped, else empty
    came_on: str  # empty: has not come
    who: str = ""
    changed: bool = False


@dataclass(frozen=True)
class RenewalRegister(Page[RenewalLine]):
    """One line a household that received in the period, whoever is missing in front (DOC-17)."""

    came: int

    @property
    def missing(self) -> int:
        return self.total - self.came

    def as_csv(self) -> bytes:
        heads = ("案号 case", "户主 head", "分类 class", "来的日子 came on", "谁来的 who", "有变化 changed")
        lines = [
            (
                row.file,
                row.head,
                row.klass,
                row.came_on or "没来 missing",
                row.who,
                "有 yes" if row.changed else "",
            )
            for row in self.rows
        ]
        return format_csv(heads, lines)


def review_plan(
    district: District,
    actor: Actor,
    *,
    month: str = "",
    community: str = "",
    klass: str = "",
    state: str = "",
    page: int = 1,
) -> PlanPage:
    """Who is due, under review and done in a month, the present one where none is named; overdue in front."""
    check_may(actor, "review.read")
    now = month_of_day(district.today())
    asked = Asked(actor.street, actor.community or community, klass, month or now, now, UNDER_WAY)
    counts = {each: _count(district, each, asked) for each in STATES}
    shown = (state,) if state in STATES else _IN_ORDER
    span = span_of(sum(counts[each] for each in shown), page, PAGE)
    parts = zip(shown, cut_parts(span, (counts[each] for each in shown)), strict=True)
    rows = [line for each, (limit, offset) in parts for line in _lines(district, each, asked, limit, offset)]
    return PlanPage(rows, span, counts)


def _count(district: District, state: str, asked: Asked) -> int:
    count = count_reviews if state in _BEGUN else count_plans
    return count(district.index, state, asked)


def _lines(district: District, state: str, asked: Asked, limit: int, offset: int) -> Iterable[PlanLine]:
    if not limit:
        return ()
    if state in _BEGUN:
        found = list_reviews(district.index, state, asked, limit=limit, offset=offset)
        return [_reviewed(row, OPEN if state == WAITING else state) for row in found]
    plans = list_plans(district.index, state, asked, limit=limit, offset=offset)
    return [_planned(row, state) for row in plans]


def waiting_for(district: District, actor: Actor, page: int = 1) -> PlanPage:
    """What ``count_for`` counts: overdue and due in front, then steps of this person's, then no class."""
    check_may(actor, "review.read")
    counts = _count_mine(district, actor)
    span = span_of(sum(counts.values()), page, PAGE)
    rows: list[PlanLine] = []
    for state, (limit, offset) in zip(counts, cut_parts(span, counts.values()), strict=True):
        rows += _lines(district, state, _asked_mine(district, actor, state), limit, offset)
    return PlanPage(rows, span, {})


def count_for(district: District, actor: Actor) -> int:
    """How many reviews wait for this person: a step of theirs, or one that is due and not begun."""
    return sum(_count_mine(district, actor).values())


def _count_mine(district: District, actor: Actor) -> dict[str, int]:
    """By state, in the order of the list, what is this person's to do."""
    states = [WAITING]
    if CLERK in actor.roles:
        states = [OVERDUE, DUE, *states]
    if STREET in actor.roles:
        states.append(CLASSLESS)
    return {state: _count(district, state, _asked_mine(district, actor, state)) for state in states}


def _asked_mine(district: District, actor: Actor, state: str) -> Asked:
    now = month_of_day(district.today())
    waiting = steps_of(actor) if state == WAITING else UNDER_WAY
    return Asked(actor.street, actor.community, month=now, now=now, waiting=waiting)


def steps_of(actor: Actor) -> tuple[str, ...]:
    return tuple(step for step, permission in TURNS.items() if may(actor, permission))


def roll_up(district: District, actor: Actor, month: str) -> RollUp:
    """How a review month came out: kept, adjusted, stopped, not yet, and the money (S7-REV-11)."""
    check_may(actor, "review.read")
    asked = Asked(actor.street, actor.community, month=month)
    results: dict[str, dict[str, int]] = {}
    reviews = list_reviews(district.index, MONTH, asked)
    for row in reviews:
        line = results.setdefault(row.community, {})
        for name, amount in _counted(row).items():
            line[name] = line.get(name, 0) + amount
    begun = {row.file for row in reviews}
    for plan in plans_of_month(district.index, asked):
        if plan.file not in begun:
            line = results.setdefault(plan.community, {})
            line["not_yet"] = line.get("not_yet", 0) + 1
    names = {community: district.area(community).name_zh for community in results}
    rows = [
        CommunityResult(key, names[key], **results[key]) for key in sorted(results, key=names.__getitem__)
    ]
    return RollUp(month, rows)


def renewal_register(
    district: District, actor: Actor, community: str, period: str, page: int = 1
) -> RenewalRegister:
    """The register of a community and period: every household that receives in it, came or not; 0 is all."""
    check_may(actor, "review.read")
    index, months = district.index, district.policy.review.renewal_months
    last = month_after(period, max(months, 1) - 1)
    wanted = Register(actor.street, actor.community or community, period, last)
    total, came = count_receiving(index, wanted), count_came(index, wanted)
    span = span_of(total, page, RENEWALS_PAGE)
    of_missing, of_came = cut_parts(span, (total - came, came))
    missing, there = list_missing(index, wanted, *of_missing), list_came(index, wanted, *of_came)
    told = names_in(index, wanted, [*missing, *(row.file for row in there)])
    rows = [
        *(RenewalLine(file, *told[file], "") for file in missing),
        *(RenewalLine(row.file, *told[row.file], row.came_on, row.who, row.changed) for row in there),
    ]
    return RenewalRegister(rows, span, came)


def _planned(row: PlanRow, state: str) -> PlanLine:
    return PlanLine(
        row.file, row.head, row.community, row.klass, row.due_month, state, amount_fen=row.amount_fen
    )


def _reviewed(row: ReviewRow, state: str) -> PlanLine:
    return PlanLine(
        file=row.file,
        head=row.head,
        community=row.community,
        klass=row.klass,
        month=row.month,
        state=state,
        waits_for=row.waits_for,
        outcome=row.outcome,
        amount_fen=row.after_fen if row.outcome else row.before_fen,
        due_on=row.due_on,
        occasion=row.occasion,
    )


def _counted(row: ReviewRow) -> dict[str, int]:
    """A review's part in the roll-up; of money only what is settled."""
    if not row.outcome:
        return {"under_way": 1}
    name = {"keep": "kept", "adjust": "adjusted", "stop": "stopped"}[row.outcome]
    return {name: 1, "before_fen": row.before_fen, "after_fen": row.after_fen}
