"""Materials of an application: noted as they come, everything missing told once (S7-PRE-01, C-07)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.domain.case import Case
from server.domain.days import shanghai_date
from server.domain.material import check_codes, list_missing
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services.district import District, draft_act


@dataclass(frozen=True)
class MaterialRow:
    """One line of the checklist: given | waived | missing; ``asked`` is whether it stood in the one list.

    ``may_mend`` is whether what was noted of it by mistake can still be taken back: what was not asked for
    when everything missing was told cannot be asked for afterwards (C-07).
    """

    code: str
    state: str
    asked: bool
    may_mend: bool


def list_materials(district: District, case: Case) -> list[MaterialRow]:
    """The checklist of the disclosure letter as the family stands with it."""
    materials = case.materials
    checklist = district.policy_of(case.policy).apply.materials
    rows = ((code, _state(code, materials.given, materials.waived)) for code in checklist)
    return [
        MaterialRow(code, state, code in materials.asked, state != "missing" and _may_mend(case, code))
        for code, state in rows
    ]


def missing_materials(district: District, case: Case) -> tuple[str, ...]:
    return list_missing(district.policy_of(case.policy).apply.materials, case.materials)


def note_materials(
    district: District,
    actor: Actor,
    number: str,
    given: Sequence[str],
    waived: Sequence[str] = (),
    mistaken: Sequence[str] = (),
) -> Case:
    """Notes what came and what this family does not need; after the one list was told, what was brought.

    ``mistaken`` was noted before and did not come, or is needed after all.
    """
    case = _get_case(district, actor, number)
    act = "materials_brought" if case.materials.asked_at else "materials_noted"
    check_step(case, act)
    check_codes(district.policy_of(case.policy).apply.materials, given, waived)
    back = [row.code for row in list_materials(district, case) if row.may_mend and row.code in mistaken]
    settled = {*case.materials.given, *case.materials.waived}
    came = [code for code in given if code not in case.materials.given]
    left_out = [code for code in waived if code not in settled and code not in given]
    if not came and not left_out and not back:
        raise Refusal("materials.nothing")
    facts = {"given": came, "waived": left_out, **({"mistaken": back} if back else {})}
    return district.append_to_case(case, draft_act(actor, "case.materials", act, facts))


def ask_for_materials(district: District, actor: Actor, number: str, due_on: date) -> Case:
    """Tells the family everything that is missing, in one list and only once (C-07)."""
    case = _get_case(district, actor, number)
    if case.materials.asked_at:
        asked_on = next(act.at for act in reversed(case.acts) if act.kind == "materials_asked")
        raise Refusal("materials.asked_already", day=shanghai_date(asked_on).isoformat())
    check_step(case, "materials_asked")
    missing = missing_materials(district, case)
    if not missing:
        raise Refusal("materials.none_missing")
    if due_on < district.today():
        raise Refusal("materials.due_past")
    facts = {"missing": list(missing), "due_on": due_on.isoformat()}
    return district.append_to_case(case, draft_act(actor, "case.materials", "materials_asked", facts))


def _get_case(district: District, actor: Actor, number: str) -> Case:
    case = district.get_case(number)
    check_may(actor, "case.materials")
    check_in_area(actor, case.street, case.community)
    return case


def _state(code: str, given: Sequence[str], waived: Sequence[str]) -> str:
    if code in given:
        return "given"
    return "waived" if code in waived else "missing"


def _may_mend(case: Case, code: str) -> bool:
    return not case.materials.asked_at or code in case.materials.asked
