"""The procedure: which act may follow at which stage, by whom, under which rule, and the paper it makes.

One line a transition, in the order a case takes (S7 part three; the branches the source leaves open are
decided as §7.8 of the rules suggests). ``to`` says where the case stands afterwards: nothing means that it
stays, several that the act's own facts decide. The first line that names a stage in ``waits_at`` is the one
thing that stage waits for; every other line may happen there besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.domain.periodic_review import barred_reviewing
from server.domain.permission import ADMIN, CHAIR, CLERK, DISTRICT, HEAD, STREET
from server.domain.recovery import barred_recovering
from server.domain.stage import Stage, wrong_step
from server.domain.transition import Transition, at
from server.domain.upkeep import RECEIVING, UPKEEP

if TYPE_CHECKING:
    from server.domain.case import Case
    from server.domain.policy import Policy

S = Stage
_KEPT: Final = frozenset(Stage) - {S.ERASED}  # nothing is added to what was erased (PR-13)
# A case that still waits for something; temporary relief and withdrawal never wait for its turn.
OPEN: Final = frozenset(Stage) - {
    S.ENDED,
    S.ERASED,
    S.IN_RECEIPT,
    S.STOPPED,
    S.INELIGIBLE,
    S.APPROVED,
    S.REFUSED,
}
_BEFORE_ACCEPTANCE: Final = frozenset({S.APPLIED, S.DIRECT, S.NOT_HANDLED, S.FORWARDED})
_BEFORE_VISIT: Final = frozenset({S.ACCEPTED, S.ASSIGNED, S.VISITED})
_CAN_BE_SENT_AGAIN: Final = frozenset({S.OBJECTED, S.AUDIT_FAILED, S.RETURNED})
# Nobody is reminded of originals that were not called for, or have been seen.
_CALLING: Final = frozenset({"originals_called", "originals_reminded", "originals_extended"})


PROCEDURE: Final[tuple[Transition, ...]] = (
    # (一) 申请  (二) 社区初审
    Transition(
        "applied",
        "S7-APPLY-01",
        "case.register",
        CLERK,
        to=at(S.APPLIED, S.DIRECT, S.FORWARDED),
        papers=("DOC-01", "DOC-16", "DOC-17"),
        begins=True,
    ),
    Transition(
        "materials_noted",
        "S7-PRE-01",
        "case.materials",
        CLERK,
        beside=_BEFORE_ACCEPTANCE,
    ),
    Transition("relative_registered", "C-08", "relative.register", CLERK, beside=OPEN),
    Transition(
        "authorisation_signed", "C-06", "case.materials", CLERK, beside=_BEFORE_VISIT | _BEFORE_ACCEPTANCE
    ),
    Transition(
        "forwarded",
        "S7-PRE-02",
        "case.forward",
        CLERK,
        waits_at=at(S.APPLIED),
        to=at(S.FORWARDED),
    ),
    Transition(
        "not_handled",
        "S7-PRE-03",
        "case.forward",
        CLERK,
        beside=at(S.APPLIED),
        to=at(S.NOT_HANDLED),
        papers=("not-handled",),
    ),
    # (三) 受理: a community's refusal never blocks it
    Transition(
        "accepted",
        "S7-ACC-01",
        "case.accept",
        STREET,
        waits_at=at(S.FORWARDED, S.DIRECT, S.NOT_HANDLED),
        to=at(S.ACCEPTED),
    ),
    Transition(
        "materials_asked",
        "C-07",
        "case.materials",
        STREET,
        beside=_BEFORE_ACCEPTANCE,
        papers=("missing-materials",),
    ),
    Transition(
        "materials_brought",
        "C-07",
        "case.materials",
        CLERK,
        beside=_BEFORE_ACCEPTANCE,
    ),
    # (四) 评估与公示
    Transition("info_check_requested", "C-06", "info.check", STREET, beside=_BEFORE_VISIT),
    Transition("info_check_recorded", "C-13", "info.check", STREET, beside=_BEFORE_VISIT),
    Transition("info_check_told", "C-14", "info.check", STREET, beside=_BEFORE_VISIT),
    Transition("info_check_objected", "C-14", "info.check", STREET, beside=_BEFORE_VISIT),
    Transition("originals_compared", "S7-EVAL-03", "originals.compare", STREET, beside=_BEFORE_VISIT),
    Transition(
        "team_assigned",
        "S7-EVAL-01",
        "team.assign",
        STREET,
        waits_at=at(S.ACCEPTED) | _CAN_BE_SENT_AGAIN,
        beside=at(S.ASSIGNED, S.VISITED),  # others instead: nobody came yet, or a colleague has not signed
        to=at(S.ASSIGNED),
    ),
    Transition(
        "visit_received",
        "S7-EVAL-04",
        "",
        "assessor",
        waits_at=at(S.ASSIGNED),
        to=at(S.VISITED),
        papers=("DOC-02", "DOC-04"),
    ),
    Transition("visit_confirmed", "S7-CRED-05", "", "assessor", beside=at(S.VISITED)),
    Transition("contribution_received", "S7-EVAL-04", "", "assessor", beside=at(S.VISITED)),
    Transition("discrepancy_decided", "S7-EVAL-05", "discrepancy.decide", STREET, beside=at(S.VISITED)),
    Transition("investigated", "S7-EVAL-05", "investigation.record", STREET, beside=at(S.VISITED)),
    Transition(
        "committee_found",
        "S7-EVAL-08",
        "finding.record",
        STREET,
        waits_at=at(S.VISITED),
        beside=at(S.AUDIT_FAILED, S.RETURNED),
        to=at(S.ELIGIBLE, S.INELIGIBLE),
        papers=("DOC-03",),
    ),
    Transition(
        "paper_delivered",
        "S7-EVAL-09",
        "paper.deliver",
        STREET,
        waits_at=at(S.INELIGIBLE),
        to=at(S.ENDED),
    ),
    Transition(
        "notice_posted",
        "S7-NOTICE-01",
        "notice.post",
        STREET,
        waits_at=at(S.ELIGIBLE),
        to=at(S.NOTICED, S.NOTICED_ONLY),
        papers=("notice",),
    ),
    Transition("notice_settled", "S7-AMB-07", "holiday.edit", ADMIN, beside=at(S.NOTICED, S.NOTICED_ONLY)),
    Transition(
        "notice_proved",
        "S7-AMB-22",
        "notice.prove",
        STREET,
        beside=_KEPT - {S.APPLIED, S.DIRECT, S.NOT_HANDLED, S.FORWARDED, S.ACCEPTED},
    ),
    Transition(
        "objection_filed",
        "S7-AMB-06",
        "objection.record",
        STREET,
        beside=at(S.NOTICED, S.NOTICED_ONLY, S.OBJECTED),
        to=at(S.OBJECTED),
        papers=("objection",),
    ),
    Transition("objection_answered", "S7-AMB-06", "objection.answer", STREET, beside=_KEPT),
    # (五) 议事会
    Transition(
        "resolved",
        "S7-MEET-01",
        "meeting.run",
        CHAIR,
        waits_at=at(S.NOTICED),
        to=at(S.PASSED, S.ADVISED, S.NOT_PASSED),
        papers=("minutes", "DOC-05", "DOC-06"),
    ),
    Transition(
        "feedback_given",
        "S7-MEET-A8d",
        "feedback.record",
        CLERK,
        waits_at=at(S.PASSED, S.ADVISED, S.NOT_PASSED),
        to=at(S.FED_BACK, S.OBJECTED, S.ENDED),
        papers=("DOC-06",),
    ),
    Transition(
        "file_completed",
        "S7-MEET-A9",
        "file.complete",
        CLERK,
        waits_at=at(S.FED_BACK),
        to=at(S.FILED),
        papers=("DOC-07",),
    ),
    # (六) 审核
    Transition(
        "audited",
        "S7-AUDIT-01",
        "case.audit",
        STREET,
        waits_at=at(S.FILED, S.NOTICED_ONLY),
        beside=at(S.RETURNED, S.AUDIT_FAILED),
        to=at(S.AUDITED, S.AUDIT_FAILED),
        papers=("DOC-05",),
    ),
    Transition(
        "originals_called",
        "S7-AUDIT-05",
        "originals.call",
        STREET,
        beside=at(S.AUDITED),
        papers=("originals-call",),
    ),
    Transition("originals_reminded", "S7-AMB-08", "originals.call", STREET, beside=at(S.AUDITED)),
    Transition("originals_extended", "S7-AMB-08", "originals.call", STREET, beside=at(S.AUDITED)),
    # (七) 审批
    Transition(
        "originals_checked",
        "S7-APPR-02",
        "originals.check",
        DISTRICT,
        beside=at(S.AUDITED, S.EXAMINED),
    ),
    Transition(
        "examined",
        "S7-APPR-06",
        "case.examine",
        DISTRICT,
        waits_at=at(S.AUDITED),
        to=at(S.EXAMINED),
    ),
    Transition(
        "approved",
        "S7-APPR-08",
        "case.approve",
        HEAD,
        waits_at=at(S.EXAMINED),
        to=at(S.APPROVED),
        papers=("DOC-08", "DOC-11"),
    ),
    Transition(
        "refused",
        "S7-APPR-10",
        "case.approve",
        HEAD,
        beside=at(S.EXAMINED),
        to=at(S.REFUSED),
        papers=("DOC-09",),
    ),
    Transition(
        "returned",
        "S7-APPR-03",
        "case.return",
        DISTRICT,
        beside=at(S.AUDITED, S.EXAMINED),
        to=at(S.RETURNED),
    ),
    Transition(
        "passbook_arranged",
        "S7-APPR-12",
        "passbook.arrange",
        STREET,
        beside=RECEIVING,  # anew where the account is another one
        papers=("DOC-10",),
    ),
    Transition(
        "passed_on",
        "S7-APPR-13",
        "paper.pass_on",
        CLERK,
        waits_at=at(S.APPROVED, S.REFUSED),
        to=at(S.IN_RECEIPT, S.ENDED),
        papers=("DOC-11",),
    ),
    # Beside the procedure, never a way around it (national-rules §11)
    Transition("hardship_referred", "C-23", "hardship.refer", STREET, beside=OPEN),
    Transition("hardship_decided", "C-23", "hardship.decide", STREET, beside=_KEPT),
    Transition("hardship_completed", "C-23", "hardship.decide", STREET, beside=_KEPT),
    Transition("withdrawn", "S7-APPLY-01", "case.withdraw", CLERK, beside=OPEN, to=at(S.ENDED)),
    # What the district asks and the street answers is on the record at any stage and moves nothing.
    Transition("question_asked", "S7-APPR-03", "question.ask", DISTRICT, beside=_KEPT),
    Transition("question_answered", "S7-APPR-03", "question.answer", STREET, beside=_KEPT),
    Transition("note_written", "S7-APPR-03", "note.write", DISTRICT, beside=_KEPT),
    # A paper is printed when it is asked for, at any stage, and taken back the same way.
    Transition("paper_issued", "S7-APPLY-03", "paper.issue", STREET),
    Transition("paper_withdrawn", "S7-APPR-03", "paper.withdraw", STREET),
    # What becomes of an upload set aside, or of a flag, is on the record at any stage and moves nothing.
    Transition("set_aside_accepted", "S7-EVAL-04", "", STREET),
    Transition("set_aside_returned", "S7-EVAL-04", "", STREET),
    Transition("set_aside_closed", "S7-EVAL-04", "", STREET),
    Transition("flag_dismissed", "S7-EVAL-05", "", STREET),
    *UPKEEP,
)

TRANSITIONS: Final[dict[str, Transition]] = {each.act: each for each in PROCEDURE}
# The one act each stage waits for; None where the case rests.
STEPS: Final[dict[Stage, Transition | None]] = {
    stage: next((each for each in PROCEDURE if stage in each.waits_at), None) for stage in Stage
}


def check_step(case: Case, act: str) -> None:
    """Only what the table allows at the case's stage may follow."""
    if act not in allowed_acts(case):
        raise wrong_step(case.stage, act)


