"""Families related to the staff or to a residents' committee are registered apart (C-08, D-23)."""

from __future__ import annotations

from typing import Final

from server.domain.case import Case
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.records.index import RegisteredRow
from server.services.contributions import effective_answers
from server.services.district import District, draft_act

RELATIVE: Final = "relative"


def register_relative(district: District, actor: Actor, number: str, relation: str, who: str) -> Case:
    """Registers whose near relative applies; where the pack says so the district must visit (C-17)."""
    case = district.get_case(number)
    check_may(actor, "relative.register")
    check_in_area(actor, case.street, case.community)
    check_step(case, "relative_registered")
    rules = district.policy_of(case.policy).conflict
    if not rules.register_staff_relatives:
        raise Refusal("relative.not_asked")
    if relation not in rules.near_relatives:
        raise Refusal("relative.relation")
    if not who.strip():
        raise Refusal("relative.who")
    facts = {
        "relation": relation,
        "who": district.put_text(number, "reason", who),
        "district_visit": rules.full_district_visit,
    }
    return district.append_to_case(case, draft_act(actor, "relative.register", "relative_registered", facts))


def is_unregistered(district: District, case: Case) -> bool:
    """Whether the visit found a near relative of the staff and nobody has registered it."""
    rules = district.policy_of(case.policy).conflict
    if case.relative is not None or case.visit is None or not rules.register_staff_relatives:
        return False
    return effective_answers(district, case).get("staff_relative") in ("registered", "unregistered")


def list_relatives(district: District, actor: Actor) -> list[RegisteredRow]:
    """The separate register of the person's area, newest first."""
    check_may(actor, "register.read")
    return district.index.registered(RELATIVE, street=actor.street, community=actor.community)
