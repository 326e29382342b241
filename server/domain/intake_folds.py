"""How the acts before the committee's finding change a case: materials, acceptance, checks, hardship."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from server.domain.act import Act
from server.domain.case_parts import Comparison, Hardship, InfoCheck, Investigation, StaffRelative
from server.domain.changed import changed
from server.domain.days import shanghai_date
from server.domain.stage import Stage

if TYPE_CHECKING:
    from server.domain.case import Case


def _note_materials(case: Case, act: Act) -> Case:
    facts, mistaken = act.facts, act.facts.get("mistaken", ())
    kept = (
        [code for code in before if code not in mistaken]
        for before in (case.materials.given, case.materials.waived)
    )
    given, waived = (
        tuple(dict.fromkeys((*before, *facts.get(name, ()))))
        for before, name in zip(kept, ("given", "waived"), strict=True)
    )
    return changed(case, materials=changed(case.materials, given=given, waived=waived))


def _ask_materials(case: Case, act: Act) -> Case:
    asked = changed(case.materials, asked=tuple(act.facts["missing"]), asked_at=at(act))
    return changed(case, materials=asked)


def _decline(case: Case, act: Act) -> Case:
    return changed(case, stage=Stage.NOT_HANDLED, not_handled=act.facts["reason"])


def _accept(case: Case, act: Act) -> Case:
    return changed(case, stage=Stage.ACCEPTED, accepted_on=shanghai_date(act.at))


def _register_relative(case: Case, act: Act) -> Case:
    facts = act.facts
    return changed(case, relative=StaffRelative(facts["relation"], facts["who"], facts["district_visit"]))


def _sign_authorisation(case: Case, act: Act) -> Case:
    signed = {**case.authorised, act.facts["member"]: act.facts["signature"]}
    return changed(case, authorised=signed)


def _compare(case: Case, act: Act) -> Case:
    return changed(case, compared=(*case.compared, comparison_of(act)))


def comparison_of(act: Act) -> Comparison:
    facts = act.facts
    return Comparison(dict(facts["documents"]), facts["how"], facts.get("words", ""), act.by, at(act))


def _investigate(case: Case, act: Act) -> Case:
    investigation = Investigation(tuple(act.facts["methods"]), act.facts["words"], act.by, at(act))
    return changed(case, investigations=(*case.investigations, investigation))


def _request_info(case: Case, act: Act) -> Case:
    return changed(case, info_check=InfoCheck(at(act), tuple(act.facts["adults"])))


def _record_info(case: Case, act: Act) -> Case:
    """A result; the one after an objection is the re-check, of which the applicant is told anew (C-14)."""
    check = case.info_check
    if check is None:
        return case
    recorded = changed(check, results={**check.results, act.facts["result"]: act.facts["says"]})
    if check.objected_at:
        recorded = changed(recorded, rechecked_at=at(act), told_at="")
    return changed(case, info_check=recorded)


def _tell_info(case: Case, act: Act) -> Case:
    check = case.info_check
    return changed(case, info_check=changed(check, told_at=at(act)) if check else None)


def _object_info(case: Case, act: Act) -> Case:
    if case.info_check is None:
        return case
    objected = changed(case.info_check, objected_at=at(act), words=act.facts["words"])
    return changed(case, info_check=objected)


def _refer(case: Case, act: Act) -> Case:
    return changed(case, hardship=Hardship(at(act), act.facts["words"], due_at=act.facts.get("due_at", "")))


def _relieve(case: Case, act: Act) -> Case:
    if case.hardship is None:
        return case
    facts = act.facts
    decided = changed(
        case.hardship,
        outcome=facts["outcome"],
        amount_fen=facts["amount_fen"],
        decided_at=at(act),
        papers_due_on=facts.get("papers_due_on", ""),
    )
    return changed(case, hardship=decided)


def _complete_relief(case: Case, act: Act) -> Case:
    return changed(case, hardship=changed(case.hardship, completed_at=at(act)) if case.hardship else None)


def _withdraw(case: Case, act: Act) -> Case:
    return changed(case, stage=Stage.ENDED, withdrawn=act.facts["reason"])


def at(act: Act) -> str:
    return act.at.isoformat()


INTAKE_FOLDS: Final[Mapping[str, Callable[[Case, Act], Case]]] = {
    "materials_noted": _note_materials,
    "materials_asked": _ask_materials,
    "materials_brought": _note_materials,
    "relative_registered": _register_relative,
    "authorisation_signed": _sign_authorisation,
    "forwarded": lambda case, _act: changed(case, stage=Stage.FORWARDED),
    "not_handled": _decline,
    "accepted": _accept,
    "originals_compared": _compare,
    "info_check_requested": _request_info,
    "info_check_recorded": _record_info,
    "info_check_told": _tell_info,
    "info_check_objected": _object_info,
    "investigated": _investigate,
    "hardship_referred": _refer,
    "hardship_decided": _relieve,
    "hardship_completed": _complete_relief,
    "withdrawn": _withdraw,
}
