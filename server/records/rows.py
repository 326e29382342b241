"""What the index keeps of a file: the fold of its acts, with the names a list shows from evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from server.domain.act import Act
from server.domain.case import Case, fold_case
from server.domain.case_parts import LEGS
from server.domain.clock import Clock
from server.domain.days import Calendar, format_instant
from server.domain.household import Household, parse_household
from server.domain.meeting import Meeting, fold_meeting
from server.domain.policy import Policy
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.casebook import Casebook
from server.records.clock_rows import clock_rows, clocks_of, first_due
from server.records.evidence import Evidence
from server.records.index import CaseRow, MeetingRow, NoticeRow, Row

CASE_OPENING = "applied"
MEETING_OPENING = "convened"


def fold_rows(
    casebook: Casebook,
    evidence: Evidence,
    policies: Mapping[str, Policy],
    calendar: Callable[[], Calendar],
    file: str,
) -> Iterable[Row]:
    """The rows of a file; none for a file that is neither a case nor a meeting."""
    acts = casebook.read(file)
    opening = acts[0].kind if acts else ""
    if opening == CASE_OPENING:
        case = fold_case(acts)
        return _case_rows(case, evidence, clocks_of(case, policies, calendar()))
    if opening == MEETING_OPENING:
        return [_meeting_row(fold_meeting(acts, _policy(policies, acts[0])), acts[-1].n)]
    return []


def _policy(policies: Mapping[str, Policy], act: Act) -> Policy:
    if act.policy not in policies:
        raise Refusal("policy.unknown", id=act.policy)
    return policies[act.policy]


def _case_rows(case: Case, evidence: Evidence, clocks: list[Clock]) -> Iterable[Row]:
    household = _find_household(case, evidence)
    yield _case_row(case, household, clocks)
    yield from clock_rows(case, clocks)
    for act in case.acts:
        if act.kind == "notice_posted":
            yield _notice_row(fold_case(case.acts[: act.n]), household, evidence)


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
        amount_fen=_amount_fen(case),
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


def _amount_fen(case: Case) -> int:
    if case.approval:
        return case.approval.amount_fen
    return case.finding.amount_fen if case.finding else 0


def _notice_row(case: Case, household: Household | None, evidence: Evidence) -> NoticeRow:
    """The notice a case was just given, as things stood then."""
    facts = case.last.facts
    return NoticeRow(
        id=facts["notice"],
        number=facts["number"],
        year=int(str(facts["posted_on"])[:4]),
        case=case.number,
        street=case.street,
        community=case.community,
        posted_on=facts["posted_on"],
        first_day=facts["first_day"],
        last_day=facts["last_day"],
        policy=case.policy,
        head=household.head.name if household else "",
        persons=case.visit.persons if case.visit else case.persons,
        amount_fen=_amount_fen(case),
        place=_find_place(case, evidence),
    )


def _find_place(case: Case, evidence: Evidence) -> str:
    try:
        return str(evidence.get("place", case.number, case.last.facts["place"])["text"])
    except Refusal:
        return ""


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
