"""What is known of a household now, and what it would receive by it: the last review, else the visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from server.domain.benefit import Benefit, work_out_benefit
from server.domain.benefit_answers import read_benefit_household
from server.domain.benefit_household import BenefitHousehold
from server.domain.benefit_standard import with_standard
from server.domain.benefit_step import read_step
from server.domain.case import Case
from server.domain.days import shanghai_date
from server.domain.household import parse_household
from server.domain.in_force import check_paying, counted_on
from server.domain.periodic_review import last_review
from server.domain.policy import Policy
from server.domain.review_household import aged, declared_answers
from server.services.benefits import area_of
from server.services.contributions import effective_answers
from server.services.district import District

EVIDENCE: Final = "review"  # a review's household, what was seen, and how the amount was worked out


def answers_now(district: District, case: Case, *, settled: bool = True) -> dict[str, Any]:
    """Members, incomes and property as last found; with ``settled`` an open review does not count yet."""
    for review in reversed(case.reviews):
        if review.recorded is not None and not (settled and review.is_open):
            kept = district.evidence.get(EVIDENCE, case.number, review.recorded.household)
            return dict(kept["answers"])
    if case.visit is not None:
        return effective_answers(district, case)
    return declared_answers(parse_household(district.evidence.get("declared", case.number, case.declared)))


def household_now(district: District, case: Case, policy: Policy | None = None) -> BenefitHousehold:
    """The same as a benefit is worked out for, everybody's age that of today."""
    policy = policy or district.policy_of(case.policy)
    return household_of(case, answers_now(district, case), district.today(), policy)


def household_of(case: Case, answers: Mapping[str, Any], on: date, policy: Policy) -> BenefitHousehold:
    return replace(read_benefit_household(aged(answers, on)), area=area_of(case, policy))


def benefit_now(
    district: District, case: Case, answers: Mapping[str, Any] | None = None, policy: Policy | None = None
) -> Benefit:
    """What the household would receive today, under its pack and the last standard that was applied to it."""
    on = district.today()
    given = answers_now(district, case) if answers is None else answers
    check_paying(policy or district.policy_of(case.policy), on)
    return _benefit_on(district, case, given, on, policy)


def benefit_as_recorded(district: District, case: Case) -> Benefit:
    """The same by what its file says; where its pack ended meanwhile, on the pack's last day (S1-ADJ-08)."""
    on = counted_on(district.policy_of(case.policy), district.today())
    return _benefit_on(district, case, answers_now(district, case), on)


def _benefit_on(
    district: District, case: Case, answers: Mapping[str, Any], on: date, policy: Policy | None = None
) -> Benefit:
    found = household_of(case, answers, on, policy or district.policy_of(case.policy))
    return work_out_benefit(policy or policy_now(district, case, found), found, on)


def policy_now(district: District, case: Case, household: BenefitHousehold) -> Policy:
    policy = district.policy_of(case.policy)
    standard = case.standard.fen if case.standard else None
    if standard is None:
        return policy
    return with_standard(policy, len(household.members), standard, household.area)


def recorded_benefit(district: District, case: Case) -> Benefit | None:
    """What the newest review worked out, with the steps it was told with; None where none is recorded."""
    review = last_review(case)
    recorded = review.recorded if review else None
    if review is None or recorded is None:
        return None
    steps = tuple(map(read_step, district.evidence.get(EVIDENCE, case.number, recorded.household)["steps"]))
    acts = (act for act in reversed(case.acts) if act.kind == "review_recorded")
    return Benefit(
        policy=case.policy,
        on=shanghai_date(next(acts).at),
        persons=recorded.persons,
        standard_fen=0,  # neither is on the sheet: the steps say both
        income_fen=0,
        per_capita_income_fen=recorded.income_per_capita_fen,
        amount_fen=sum(step.amount_fen for step in steps),
        steps=steps,
    )
