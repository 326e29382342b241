"""Which class a household is in, set by the street with the reason (S7-AMB-14); nobody stays without one."""

from __future__ import annotations

from server.domain.case import Case
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.domain.review_plan import Suggestion, suggest_class
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.households_now import household_now


def set_class(district: District, actor: Actor, number: str, klass: str, words: str) -> Case:
    """Sets one of the pack's classes; another class plans the reviews anew (S7-AMB-15)."""
    check_may(actor, "class.set")
    case = district.get_case(number)
    check_in_area(actor, case.street, case.community)
    check_step(case, "class_set")
    check_class(district, case, klass)
    if case.receipt is not None and case.receipt.now.klass == klass:
        raise Refusal("class.same", klass=klass)
    if not words.strip():
        raise Refusal("class.words")
    facts = {"class": klass, "reason": district.put_text(number, "reason", words)}
    return district.append_to_case(case, draft_act(actor, "class.set", "class_set", facts))


def check_class(district: District, case: Case, klass: str) -> None:
    codes = [each.code for each in district.policy_of(case.policy).review.classes]
    if klass not in codes:
        raise Refusal("class.unknown", classes="、".join(codes))


def suggest(district: District, case: Case) -> Suggestion | None:
    """The class the household seems to belong to by what is known of it; None where that cannot be read."""
    try:
        return suggest_class(household_now(district, case), district.policy_of(case.policy).review)
    except Refusal:
        return None
