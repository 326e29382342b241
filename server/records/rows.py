"""What the index keeps of a file: the fold of its acts, with the names a list shows from evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any, Final

from server.domain import campaign, complaint, goods, housing, reconsideration
from server.domain.act import Act
from server.domain.activity import fold_activity
from server.domain.case import Case, fold_stages
from server.domain.case_parts import LEGS
from server.domain.clock import Clock
from server.domain.days import Calendar, format_instant
from server.domain.household import Household, parse_household
from server.domain.meeting import Meeting, fold_meeting
from server.domain.payroll import LINES, fold_payroll, parse_line
from server.domain.payroll import OPENING as PAYROLL
from server.domain.policy import Policy
from server.domain.retention import find_erasure
from server.domain.stage import Stage
from server.domain.standard import CONFIRMED
from server.domain.work import Piece, pieces_of
from server.errors import Refusal
from server.records.activity_rows import activity_row, attendance_rows
from server.records.burden_rows import burden_rows
from server.records.campaign_rows import campaign_rows
from server.records.casebook import Casebook
from server.records.cause_rows import cause_rows
from server.records.clock_rows import clock_rows, clocks_of, first_due
from server.records.complaint_rows import complaint_rows
from server.records.consultation_rows import OPENING as CONSULTED
from server.records.consultation_rows import consultation_rows
from server.records.draw_rows import draw_rows
from server.records.employment_rows import employment_rows
from server.records.errand_rows import errand_rows
from server.records.evidence import DIGEST, Evidence
from server.records.expiry_rows import expiry_rows
from server.records.find_tables import find_row
from server.records.goods_rows import handout_rows
from server.records.housing_rows import housing_rows
from server.records.index import CaseRow, MeetingRow, RegisteredRow, WorkRow
from server.records.info_check_rows import info_check_rows
from server.records.list_rows import list_rows
from server.records.makeup_rows import makeup_rows
from server.records.notice_rows import amount_fen, notice_row, objection_rows
from server.records.payment_rows import payment_rows, roll_row
from server.records.question_rows import question_rows
from server.records.receipt_rows import spell_rows
from server.records.reconsideration_rows import reconsideration_rows
from server.records.recovery_rows import recovery_rows
from server.records.retention_rows import daily_rows, retention_rows
from server.records.review_rows import plan_rows, renewal_rows, review_rows
from server.records.standard_rows import applied_rows, standard_row
from server.records.takeover_rows import takeover_rows
from server.records.training_rows import course_row, result_rows
from server.records.visit_rows import visit_rows

# What is written beside a case takes it no step further: it waits as long as before, at the same place.
_ASIDE: Final = frozenset(
    (
        "question_asked",
        "question_answered",
        "note_written",
        "flag_dismissed",
        "paper_issued",
        "paper_withdrawn",
    )
)
# Facts of an act that name words somebody wrote with it, and the kind of evidence these are.
_WRITTEN: Final = (("reason", "reason"), ("words", "reason"), ("place", "place"))
_WRITTEN_FACTS: Final = frozenset(fact for fact, _ in _WRITTEN)
READS: Final = "reads:"  # who read what: long chains nobody lists but by themselves


@dataclass(frozen=True)
class Sources:
    """What rows are folded from besides a file's acts."""

    evidence: Evidence
    policies: Mapping[str, Policy]
    calendar: Callable[[], Calendar]
    answers: Callable[[Case], Mapping[str, Any]]  # of a case's visit, with everything taken and decided

    def find_answers(self, case: Case) -> Mapping[str, Any]:
        """Nothing where its evidence is gone or damaged: the case is listed all the same."""
        try:
            return self.answers(case)
        except Refusal:
            return {}

    def find_policy(self, case: Case) -> Policy | None:
        return self.policies.get(case.policy)

    def policy(self, key: str) -> Policy:
        if key not in self.policies:
            raise Refusal("policy.unknown", id=key)
        return self.policies[key]


def fold_rows(casebook: Casebook, sources: Sources, file: str) -> Iterable[Any]:
    """The rows of a file."""
    return () if file.startswith(READS) else fold_acts(casebook.read(file), sources)


def fold_acts(acts: Sequence[Act], sources: Sources) -> Iterable[Any]:
    """The rows of a chain; none for one whose opening act no list is kept of."""
    fold = _FILES.get(acts[0].kind) if acts else None
    rows = fold(acts, sources) if fold else ()
    return chain(rows, daily_rows(acts, sources.policies)) if acts else ()


def _fold_case(acts: Sequence[Act], sources: Sources) -> Iterable[Any]:
    stages = list(fold_stages(acts))
    case, evidence = stages[-1], sources.evidence
    clocks = clocks_of(case, sources.policies, sources.calendar())
    household = _find_household(case, evidence)
    yield _case_row(case, household, clocks)
    yield find_row(case, household, list(_written_words(case, evidence)))
    yield from clock_rows(case, clocks)
    yield from _registered_rows(case, household)
    for act in case.acts:
        if act.kind == "notice_posted":
            yield notice_row(stages[act.n - 1], case.acts[act.n :], household, evidence)
        yield from map(partial(_work_row, act.n), pieces_of(act))
    yield from objection_rows(case)
    yield from spell_rows(case)
    yield from takeover_rows(case, household, evidence)
    head = household.head.name if household else ""
    if case.visit or case.receipt:
        answers = sources.find_answers(case)
        yield from employment_rows(case, household, answers, sources.find_policy(case))
        yield from cause_rows(case, lambda then: answers if then is case else sources.find_answers(then))
        yield from makeup_rows(case, household, answers, evidence)
        yield from attendance_rows(case)
        yield from expiry_rows(case, sources.policies, head, answers, evidence)
    yield from plan_rows(case, sources.policies.get(case.policy), head)
    yield from review_rows(case, head)
    yield from question_rows(case, head)
    yield from renewal_rows(case)
    yield from recovery_rows(case, head)
    yield from applied_rows(case)
    yield from errand_rows(case.errands)
    yield from info_check_rows(case, sources.policies.get(case.policy))
    yield from retention_rows(case, sources.policies.get(case.policy))
    yield from visit_rows(case, evidence)


