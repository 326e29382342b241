"""What the index keeps of a file: the fold of its acts, with the names a list shows from evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from server.domain.act import Act
from server.domain.case import Case, fold_case
from server.domain.case_parts import LEGS
from server.domain.clock import Clock
from server.domain.days import Calendar, format_instant
from server.domain.household import Household, parse_household
from server.domain.meeting import Meeting, fold_meeting
from server.domain.policy import Policy
from server.domain.stage import Stage
from server.domain.work import Piece, pieces_of
from server.errors import Refusal
from server.records.casebook import Casebook
from server.records.clock_rows import clock_rows, clocks_of, first_due
from server.records.evidence import Evidence
from server.records.index import CaseRow, MeetingRow, RegisteredRow, WorkRow
from server.records.info_check_rows import info_check_rows
from server.records.notice_rows import amount_fen, notice_row, objection_rows
from server.records.receipt_rows import spell_rows


@dataclass(frozen=True)
class Sources:
    """What rows are folded from besides a file's acts."""

    evidence: Evidence
    policies: Mapping[str, Policy]
    calendar: Callable[[], Calendar]

    def policy(self, key: str) -> Policy:
        if key not in self.policies:
            raise Refusal("policy.unknown", id=key)
        return self.policies[key]


def fold_rows(casebook: Casebook, sources: Sources, file: str) -> Iterable[Any]:
    """The rows of a file; none for one whose opening act no list is kept of."""
    acts = casebook.read(file)
    fold = _FILES.get(acts[0].kind) if acts else None
    return fold(acts, sources) if fold else ()


def _fold_case(acts: Sequence[Act], sources: Sources) -> Iterable[Any]:
    case, evidence = fold_case(acts), sources.evidence
    clocks = clocks_of(case, sources.policies, sources.calendar())
    household = _find_household(case, evidence)
    yield _case_row(case, household, clocks)
    yield from clock_rows(case, clocks)
    yield from _registered_rows(case, household)
    for act in case.acts:
        if act.kind == "notice_posted":
            posted = fold_case(case.acts[: act.n])
            yield notice_row(posted, case.acts[act.n :], household, evidence)
        yield from map(partial(_work_row, act.n), pieces_of(act))
    yield from objection_rows(case)
    yield from spell_rows(case)
    yield from info_check_rows(case, sources.policies.get(case.policy))


def _fold_meeting(acts: Sequence[Act], sources: Sources) -> Iterable[Any]:
    yield _meeting_row(fold_meeting(acts, sources.policy(acts[0].policy)), acts[-1].n)


def _work_row(n: int, piece: Piece) -> WorkRow:
    at = format_instant(piece.at)
    return WorkRow(piece.case, n, piece.assessor, piece.kind, piece.round, at, piece.month)


def _find_household(case: Case, evidence: Evidence) -> Household | None:
    """The household declared; None where its evidence is gone or damaged: the case is listed all the same."""
    try:
        return parse_household(evidence.get("declared", case.number, case.declared))
    except Refusal:
        return None


def _case_row(case: Case, household: Household | None, clocks: list[Clock]) -> CaseRow:
    due_on, due_for = first_due(case, clocks)
    head = household.head if household else None
    last = case.last
    return CaseRow(
        number=case.number,
        street=case.street,
        community=case.community,
        stage=case.stage.value,
        persons=case.visit.persons if case.visit else case.persons,
        applied_on=case.applied_on.isoformat(),
        due_on=due_on,
        due_for=due_for,
        leg=_leg(case),
        head=head.name if head else "",
        address=household.address if household else "",
        identity_tail=head.identity_number[-4:] if head else "",
        lead=case.team.lead if case.team else "",
        amount_fen=amount_fen(case),
        last_kind=last.kind,
        last_at=format_instant(last.at),
        last_by=last.by,
        n=last.n,
    )


def _leg(case: Case) -> str:
    """Who receives the papers next, while they are on their way."""
    if case.stage not in (Stage.APPROVED, Stage.REFUSED):
        return ""
    return next((leg for leg in LEGS if leg not in case.handover.legs), "")


def _registered_rows(case: Case, household: Household | None) -> Iterable[RegisteredRow]:
    """Where a case stands on registers of their own: relatives of the staff (C-08), relief (§11)."""
    head = household.head.name if household else ""
    place = (case.number, case.street, case.community, head)
    if case.relative is not None:
        since = next(format_instant(act.at) for act in case.acts if act.kind == "relative_registered")
        yield RegisteredRow("relative", *place, since, "", case.relative.relation, case.stage.value)
    if case.hardship is not None:
        referred = case.hardship
        due = "" if not referred.is_open else referred.papers_due_on or referred.due_at
        yield RegisteredRow("hardship", *place, referred.referred_at, due, referred.outcome, case.stage.value)


def _meeting_row(meeting: Meeting, n: int) -> MeetingRow:
    return MeetingRow(
        id=meeting.id,
        street=str(meeting.acts[0].facts["street"]),
        community=meeting.community,
        chair=meeting.chair,
        held_on=meeting.held_on.isoformat(),
        cases=tuple(agenda.case for agenda in meeting.cases),
        state=_state(meeting),
        n=n,
    )


def _state(meeting: Meeting) -> str:
    if meeting.called_off_at:
        return "called_off"
    return "closed" if meeting.closed_at else "open"


# The fold of each kind of file by its opening act.
_FILES: Final[Mapping[str, Callable[[Sequence[Act], Sources], Iterable[Any]]]] = {
    "applied": _fold_case,
    "taken_over": _fold_case,
    "convened": _fold_meeting,
}
