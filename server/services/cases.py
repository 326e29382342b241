"""Cases as the desk sees them: one file in full, a search, and what waits for each person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from msgspec import structs

from server.domain.benefit import Benefit
from server.domain.case import Case
from server.domain.case_parts import LEGS
from server.domain.clock import Clock
from server.domain.days import Calendar, parse_date
from server.domain.household import Household, parse_household
from server.domain.meeting import Meeting
from server.domain.page import Page, span_of
from server.domain.permission import Actor, check_in_area, check_may, may
from server.domain.policy import Policy
from server.domain.procedure import STEPS
from server.domain.review_check import Check
from server.domain.stage import Stage
from server.domain.transition import Transition
from server.errors import Refusal
from server.records.entries import Area
from server.records.index import CaseFilter, CaseRow
from server.services.clocks import clocks_of_case
from server.services.district import District
from server.services.handing_over import legs_of, next_leg
from server.services.reviews import review
from server.services.sentences import ActLine, Names, act_lines
from server.services.visits import VisitView

PAGE: Final = 20
# The queues of the work list: what waits for this person, what waits for others, what is finished.
_ON_NOTICE: Final = (Stage.NOTICED, Stage.NOTICED_ONLY)
_NOTICE: Final = "notice"  # what a case is due for while it hangs
MINE, OTHERS, DONE = "mine", "others", "done"
QUEUES: Final = (MINE, OTHERS, DONE)
ON_THEIR_WAY: Final = (Stage.APPROVED, Stage.REFUSED)
_NONE: Final = "-"  # no stage, leg or clock has this name


@dataclass(frozen=True)
class CaseView:
    """One case in full. ``household`` and ``visit`` are None where missing or damaged."""

    case: Case
    policy: Policy
    household: Household | None
    lines: Sequence[ActLine]
    checks: Sequence[Check]
    visit: VisitView | None
    meeting: Meeting | None
    street: str  # names in Chinese
    community: str
    names: Names
    may_act: bool  # whether the next step is this person's
    clocks: Sequence[Clock] = ()  # the open ones first
    benefit: Benefit | Refusal | None = None  # worked out anew; the refusal where it cannot be
    broken: Refusal | None = None  # the first break in a chain of acts
    checked_at: datetime | None = None

    @property
    def step(self) -> Transition | None:
        return self.case.step

    @property
    def waits_for_colleagues(self) -> bool:
        return _waits_for_colleagues(self.case)

    @property
    def failed(self) -> int:
        """How many checks did not hold."""
        return sum(check.failed for check in self.checks)

    def wrong_with(self, line: ActLine) -> list[Check]:
        """The checks that an act did not hold; of several acts of a kind they are about the last."""
        last = next((each.n for each in reversed(self.lines) if each.kind == line.kind), line.n)
        if line.n != last:
            return []
        return [check for check in self.checks if check.failed and check.about == line.kind]


@dataclass(frozen=True)
class WorkRow:
    """One line of a work list."""

    row: CaseRow
    stage: Stage
    step: Transition | None
    community: str
    last_by: str
    due_on: date | None
    is_provisional: bool = False  # the day hangs on holidays that are not published yet
    stopped: str = ""  # what its clock stands still for, in the list of those

    def is_past(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today

    def is_late(self, today: date) -> bool:
        """Whether the clock of the case has run out; a notice that ended is ripe, not late."""
        return self.is_past(today) and self.row.due_for != _NOTICE


@dataclass(frozen=True)
class WorkList(Page[WorkRow]):
    """A page of rows, and the counts of every queue and step."""

    counts: dict[str, int]  # by queue and by stage
    communities: Sequence[tuple[str, str]]  # id and name, for the filter


def get_case_view(district: District, actor: Actor, number: str) -> CaseView:
    """A case with everything the desk shows beside it."""
    case = district.get_case(number)
    check_may(actor, "case.read")
    check_in_area(actor, case.street, case.community)
    names, reviewed = Names(district), review(district, case)
    return CaseView(
        case=case,
        policy=district.policy_of(case.policy),
        household=_find_household(district, case),
        lines=act_lines(district, case, names),
        checks=reviewed.checks,
        visit=reviewed.visit,
        meeting=reviewed.meeting,
        street=district.area(case.street).name_zh,
        community=district.area(case.community).name_zh,
        names=names,
        may_act=_is_mine(actor, case.step) and not _waits_for_colleagues(case) and _is_my_leg(actor, case),
        clocks=clocks_of_case(district, case),
        benefit=reviewed.benefit,
        broken=reviewed.broken,
        checked_at=district.now(),
    )


def _waits_for_colleagues(case: Case) -> bool:
    """Nobody at a desk can go on: the visit lacks a colleague's own signature (design §4)."""
    return case.stage is Stage.VISITED and bool(case.unconfirmed)


def _is_my_leg(actor: Actor, case: Case) -> bool:
    return case.stage not in ON_THEIR_WAY or next_leg(case) in legs_of(actor)


def worklist(
    district: District, actor: Actor, queue: str = MINE, text: str = "", community: str = "", page: int = 1
) -> WorkList:
    """What waits: for this person, for others, or nothing more; or one stage of it; longest waiting first."""
    return list_cases(district, actor, wanted_by_queue(actor, queue, text), community, page)


