"""A gradual exit pays as before in its months and never more after them (C-27)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.benefit import work_out_benefit
from server.domain.benefit_household import BenefitHousehold, Income, Member
from server.domain.job_exit import NewJob, plan_exit
from server.domain.policy import Policy
from server.errors import Refusal
from tests.server.domain.packs import national, sifang

HOUSEHOLD = BenefitHousehold((Member("m1", income=(Income("wages", 60_000),)), Member("m2")))
STARTED = date(2026, 3, 9)


def job(wage_fen: int = 180_000, cost_fen: int = 0) -> NewJob:
    return NewJob("m2", STARTED, wage_fen, cost_fen)


@given(st.integers(1, 1_000_000), st.integers(0, 100_000), st.integers(1, 6))
def test_the_exit_pays_as_before_and_what_follows_is_no_more(wage: int, cost: int, months: int) -> None:
    cost = min(wage, cost)
    plan = plan_exit(national(), HOUSEHOLD, job(wage, cost), "2026-04", months)
    before = work_out_benefit(national(), HOUSEHOLD, date(2026, 4, 1)).amount_fen
    assert [month.amount_fen for month in plan[:-1]] == [before] * months
    assert plan[-1].amount_fen <= before
    assert [month.number for month in plan] == [*range(1, months + 1), 0]
    for month in plan:
        assert sum(step.amount_fen for step in month.steps) == month.amount_fen


def test_the_months_follow_one_another_across_the_year() -> None:
    plan = plan_exit(national(), HOUSEHOLD, job(), "2026-11", 3)
    assert [month.month for month in plan] == ["2026-11", "2026-12", "2027-01", "2027-02"]


def test_each_month_says_which_it_is_in_both_languages() -> None:
    step = plan_exit(national(), HOUSEHOLD, job(), "2026-04", 2)[1].steps[-1]
    assert step.rule == "P-23"  # what the pack cites first for it
    assert "第 2 个月（共 2 个月）" in step.zh
    assert "month 2 of 2" in step.en


@pytest.mark.parametrize("months", [0, 7])
def test_more_months_than_the_pack_has_are_refused(months: int) -> None:
    with pytest.raises(Refusal, match=r"job\.exit_months"):
        plan_exit(national(), HOUSEHOLD, job(), "2026-04", months)


@pytest.mark.parametrize(
    ("policy", "given_job", "code"),
    [
        (sifang(), job(), r"job\.exit_months"),
        (national(), job(wage_fen=0), r"job\.wage"),
        (national(), replace(job(), member="m9"), r"job\.member"),
    ],
)
def test_what_the_rules_do_not_know_is_refused(policy: Policy, given_job: NewJob, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        plan_exit(policy, HOUSEHOLD, given_job, "2026-04", 1)
