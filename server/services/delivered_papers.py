"""The certificate or the refusal on its way to the family, and the passbook (S7-APPR-11…14)."""

from __future__ import annotations

from typing import Final

from server.domain.case import Case
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services.district import District, draft_act

LEGS: Final = ("street", "community", "family")


def next_leg(case: Case) -> str:
    """Who is to receive the papers next; empty once the family has them."""
    return next((leg for leg in LEGS if leg not in case.handover.legs), "")


def pass_on(district: District, actor: Actor, number: str, leg: str, words: str = "") -> Case:
    """The street, then the community, then the family receives the papers (S7-APPR-11, S7-APPR-13)."""
    case = district.get_case(number)
    check_may(actor, "paper.pass_on")
    check_in_area(actor, case.street, case.community)
    check_step(case, "passed_on")
    if leg != next_leg(case):
        raise Refusal("delivery.order")
    facts = {
        "leg": leg,
        "words": district.put_text(number, "reason", words) if words.strip() else "",
    }
    return district.append_to_case(case, draft_act(actor, "paper.pass_on", "passed_on", facts))
