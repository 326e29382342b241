"""A member's own share reduced for refusing work: the step, the cap, and when the ground is gone (C-28)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.benefit import work_out_benefit
from server.domain.benefit_answers import read_benefit_household
from server.domain.benefit_household import BenefitHousehold, Member, Reduction, parse_benefit_household
from server.domain.employment import JobRecord, Offer
from server.domain.policy import Policy
from server.domain.share_reduction import (
    RULE,
    may_begin,
    read_reductions,
    reduction_facts,
    share_before,
    still_refuses,
    with_reductions,
)
from server.errors import Refusal
from tests.server.domain.benefits import DAY, households, policies
from tests.server.domain.packs import national

REDUCTIONS = st.builds(Reduction, whole=st.booleans(), fen=st.integers(0, 200_000))


def three(policy: Policy) -> Policy:
    """The pack with the national three refusals (art 34)."""
    return replace(policy, employment=replace(policy.employment, refusals=3))


def reduced(household: BenefitHousehold, reduction: Reduction) -> BenefitHousehold:
    first, *others = household.members
    return replace(household, members=(replace(first, reduction=reduction), *others))


def test_the_step_names_the_rule_its_source_and_how_much_in_both_languages() -> None:
    policy = three(national())
    household = BenefitHousehold((Member("m1", "陈示兰"), Member("m2"), Member("m3"), Member("m4")))
    whole = work_out_benefit(policy, household, DAY)
    benefit = work_out_benefit(policy, reduced(household, Reduction(fen=12_000)), DAY)
    step = benefit.steps[-1]
    assert (step.rule, step.source) == (RULE, policy.sources["employment.refusals"])
    assert step.amount_fen == -12_000
    assert "减发 120.00 元" in step.zh
    assert "120.00 yuan are taken off" in step.en
    assert "陈示兰" in step.zh
    assert "3" in step.zh
    assert benefit.amount_fen == whole.amount_fen - 12_000


def test_the_whole_share_follows_the_amount_and_leaves_the_others_theirs() -> None:
    policy = three(national())
    household = BenefitHousehold(tuple(Member(f"m{n}") for n in range(4)))
    whole = work_out_benefit(policy, household, DAY).amount_fen
    benefit = work_out_benefit(policy, reduced(household, Reduction(whole=True)), DAY)
    assert benefit.amount_fen * 4 == whole * 3


@given(policies, households, REDUCTIONS)
def test_steps_add_up_nobody_else_loses_and_what_is_paid_stays_in_whole_units(
    policy: Policy, household: BenefitHousehold, reduction: Reduction
) -> None:
    policy = three(policy)
    before = work_out_benefit(policy, household, DAY)
    after = work_out_benefit(policy, reduced(household, reduction), DAY)
    assert sum(step.amount_fen for step in after.steps) == after.amount_fen >= 0
    most = before.amount_fen / before.persons + 1
    assert 0 <= before.amount_fen - after.amount_fen <= most
    assert before.amount_fen % policy.amount.round_to_fen or not (
        after.amount_fen % policy.amount.round_to_fen
    )


def test_everybody_stopped_takes_no_more_than_there_is() -> None:
    policy = three(national())
    members = tuple(Member(f"m{n}", reduction=Reduction(whole=True)) for n in range(3))
    benefit = work_out_benefit(policy, BenefitHousehold(members), DAY)
    assert 0 <= benefit.amount_fen < 3


def test_a_pack_without_the_rule_reduces_nobody_and_says_so() -> None:
    policy = replace(national(), employment=replace(national().employment, refusals=0))
    household = BenefitHousehold((Member("m1"), Member("m2")))
    benefit = work_out_benefit(policy, reduced(household, Reduction(whole=True)), DAY)
    assert benefit.amount_fen == work_out_benefit(policy, household, DAY).amount_fen
    assert benefit.steps[-1].rule == RULE
    assert "不减发" in benefit.steps[-1].zh


def test_a_question_may_hold_a_reduction_and_no_negative_one() -> None:
    asked = {"members": [{"id": "m1", "reduction": {"fen": 100}}]}
    assert parse_benefit_household(asked).members[0].reduction == Reduction(fen=100)
    with pytest.raises(Refusal, match=r"benefit\.invalid"):
        parse_benefit_household({"members": [{"id": "m1", "reduction": {"fen": -100}}]})


def test_rows_carry_a_reduction_to_the_benefit_and_give_it_up() -> None:
    answers = {"member": [{"_id": "m1", "name": "甲"}, {"_id": "m2"}], "savings": "10"}
    given = {"m2": Reduction(fen=500)}
    rows = with_reductions(answers, given)
    assert [member.reduction for member in read_benefit_household(rows).members] == [None, given["m2"]]
    assert with_reductions(rows, {}) == answers
    assert read_reductions(reduction_facts(given)) == given


def test_the_share_before_is_that_of_the_amount_nothing_was_taken_off() -> None:
    assert share_before(90_000, 3, {}) == 30_000
    assert share_before(60_000, 3, {"m1": Reduction(whole=True)}) == 30_000
    assert share_before(80_000, 3, {"m1": Reduction(fen=10_000)}) == 30_000
    assert share_before(0, 1, {"m1": Reduction(whole=True)}) == 0


def offers(*answers: str) -> tuple[Offer, ...]:
    return tuple(Offer(f"2026-0{n}-01", "market", answer) for n, answer in enumerate(answers, start=1))


def test_an_offer_taken_up_ends_the_ground_and_time_alone_does_not() -> None:
    rules = replace(three(national()).employment, refusals_within_months=6)
    run = JobRecord(offers=offers("refused", "refused", "refused"))
    assert may_begin(run, rules, date(2026, 4, 1))
    assert not may_begin(run, rules, date(2027, 4, 1))  # too long ago to begin with
    assert still_refuses(run, rules)
    assert may_begin(replace(run, rests_on=run.offers), rules, date(2027, 4, 1))
    taken = replace(run, offers=offers("refused", "refused", "refused", "accepted"), rests_on=run.offers)
    assert not still_refuses(taken, rules)
    assert not may_begin(taken, rules, date(2026, 5, 1))


@pytest.mark.parametrize("status", ["working", "unable", "excused"])
def test_whoever_works_or_is_excused_is_reduced_no_more(status: str) -> None:
    run = JobRecord(offers=offers("refused", "refused", "refused"), status=status)
    assert not still_refuses(run, three(national()).employment)


def test_a_pack_without_the_rule_lets_none_begin() -> None:
    rules = replace(national().employment, refusals=0)
    assert not still_refuses(JobRecord(offers=offers(*["refused"] * 9)), rules)
