"""Lists of reviews: what is due, how a review month comes out, who registered their renewal (S7-REV-11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from server.domain.money import plain_yuan
from server.domain.month import month_after, month_of_day
from server.domain.page import Page, page_of
from server.domain.permission import CLERK, STREET, Actor, check_may, may
from server.domain.sheet import format_csv
from server.records.review_rows import PlanRow, ReviewRow
from server.records.review_tables import (
    Asked,
    count_classless,
    count_waiting,
    find_plans,
    find_renewals,
    find_reviews,
    months_known,
    receiving_in,
)
from server.services.district import District

PAGE: Final = 20
DUE, OPEN, DONE, OVERDUE, CLASSLESS = "due", "open", "done", "overdue", "classless"
STATES: Final = (DUE, OPEN, DONE, OVERDUE, CLASSLESS)
# Whose turn it is at each step, by the permission of the act.
TURNS: Final = {
    "review_recorded": "review.record",
    "review_told": "review.record",
    "review_team_assigned": "team.assign",
    "review_audited": "review.audit",
    "review_decided": "review.decide",
    "review_notified": "review.notify",
}


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
    """A page of the plan with the counts of every state; ``months`` are those there is something in."""

    counts: dict[str, int]
    months: Sequence[str]


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
    came_on: str  # empty: has not come
    who: str = ""
    changed: bool = False


@dataclass(frozen=True)
class RenewalRegister:
    """One line a household that received in the period, whoever is missing in front (DOC-17)."""

    community: str
    period: str
    rows: Sequence[RenewalLine] = field(default_factory=tuple)

    @property
    def came(self) -> int:
        return sum(bool(row.came_on) for row in self.rows)

    @property
    def missing(self) -> int:
        return len(self.rows) - self.came

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
    asked = Asked(actor.street, actor.community or community, klass, month or now)
    plans, reviews = find_plans(district.index, asked), find_reviews(district.index, asked)
    late = find_plans(district.index, asked, before=now)
    found = {
        OVERDUE: [_planned(row, OVERDUE) for row in late],
        DUE: [_planned(row, DUE) for row in plans if row not in late],
        OPEN: [_reviewed(row, OPEN) for row in reviews if not row.outcome],
        DONE: [_reviewed(row, DONE) for row in reviews if row.outcome],
        CLASSLESS: [_planned(row, CLASSLESS) for row in find_plans(district.index, asked, classless=True)],
    }
    found = _without_begun(district, asked, found)
    wanted = found.get(state) if state in STATES else [row for key in STATES for row in found[key]]
    shown = page_of(wanted or [], page, PAGE)
    return PlanPage(
        rows=shown.rows,
        span=shown.span,
        counts={key: len(rows) for key, rows in found.items()},
        months=months_known(district.index, asked, now),
    )


def _without_begun(
    district: District, asked: Asked, found: dict[str, list[PlanLine]]
) -> dict[str, list[PlanLine]]:
    """What is under review is no longer to be begun."""
    begun = {row.file for row in find_reviews(district.index, asked, waiting=(*TURNS, "review_visited"))}
    planned = (OVERDUE, DUE)
    return {
        key: [row for row in rows if key not in planned or row.file not in begun]
        for key, rows in found.items()
    }


def waiting_for(district: District, actor: Actor, page: int = 1) -> PlanPage:
    """Reviews whose next step is this person's, the first due in front."""
    check_may(actor, "review.read")
    asked = Asked(actor.street, actor.community)
    rows = find_reviews(district.index, asked, waiting=steps_of(actor))
    shown = page_of([_reviewed(row, OPEN) for row in rows], page, PAGE)
    return PlanPage(shown.rows, shown.span, {}, ())


def count_for(district: District, actor: Actor) -> int:
    """How many reviews wait for this person: a step of theirs, or one that is due and not begun."""
    count = count_waiting(district.index, Asked(actor.street, actor.community), steps_of(actor))
    if CLERK in actor.roles:
        plan = review_plan(district, actor)
        count += plan.counts[DUE] + plan.counts[OVERDUE]
    if STREET in actor.roles:
        count += count_classless(district.index, Asked(actor.street, actor.community))
    return count


def steps_of(actor: Actor) -> tuple[str, ...]:
    return tuple(step for step, permission in TURNS.items() if may(actor, permission))


def roll_up(district: District, actor: Actor, month: str) -> RollUp:
    """How a review month came out: kept, adjusted, stopped, not yet, and the money (S7-REV-11)."""
    check_may(actor, "review.read")
    asked = Asked(actor.street, actor.community, month=month)
    results: dict[str, dict[str, int]] = {}
    for row in find_reviews(district.index, asked):
        line = results.setdefault(row.community, {})
        for name, amount in _counted(row).items():
            line[name] = line.get(name, 0) + amount
    begun = {row.file for row in find_reviews(district.index, asked)}
    for plan in find_plans(district.index, asked):
        if plan.file not in begun:
            line = results.setdefault(plan.community, {})
            line["not_yet"] = line.get("not_yet", 0) + 1
    names = {community: district.area(community).name_zh for community in results}
    rows = [
        CommunityResult(key, names[key], **results[key]) for key in sorted(results, key=names.__getitem__)
    ]
    return RollUp(month, rows)


def renewal_register(district: District, actor: Actor, community: str, period: str) -> RenewalRegister:
    """The register of a community and period: every household that receives in it, came or not."""
    check_may(actor, "review.read")
    asked = Asked(actor.street, actor.community or community, month=period)
    came = {row.file: row for row in find_renewals(district.index, asked)}
    lines = []
    months = district.policy.review.renewal_months
    last = month_after(period, max(months, 1) - 1)
    for file, head, klass in receiving_in(district.index, asked, last):
        row = came.get(file)
        told = (row.came_on, row.who, row.changed) if row else ("", "", False)
        lines.append(RenewalLine(file, head, klass, *told))
    return RenewalRegister(asked.community, period, sorted(lines, key=lambda row: (row.came_on, row.file)))


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