def _fold_standard(acts: Sequence[Act], _sources: Sources) -> Iterable[Any]:
    yield standard_row(acts)


def _fold_meeting(acts: Sequence[Act], sources: Sources) -> Iterable[Any]:
    yield _meeting_row(fold_meeting(acts, sources.policy(acts[0].policy)), acts[-1].n)


def _fold_activity(acts: Sequence[Act], sources: Sources) -> Iterable[Any]:
    activity, kept = fold_activity(acts), {"text": ""}
    if find_erasure(acts) is None:
        kept = sources.evidence.get("activity", activity.id, activity.words)
    yield activity_row(activity, str(kept["text"]))


def _fold_housing(acts: Sequence[Act], _sources: Sources) -> Iterable[Any]:
    if housing.is_surveyed(acts):
        yield from housing_rows(housing.fold_housing(acts))
    yield from errand_rows(housing.errands_of(acts))


def _fold_campaign(acts: Sequence[Act], _sources: Sources) -> Iterable[Any]:
    folded = campaign.fold_campaign(acts)
    yield from campaign_rows(folded)
    yield from errand_rows(folded.errands)


def _fold_complaint(acts: Sequence[Act], sources: Sources) -> Iterable[Any]:
    folded = complaint.fold_complaint(acts)
    policy = sources.policy(folded.policy)
    due_on = complaint.due_on(folded.received_on, policy.timers.complaint, sources.calendar())
    yield from complaint_rows(folded, due_on.isoformat() if due_on else "")


def _fold_reconsideration(acts: Sequence[Act], _sources: Sources) -> Iterable[Any]:
    yield from reconsideration_rows(reconsideration.fold_reconsideration(acts))


def _fold_payroll(acts: Sequence[Act], sources: Sources) -> Iterable[Any]:
    payroll = fold_payroll(acts)
    yield roll_row(payroll)
    kept = sources.evidence.get(LINES, payroll.id, payroll.lines)
    yield from payment_rows(payroll, [parse_line(line) for line in kept["lines"]])


def _fold_goods(acts: Sequence[Act], sources: Sources) -> Iterable[Any]:
    handout = goods.fold_handout(acts)
    if find_erasure(acts):
        yield from handout_rows(handout, (), "")
        return
    kept = sources.evidence.get(goods.LINES, handout.id, handout.lines)
    words = str(sources.evidence.get(goods.WORDS, handout.id, handout.words)["text"])
    yield from handout_rows(handout, [goods.parse_line(line) for line in kept["lines"]], words)


def _work_row(n: int, piece: Piece) -> WorkRow:
    at = format_instant(piece.at)
    return WorkRow(piece.case, n, piece.assessor, piece.kind, piece.round, at, piece.month)


def _find_household(case: Case, evidence: Evidence) -> Household | None:
    """The household declared; None where its evidence is gone or damaged: the case is listed all the same."""
    try:
        return parse_household(evidence.get("declared", case.number, case.declared))
    except Refusal:
        return None


def _written_words(case: Case, evidence: Evidence) -> Iterable[str]:
    """What people wrote with the acts, as the file page reads it out: nothing of objections (S7-AMB-06)."""
    for act in case.acts:
        if _WRITTEN_FACTS.isdisjoint(act.facts) or act.kind.startswith("objection_"):
            continue
        for fact, kind in _WRITTEN:
            digest = act.facts.get(fact)
            if isinstance(digest, str) and DIGEST.fullmatch(digest):
                yield _find_text(evidence, kind, case.number, digest)


def _find_text(evidence: Evidence, kind: str, number: str, digest: str) -> str:
    """Nothing where it is gone or damaged: the case is found by what is left."""
    try:
        return str(evidence.get(kind, number, digest)["text"])
    except Refusal:
        return ""


def _case_row(case: Case, household: Household | None, clocks: list[Clock]) -> CaseRow:
    due_on, due_for = first_due(case, clocks)
    head = household.head if household else None
    last = next((act for act in reversed(case.acts) if act.kind not in _ASIDE), case.last)
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
        n=case.last.n,
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
        return "broken_off" if meeting.is_broken_off else "called_off"
    return "closed" if meeting.closed_at else "open"


# The fold of each kind of file by its opening act.
_FILES: Final[Mapping[str, Callable[[Sequence[Act], Sources], Iterable[Any]]]] = {
    "applied": _fold_case,
    "taken_over": _fold_case,
    "convened": _fold_meeting,
    "activity_organised": _fold_activity,
    # spot checks and quarterly lists
    "burden_recorded": lambda acts, _: burden_rows(acts),
    "draw_committed": lambda acts, sources: draw_rows(acts, sources.policy(acts[0].policy)),
    "list_generated": lambda acts, _: list_rows(acts),
    CONFIRMED: _fold_standard,
    housing.OPENING: _fold_housing,
    housing.SENT: _fold_housing,
    campaign.OPENING: _fold_campaign,
    complaint.OPENING: _fold_complaint,
    reconsideration.OPENING: _fold_reconsideration,
    PAYROLL: _fold_payroll,
    goods.OPENING: _fold_goods,
    # consultations and training
    CONSULTED: lambda acts, _: consultation_rows(acts),
    "course_opened": lambda acts, _: (course_row(acts),),
    **dict.fromkeys(
        ("registered", "attended", "certified", "device_enrolled"), lambda acts, _: result_rows(acts)
    ),
}
