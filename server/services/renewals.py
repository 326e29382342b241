"""Families register their renewal, a quarter at a time; whoever did not come is listed (S7-DUTY-C7)."""

from __future__ import annotations

from datetime import date

from server.domain.case import Case
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.domain.renewal import WHO, period_of
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.hands import Signed, keep_hand


def register_renewal(
    district: District,
    actor: Actor,
    number: str,
    came_on: date,
    who: str,
    *,
    changed: bool = False,
    signed: Signed = None,
    words: str = "",
) -> Case:
    """One line of the register: who came, when, signed; ``changed`` where a change was reported (D-31)."""
    check_may(actor, "renewal.register")
    with district.casebook.turn:
        case = district.get_case(number)
        check_in_area(actor, case.street, case.community)
        check_step(case, "renewal_registered")
        period = period_of(came_on, district.policy_of(case.policy).review.renewal_months)
        if who not in WHO:
            raise Refusal("request.field", field="who", why=who)
        if came_on > district.today() or period != current_period(district, case):
            raise Refusal("renewal.day", period=period)
        if any(each.period == period for each in case.renewals):
            raise Refusal("renewal.already", period=period)
        facts = {
            "period": period,
            "came_on": came_on.isoformat(),
            "who": who,
            "changed": changed,
            "signed": keep_hand(district, number, who, signed),
            "words": district.put_text(number, "reason", words) if words.strip() else "",
        }
        draft = draft_act(actor, "renewal.register", "renewal_registered", facts)
        return district.append_to_case(case, draft)


def current_period(district: District, case: Case) -> str:
    return period_of(district.today(), district.policy_of(case.policy).review.renewal_months)
