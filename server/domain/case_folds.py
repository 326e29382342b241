"""How each act changes a case: one small function an act, and the table that names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from server.domain import notice_folds
from server.domain.act import Act
from server.domain.case_parts import (
    Approval,
    Audit,
    Examination,
    Feedback,
    Finding,
    Hardship,
    Objection,
    OriginalsCall,
    Refused,
    Resolution,
    Visit,
    team_of,
)
from server.domain.changed import changed
from server.domain.contribution import Contribution
from server.domain.days import parse_date
from server.domain.intake_folds import INTAKE_FOLDS, at, comparison_of
from server.domain.question import QUESTION_FOLDS
from server.domain.receipt import begin
from server.domain.stage import Stage, wrong_step
from server.domain.upkeep_folds import UPKEEP_FOLDS

if TYPE_CHECKING:
    from server.domain.case import Case


def _assign(case: Case, act: Act) -> Case:
    team = team_of(act.facts, act.facts["round"])
    earlier = (*case.earlier_teams, case.team) if case.team else case.earlier_teams
    return changed(case, stage=Stage.ASSIGNED, team=team, earlier_teams=earlier, returned="")


def _receive(case: Case, act: Act) -> Case:
    facts = act.facts
    visit = Visit(
        round=facts["round"],
        digest=facts["visit"],
        photos=tuple(facts["photos"]),
        assessors=tuple(facts["assessors"]),
        device=facts["device"],
        persons=facts["persons"],
        income_total_fen=facts["income_total_fen"],
        income_per_capita_fen=facts["income_per_capita_fen"],
        differences=facts["differences"],
        received_at=act.at.isoformat(),
        sealed_by=act.by.removeprefix("assessor:"),
    )
    first = case.hardship is None or facts.get("urgent_anew")
    if facts.get("urgent_due_at") and first:  # the tablet's seal brings it (§11)
        case = changed(case, hardship=Hardship(at(act), "", due_at=facts["urgent_due_at"]))
    anew = changed(case, stage=Stage.VISITED, visit=visit, contributions=(), investigations=())
    return changed(anew, finding=None, notice=None, resolution=None, feedback=None, audit=None)


def _confirm(case: Case, act: Act) -> Case:
    if case.visit is None:
        raise wrong_step(case.stage, act.kind)
    confirmed = (*case.visit.confirmed, act.facts["assessor"])
    return changed(case, visit=changed(case.visit, confirmed=confirmed))


def _contribute(case: Case, act: Act) -> Case:
    facts = act.facts
    contribution = Contribution(
        digest=facts["contribution"],
        by=facts["assessor"],
        device=facts["device"],
        how=facts["how"],
        received_at=act.at.isoformat(),
        photos=tuple(facts["photos"]),
        taken=facts["taken"],
        differing=tuple(facts["differing"]),
    )
    return changed(_counted_anew(case, act), contributions=(*case.contributions, contribution))


def _decide(case: Case, act: Act) -> Case:
    digest, path, choice = (act.facts[key] for key in ("contribution", "path", "choice"))
    decided = tuple(
        changed(each, decided={**each.decided, path: choice}) if each.digest == digest else each
        for each in case.contributions
    )
    return changed(_counted_anew(case, act), contributions=decided)


def _counted_anew(case: Case, act: Act) -> Case:
    """The visit's totals as they are with what was taken and decided."""
    if case.visit is None:
        raise wrong_step(case.stage, act.kind)
    totals = {key: act.facts[key] for key in ("persons", "income_total_fen", "income_per_capita_fen")}
    return changed(case, visit=changed(case.visit, **totals))


def _find(case: Case, act: Act) -> Case:
    facts = act.facts
    finding = Finding(
        facts["eligible"], tuple(facts["members"]), facts["amount_fen"], facts.get("reason", "")
    )
    stage = Stage.ELIGIBLE if finding.eligible else Stage.INELIGIBLE
    return changed(case, stage=stage, finding=finding, notice=None, resolution=None, feedback=None)


def _resolve(case: Case, act: Act) -> Case:
    facts = act.facts
    numbers = {key: facts[key] for key in ("base", "agree", "against", "abstain", "not_voting", "passed")}
    numbers |= {key: facts[key] for key in ("invalid", "issued") if key in facts}
    effect = facts.get("effect", "gate")
    resolution = Resolution(meeting=facts["meeting"], effect=effect, ballot=facts["ballot"], **numbers)
    failed = Stage.ADVISED if effect == "advisory" else Stage.NOT_PASSED
    return changed(case, stage=Stage.PASSED if resolution.passed else failed, resolution=resolution)


def _feed_back(case: Case, act: Act) -> Case:
    facts = act.facts
    signed, sheet = facts.get("signature", ""), facts.get("sheet", "")
    words, witness = facts.get("words", ""), facts.get("witness", "")
    feedback = Feedback(facts["outcome"], signed, words, at(act), sheet, witness)
    if feedback.outcome == "objected":
        stage = Stage.OBJECTED
        objection = Objection(facts["objection"], "resolution", "feedback", True, feedback.words, feedback.at)
        case = changed(case, objections=(*case.objections, objection))
    else:
        stage = Stage.ENDED if case.stage is Stage.NOT_PASSED else Stage.FED_BACK
    return changed(case, stage=stage, feedback=feedback)


