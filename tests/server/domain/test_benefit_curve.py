"""What work brings: all of it is taken without a disregard, less with one (S1-CALC-02, S1-INC-01)."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given

from server.domain.benefit import work_out_benefit
from server.domain.benefit_curve import POINTS, wage_curve, wages_of, with_wages
from server.domain.benefit_household import BenefitHousehold, Income, Member
from server.domain.policy import Policy
from tests.server.domain.benefits import DAY, earning, households, policies, with_rules
from tests.server.domain.packs import national


def test_without_a_disregard_every_yuan_earned_is_taken_until_the_benefit_ends() -> None:
    points = wage_curve(national(), earning(0), "m1", DAY, 11000)
    assert [point.taken_percent for point in points] == [None, *[100] * 10, *[0] * 5]
    assert [point.amount_fen for point in points[:3]] == [110000, 99000, 88000]
    assert {point.total_fen for point in points[:11]} == {110000}


def test_a_disregard_leaves_something_of_what_is_earned() -> None:
    rule = replace(national().income.disregard, fixed_fen=20000, share=(1, 4))
    points = wage_curve(with_rules(income={"disregard": rule}), earning(0), "m1", DAY, 10000)
    assert [point.taken_percent for point in points[:5]] == [None, 0, 0, 75, 75]
    assert points[4].total_fen == 110000 + 20000 + 5000


def test_only_the_wages_of_the_member_are_another() -> None:
    pension = Income("pension", 5000)
    household = BenefitHousehold((Member("m1", income=(pension, Income("wages", 90000))), Member("m2")))
    changed = with_wages(household, "m1", 30000, DAY)
    assert changed.members[0].income == (pension, Income("wages", 30000, since=DAY))
    assert changed.members[1] == household.members[1]
    assert (wages_of(household.members[0]), wages_of(changed.members[1])) == (90000, 0)


@given(policies, households)
def test_each_point_is_the_benefit_at_those_wages(policy: Policy, household: BenefitHousehold) -> None:
    first = household.members[0].id
    points = wage_curve(policy, household, first, DAY, 12000)
    assert len(points) == POINTS
    for point in points[::5]:
        earning_so = with_wages(household, first, point.wages_fen, DAY)
        assert work_out_benefit(policy, earning_so, DAY).amount_fen == point.amount_fen
    assert all(before.amount_fen >= after.amount_fen for before, after in itertools.pairwise(points))
