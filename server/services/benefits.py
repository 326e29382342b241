"""What a family would receive: one function of the rules, asked with what the visit found (S1-CALC-01)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from server.domain.benefit import Benefit, work_out_benefit
from server.domain.benefit_answers import read_benefit_household
from server.domain.benefit_household import Area, BenefitHousehold
from server.domain.case import Case
from server.domain.days import shanghai_date
from server.domain.in_force import counted_on
from server.domain.policy import Policy
from server.services.contributions import effective_answers
from server.services.district import District


def household_of_case(district: District, case: Case) -> BenefitHousehold | None:
    """The household the visit found, with everything decided upon; None before a visit."""
    if case.visit is None:
        return None
    household = read_benefit_household(effective_answers(district, case))
    return replace(household, area=area_of(case, district.policy_of(case.policy)))


def area_of(case: Case, policy: Policy) -> Area:
    """By which standard a household is measured: a rural one by its own where the pack has one (S4-02)."""
    has_own = policy.benefit.rural_standard_fen is not None
    return "rural" if case.residence == "rural" and has_own else "urban"


def benefit_of_case(district: District, case: Case) -> Benefit | None:
    """The benefit under the pack the case keeps, on the day the committee found, or today before it did.

    Where the pack ended meanwhile it is that of its last day.
    """
    household = household_of_case(district, case)
    if household is None:
        return None
    policy, day = district.policy_of(case.policy), found_on(case) or district.today()
    return work_out_benefit(policy, household, counted_on(policy, day))


def found_on(case: Case) -> date | None:
    """The day of the committee's finding, which the amount is worked out for."""
    acts = (act for act in reversed(case.acts) if act.kind == "committee_found")
    return next((shanghai_date(act.at) for act in acts), None) if case.finding else None