def allowed_acts(case: Case) -> set[str]:
    """The acts that may follow now: once everybody has signed a visit, no other team is sent for it."""
    allowed = {each.act for each in PROCEDURE if case.stage in each.waits_at | each.beside}
    if case.stage is Stage.VISITED and not case.unconfirmed:
        allowed -= {"visit_confirmed", "team_assigned"}
    if case.originals is None or case.originals_seen:
        allowed -= _CALLING
    return allowed - _out_of_turn(case) - barred_reviewing(case) - barred_recovering(case)


def allowed_under(case: Case, policy: Policy) -> set[str]:
    """The acts that may follow, without those the case's own rules do not ask for (D-06, D-23)."""
    absent: set[str] = set()
    if not policy.info_check.enabled:
        absent |= {each.act for each in PROCEDURE if each.act.startswith("info_check_")}
        absent.add("authorisation_signed")
    if not policy.conflict.register_staff_relatives:
        absent.add("relative_registered")
    absent |= {act for act, asked in _asked_in_upkeep(policy).items() if not asked}
    return allowed_acts(case) - absent


def _asked_in_upkeep(policy: Policy) -> dict[str, bool]:
    """Whether the pack has the rule an act of the upkeep follows (D-24, D-25)."""
    return {
        "job_form_issued": policy.employment.feedback_forms > 0,
        "job_team_assigned": policy.employment.feedback_forms > 0,
        "job_form_returned": policy.employment.feedback_forms > 0,
        "job_form_scanned": policy.employment.feedback_forms > 0,
        "activity_attended": policy.public_service.enabled,
        "exit_begun": policy.employment.exit_months > 0,
        "exit_ended": policy.employment.exit_months > 0,
        "job_review_suggested": policy.employment.refusals > 0,
    }


def _out_of_turn(case: Case) -> set[str]:
    """What its own acts leave no room for: a list told twice (C-07), a result nobody asked for."""
    asked, check, hardship = bool(case.materials.asked_at), case.info_check, case.hardship
    waits = check.waits_for if check else "request"
    told = check is not None and bool(check.told_at) and not check.objected_at
    room = {
        "materials_noted": not asked,
        "materials_asked": not asked,
        "materials_brought": asked,
        "relative_registered": case.relative is None,
        "info_check_requested": waits == "request",
        "info_check_recorded": waits in ("results", "recheck"),
        "info_check_told": waits == "telling",
        "info_check_objected": told,
        "question_answered": bool(case.unanswered_questions),
        "hardship_referred": hardship is None or not hardship.is_open,
        "hardship_decided": hardship is not None and not hardship.outcome,
        "hardship_completed": hardship is not None and bool(hardship.outcome) and hardship.is_open,
    }
    return {act for act, allowed in room.items() if not allowed}