def wanted_by_queue(actor: Actor, queue: str, text: str = "") -> CaseFilter:
    """The cases of a queue; papers on their way wait for whoever hands them over (S7-APPR-11, S7-APPR-13)."""
    mine = legs_of(actor)
    if queue in QUEUES:
        stages = [stage.value for stage in Stage if _queue_of(actor, stage) == queue]
    else:
        stages = [queue]
    if queue == OTHERS:
        stages += [stage.value for stage in ON_THEIR_WAY if stage.value not in stages]
        mine = [leg for leg in LEGS if leg not in mine] or [_NONE]
    return CaseFilter(text=text, stages=stages or [_NONE], legs=mine or [_NONE], oldest_first=True)


def wanted_by_clock(
    kinds: Sequence[str], before: str = "", text: str = "", *, stopped: bool = False
) -> CaseFilter:
    """Cases with an open clock of one of these kinds, with ``before`` those due earlier than that day.

    With ``stopped`` those whose clock stands still.
    """
    return CaseFilter(text=text, clocks=list(kinds) or [_NONE], clock_before=before, clock_stopped=stopped)


def narrow(actor: Actor, wanted: CaseFilter, community: str) -> CaseFilter:
    """What is wanted, within the actor's own area."""
    area = _area_filter(actor, community)
    return replace(wanted, street=area.street, community=area.community)


def list_cases(
    district: District, actor: Actor, wanted: CaseFilter, community: str = "", page: int = 1
) -> WorkList:
    """A page of the cases wanted, within the person's area; where clocks stand still each says what for."""
    check_may(actor, "case.read")
    wanted = narrow(actor, wanted, community)
    total = sum(district.index.count_by_stage(wanted).values())
    span = span_of(total, page, PAGE)
    rows = district.index.cases(wanted, limit=span.size, offset=span.offset)
    names, calendar = Names(district), district.calendar()
    lines = name_late(district, [work_row(district, row, names, calendar) for row in rows])
    if wanted.clock_stopped:
        why = district.index.stopped_clocks(wanted.clocks, street=wanted.street, community=wanted.community)
        lines = [replace(line, stopped=why.get(line.row.number, "")) for line in lines]
    return WorkList(
        rows=lines,
        span=span,
        counts=_counts(district, actor),
        communities=communities_of(district, actor),
    )


def _counts(district: District, actor: Actor) -> dict[str, int]:
    """By stage and by queue; of papers on their way those count as mine that I hand over."""
    area = _area_filter(actor, "")
    every = district.index.count_by_stage(area)
    mine = district.index.count_by_stage(replace(area, legs=legs_of(actor) or [_NONE]))
    queues, by_stage = dict.fromkeys(QUEUES, 0), {}
    for stage, count in every.items():
        queue = _queue_of(actor, Stage(stage))
        by_stage[stage] = mine.get(stage, 0) if queue == MINE else count
        queues[queue] += by_stage[stage]
        queues[OTHERS] += count - by_stage[stage]
    return queues | by_stage


def _queue_of(actor: Actor, stage: Stage) -> str:
    step = STEPS[stage]
    if step is None:
        return DONE
    return MINE if _is_mine(actor, step) else OTHERS


def _is_mine(actor: Actor, step: Transition | None) -> bool:
    return step is not None and bool(step.permission) and may(actor, step.permission)


def _area_filter(actor: Actor, community: str) -> CaseFilter:
    """The actor's own area, narrowed by what was asked for and never widened."""
    return CaseFilter(street=actor.street, community=actor.community or community)


def work_row(district: District, row: CaseRow, names: Names, calendar: Calendar) -> WorkRow:
    stage = Stage(row.stage)
    due_on = parse_date(row.due_on) if row.due_on else None
    return WorkRow(
        row=row,
        stage=stage,
        step=STEPS[stage],
        community=district.area(row.community).name_zh,
        last_by=names.actor(row.last_by),
        due_on=due_on,
        is_provisional=stage in _ON_NOTICE and due_on is not None and calendar.is_provisional(due_on),
    )


def name_late(district: District, lines: Sequence[WorkRow]) -> list[WorkRow]:
    """The rows, those whose notice is over with what else ran out meanwhile: they are ripe and late."""
    today = district.today()
    over = [line.row.number for line in lines if line.row.due_for == _NOTICE and line.is_past(today)]
    late = district.index.first_late(over, today.isoformat()) if over else {}
    return [_named_late(line, *late[line.row.number]) if line.row.number in late else line for line in lines]


def _named_late(line: WorkRow, kind: str, day: str) -> WorkRow:
    row = structs.replace(line.row, due_on=day, due_for=kind)
    return replace(line, row=row, due_on=parse_date(day), is_provisional=False)


def communities_of(district: District, actor: Actor) -> list[tuple[str, str]]:
    areas = district.office.every(Area)
    return [
        (area.id, area.name_zh)
        for area in areas
        if area.kind == "community" and actor.street in ("", area.parent) and actor.community in ("", area.id)
    ]


def _find_household(district: District, case: Case) -> Household | None:
    try:
        return parse_household(district.evidence.get("declared", case.number, case.declared))
    except Refusal:
        return None
