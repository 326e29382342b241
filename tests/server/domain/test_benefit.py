"""The benefit: the article's figures, and the laws that hold under every pack (S1-CALC, S1-TIER, S1-COEF)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from forms.compile import compile_workbook
from server.domain.benefit import work_out_benefit
from server.domain.benefit_household import (
    Assets,
    BenefitHousehold,
    Deduction,
    Income,
    Member,
    parse_question,
)
from server.domain.benefit_standard import with_standard
from server.domain.money import divide_fen
from server.domain.policy import Policy, find_in_force
from server.errors import Refusal
from server.services.forms import FORMS
from tests.server.domain.benefits import (
    ADDITIONS,
    BANDS,
    DAY,
    earning,
    every_pack,
    households,
    policies,
    with_rules,
)
from tests.server.domain.packs import national

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "benefit.json").read_text("utf-8"))


def asked(vector: dict[str, Any]) -> dict[str, Any]:
    """The question of a vector, as ``ruhu policy explain`` reads it."""
    members = [
        {
            "id": f"m{n}",
            "able_to_work": not vector.get("unable"),
            "income": [{"class": "wages", "monthly_fen": fen}],
        }
        for n, fen in enumerate(vector["incomes"], start=1)
    ]
    household = {"members": members, "area": vector.get("area", "urban")}
    return {"policy": vector["policy"], "on": vector["on"], "household": household}


def answer(data: dict[str, Any]) -> dict[str, Any]:
    question = parse_question(data)
    policy = find_in_force(every_pack().values(), question.policy, question.on)
    return work_out_benefit(policy, question.household, question.on).as_json()


def refused(data: dict[str, Any]) -> tuple[str, str]:
    with pytest.raises(Refusal) as told:
        answer(data)
    return told.value.code, str(told.value.facts.get("key"))


def amount(policy: Policy, household: BenefitHousehold) -> int:
    return work_out_benefit(policy, household, DAY).amount_fen


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["name"]))
def test_the_figures_of_the_articles_come_out(vector: dict[str, Any]) -> None:
    found = answer(asked(vector))
    expected = {key: vector[key] for key in ("amount_fen", "per_capita_income_fen")}
    assert {key: found[key] for key in expected} == expected


@given(policies, households)
def test_the_steps_add_up_to_the_amount_and_it_is_never_below_zero(
    policy: Policy, household: BenefitHousehold
) -> None:
    benefit = work_out_benefit(policy, household, DAY)
    assert sum(step.amount_fen for step in benefit.steps) == benefit.amount_fen >= 0
    assert benefit.income_fen >= 0
    assert benefit.per_capita_income_fen == divide_fen(benefit.income_fen, benefit.persons)
    assert all(step.rule and step.source and step.zh and step.en for step in benefit.steps)


@given(policies, households)
def test_a_higher_standard_never_gives_less(policy: Policy, household: BenefitHousehold) -> None:
    size = len(household.members)
    now = work_out_benefit(policy, household, DAY)
    base = now.standard_fen if policy.benefit.mode == "table" else policy.benefit.standard_fen
    raised = with_standard(policy, size, base + 4321)
    assert amount(raised, household) >= now.amount_fen


@given(policies, households)
def test_income_that_does_not_count_changes_nothing(policy: Policy, household: BenefitHousehold) -> None:
    first, *rest = household.members
    richer = replace(first, income=(*first.income, Income("transfer", 90000, "service")))
    assert amount(policy, BenefitHousehold((richer, *rest))) == amount(policy, household)


@given(policies, households)
def test_more_income_never_gives_more(policy: Policy, household: BenefitHousehold) -> None:
    first, *rest = household.members
    richer = replace(first, income=(*first.income, Income("pension", 12345)))
    assert amount(policy, BenefitHousehold((richer, *rest))) <= amount(policy, household)


@given(households)
def test_without_a_disregard_a_fen_of_wages_takes_a_fen_of_the_benefit(household: BenefitHousehold) -> None:
    """The whole wage is taken off: a tax of a hundred in a hundred (S1-CALC-02)."""
    first, *rest = household.members
    before = work_out_benefit(national(), household, DAY)
    richer = BenefitHousehold((replace(first, income=(*first.income, Income("wages", 100))), *rest))
    after = work_out_benefit(national(), richer, DAY)
    if before.income_fen and after.amount_fen:
        assert before.amount_fen - after.amount_fen == 100


def test_a_disregard_leaves_some_of_the_wages_until_its_months_are_over() -> None:
    from_day = Income("wages", 60000, since=date(2026, 1, 12))
    rule = replace(national().income.disregard, fixed_fen=20000, share=(1, 4), months=6)
    policy = with_rules(income={"disregard": rule})
    household = earning(0, income=(from_day,))
    assert amount(policy, household) == 110000 - 60000 + 20000 + 10000
    late = work_out_benefit(policy, household, date(2026, 7, 12))
    assert late.amount_fen == 110000 - 60000
    assert [step.rule for step in late.steps if step.rule == "S1-INC-01"]
    capped = with_rules(income={"disregard": replace(rule, cap_standards=(1, 10))})
    assert amount(capped, household) == 110000 - 60000 + 11000
    assert amount(policy, earning(0, income=(replace(from_day, since=None),))) == 110000 - 60000


def test_an_expired_exemption_stops_applying_by_itself_and_says_so() -> None:
    household = earning(0, income=(Income("pension", 12300, "basic_pension"),))
    before = work_out_benefit(national(), household, date(2025, 12, 31))
    after = work_out_benefit(national(), household, date(2026, 1, 1))
    assert (before.amount_fen, after.amount_fen) == (110000, 110000 - 12300)
    assert "2025-12-31" in after.steps[-1].zh
    assert "2025-12-31" in after.steps[-1].en


def test_what_the_pack_neither_exempts_nor_deducts_is_said_and_counts() -> None:
    household = earning(0, income=(Income("other", 5000, "gift"),), deduct=(Deduction("pets", 700),))
    benefit = work_out_benefit(national(), household, DAY)
    assert benefit.amount_fen == 110000 - 5000
    assert ["没有规定" in step.zh for step in benefit.unknown] == [True, True]


def test_every_kind_the_home_visit_asks_after_has_words_where_the_pack_has_no_item() -> None:
    lists = compile_workbook(FORMS / "home-visit" / "2.xlsx")["lists"]
    codes = [[one["value"] for one in lists[name]] for name in ("exempt_kind", "deducted_kind")]
    household = earning(
        0,
        income=tuple(Income("transfer", 100, code) for code in codes[0]),
        deduct=tuple(Deduction(code, 100) for code in codes[1]),
    )
    bare = with_rules(income={"exempt": (), "deduct": ()})
    unknown = work_out_benefit(bare, household, DAY).unknown
    assert len(unknown) == len(codes[0]) + len(codes[1])
    for step, code in zip(unknown, codes[0] + codes[1], strict=True):
        assert code not in step.zh


def test_deductions_take_income_to_zero_and_no_further() -> None:
    household = earning(30000, deduct=(Deduction("illness", 50000),))
    assert work_out_benefit(national(), household, DAY).income_fen == 0
    assert amount(national(), household) == 110000


def test_in_bands_the_income_a_person_says_which_share_is_paid() -> None:
    policy = with_rules(amount={"mode": "bands", "bands": BANDS})
    paid = [amount(policy, earning(wages)) for wages in (0, 36666, 36667, 73334, 109999, 110000)]
    assert paid == [99000, 99000, 55000, 22000, 22000, 0]


def test_additions_go_to_members_of_a_class_of_an_eligible_household_only() -> None:
    policy = with_rules(benefit={"additions": ADDITIONS})
    assert amount(policy, earning(0, classes=("minor", "severe"))) == 110000 + 11000 + 5000
    assert amount(policy, earning(110000, classes=("minor",))) == 0


@pytest.mark.parametrize(("way", "paid"), [("up", 75700), ("half_up", 75700), ("down", 75600)])
def test_rounding_is_the_packs_and_is_said(way: str, paid: int) -> None:
    policy = with_rules(amount={"rounding": way, "round_to_fen": 100})
    benefit = work_out_benefit(policy, earning(34350), DAY)
    assert benefit.amount_fen == paid
    assert benefit.steps[-1].rule == "D-17"


def test_who_is_away_is_not_counted_nor_is_their_income() -> None:
    away = Member("m2", away="prison", income=(Income("wages", 90000),))
    household = BenefitHousehold((Member("m1"), away))
    benefit = work_out_benefit(national(), household, DAY)
    assert (benefit.persons, benefit.amount_fen, benefit.steps[0].rule) == (1, 110000, "C-04")


def test_property_beyond_the_limit_ends_the_benefit_and_every_reason_is_said() -> None:
    policy = with_rules(
        property={
            "mode": "months_of_standard",
            "limit": 12,
            "severe_limit": 24,
            "homes_most": 1,
            "vehicle_excludes": True,
        }
    )
    rich = Assets(financial_fen=12 * 110000 + 1, homes=2, vehicles=("car", "mobility"))
    benefit = work_out_benefit(policy, replace(earning(0), assets=rich), DAY)
    assert benefit.amount_fen == 0
    assert [step.rule for step in benefit.steps].count("D-28") == 4
    ill = replace(earning(0, severe=True), assets=replace(rich, homes=1, vehicles=("mobility",)))
    assert amount(policy, ill) == 110000
    with pytest.raises(Refusal, match=r"household\.assets"):
        amount(policy, earning(0))


HOUSEHOLD = {"members": [{"id": "m1"}]}
QUESTION: dict[str, Any] = {"policy": "examples/hangzhou-2007", "on": "2007-06-01", "household": HOUSEHOLD}


@pytest.mark.parametrize(
    ("changes", "code", "key"),
    [
        ({"household": {"members": []}}, "benefit.invalid", "household.members"),
        ({"household": {}}, "benefit.invalid", "household.members"),
        (
            {"household": {"members": [{"id": "a"}, {"id": "a"}]}},
            "benefit.invalid",
            "household.members[1].id",
        ),
        ({"on": "2008-01-01"}, "policy.not_in_force", "valid_until"),
        ({"on": "2006-12-31"}, "policy.not_in_force", "valid_from"),
        ({"on": "the first of May"}, "benefit.invalid", "on"),
        ({"policy": "examples/nowhere"}, "policy.unknown", "None"),
        ({"polcy": "x"}, "benefit.invalid", "polcy"),
        (
            {"household": {"members": [{"id": f"m{n}"} for n in range(4)]}},
            "policy.not_given",
            "benefit.table",
        ),
        ({"household": {**HOUSEHOLD, "area": "rural"}}, "policy.not_given", "benefit.rural_standard_fen"),
        ({"standard_fen": 0}, "benefit.invalid", "standard_fen"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_by_its_key(
    changes: dict[str, Any], code: str, key: str
) -> None:
    assert refused(QUESTION | changes) == (code, key)


@pytest.mark.parametrize(
    ("income", "key"),
    [
        ({"class": "wages", "monthly_fen": -1}, "monthly_fen"),
        ({"class": "wages", "monthly_fen": 12.5}, "monthly_fen"),
        ({"class": "wages", "monthly_fen": True}, "monthly_fen"),
        ({"class": "wages"}, "monthly_fen"),
        ({"class": "luck", "monthly_fen": 1}, "class"),
    ],
)
def test_an_income_that_cannot_be_is_refused_by_its_key(income: dict[str, Any], key: str) -> None:
    household = {"members": [{"id": "m1", "income": [income]}]}
    assert refused(QUESTION | {"household": household}) == (
        "benefit.invalid",
        f"household.members[0].income[0].{key}",
    )


def test_nobody_left_at_home_is_no_household() -> None:
    household = BenefitHousehold((Member("m1", away="missing"),))
    with pytest.raises(Refusal, match=r"household\.members"):
        work_out_benefit(national(), household, DAY)