def _check_originals(case: Case, act: Act) -> Case:
    return changed(case, checked=(*case.checked, comparison_of(act)))


def _audit(case: Case, act: Act) -> Case:
    facts = act.facts
    audit = Audit(
        passed=facts["passed"],
        auditor=facts["auditor"],
        responsible=facts["responsible"],
        members=tuple(facts["members"]),
        stamp=facts.get("stamp", ""),
        words=facts.get("reason", ""),
        at=at(act),
        visited=tuple(facts.get("visited", ())),
        signed=facts.get("signed", ""),
    )
    stage = Stage.AUDITED if audit.passed else Stage.AUDIT_FAILED
    anew = changed(case, stage=stage, audit=audit, returned="")
    return changed(anew, examination=None, originals=None, checked=())


def _call_originals(case: Case, act: Act) -> Case:
    """The call, or that the family has received it."""
    facts = act.facts
    received = facts.get("received_on", "")
    days = parse_date(facts["called_on"]), parse_date(facts["due_on"])
    call = OriginalsCall(*days, parse_date(received) if received else None)
    earlier = case.originals
    if earlier is not None:
        call = changed(call, reminded=earlier.reminded, extended=earlier.extended)
    return changed(case, originals=call)


def _remind(case: Case, _act: Act) -> Case:
    call = case.originals
    return changed(case, originals=changed(call, reminded=call.reminded + 1) if call else None)


def _extend(case: Case, act: Act) -> Case:
    call, due_on = case.originals, parse_date(act.facts["due_on"])
    extended = changed(call, due_on=due_on, extended=call.extended + 1) if call else None
    return changed(case, originals=extended)


def _examine(case: Case, act: Act) -> Case:
    facts = act.facts
    examination = Examination(facts["opinion"], dict(facts["checks"]), facts["words"], act.by, at(act))
    return changed(case, stage=Stage.EXAMINED, examination=examination)


def _approve(case: Case, act: Act) -> Case:
    facts = act.facts
    approval = Approval(
        facts["amount_fen"],
        facts["start_month"],
        facts.get("reason", ""),
        facts.get("certificate", ""),
        facts.get("stamp", ""),
    )
    return changed(case, stage=Stage.APPROVED, approval=approval, receipt=begin(case, act))


def _refuse(case: Case, act: Act) -> Case:
    return changed(case, stage=Stage.REFUSED, refused=Refused(act.facts["reason"], act.by, at(act)))


def _return(case: Case, act: Act) -> Case:
    return changed(case, stage=Stage.RETURNED, returned=act.facts["reason"])


def _arrange_passbook(case: Case, act: Act) -> Case:
    return changed(case, handover=changed(case.handover, passbook=act.facts["passbook"]))


def _pass_on(case: Case, act: Act) -> Case:
    leg = act.facts["leg"]
    handover = changed(case.handover, legs={**case.handover.legs, leg: at(act)})
    if leg != "family":
        return changed(case, handover=handover)
    handover = changed(handover, undertaking=act.facts.get("undertaking", ""))
    stage = Stage.IN_RECEIPT if case.stage is Stage.APPROVED else Stage.ENDED
    return changed(case, stage=stage, handover=handover)


def _stands_at(stage: Stage) -> Fold:
    """The case stands at a stage, and nothing else is established."""
    return lambda case, _act: changed(case, stage=stage)


def _stays(case: Case, _act: Act) -> Case:
    return case


Fold = Callable[["Case", Act], "Case"]
FOLDS: Final[Mapping[str, Fold]] = {
    **INTAKE_FOLDS,
    "team_assigned": _assign,
    "visit_received": _receive,
    "visit_confirmed": _confirm,
    "contribution_received": _contribute,
    "discrepancy_decided": _decide,
    "committee_found": _find,
    "paper_delivered": _stands_at(Stage.ENDED),
    "notice_posted": notice_folds.post,
    "notice_settled": notice_folds.settle,
    "notice_proved": notice_folds.prove,
    "objection_filed": notice_folds.object_to,
    "objection_answered": notice_folds.answer,
    "resolved": _resolve,
    "feedback_given": _feed_back,
    "file_completed": _stands_at(Stage.FILED),
    "audited": _audit,
    "originals_called": _call_originals,
    "originals_reminded": _remind,
    "originals_extended": _extend,
    "originals_checked": _check_originals,
    "examined": _examine,
    "approved": _approve,
    "refused": _refuse,
    "returned": _return,
    "passbook_arranged": _arrange_passbook,
    "passed_on": _pass_on,
    # What becomes of an upload set aside is on the record at any stage, and moves the case nowhere by itself.
    "set_aside_accepted": _stays,
    "set_aside_returned": _stays,
    "set_aside_closed": _stays,
    # A paper says what the case is and changes nothing of it; the acts tell which there are (domain.paper).
    "paper_issued": _stays,
    "paper_withdrawn": _stays,
    **QUESTION_FOLDS,
    "flag_dismissed": lambda case, act: changed(case, dismissed=(*case.dismissed, act.facts["flag"])),
    **UPKEEP_FOLDS,
}
