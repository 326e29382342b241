"""A benefit counts the household the visit found, whichever version of the form (P-26 art. 5, D-28, D-29)."""

from __future__ import annotations

from typing import Any

import pytest

from server.domain.benefit_answers import is_able_to_work, read_benefit_household
from server.domain.benefit_household import Assets, Deduction, Income
from server.errors import Refusal


def person(**answers: Any) -> dict[str, Any]:
    return {"_id": "m1", "name": "周例平", "age": "40", "employment": "flexible"} | answers


def test_every_income_exemption_and_cost_of_version_2_is_read() -> None:
    row = person(
        health=["severe"],
        special=["sanwu"],
        income=[{"_id": "i1", "kind": "wages", "amount": "1860.50", "since": "2026-01-01"}],
        exempt=[{"_id": "e1", "exempt_kind": "service", "exempt_amount": "300"}],
        deducted=[{"_id": "d1", "deducted_kind": "illness", "deducted_amount": "200.00"}],
    )
    answers = {
        "member": [row, person(_id="m2", age="72")],
        "assets_total": "5000.00",
        "vehicles": ["bicycle", "car"],
        "home": [{"_id": "h1"}],
        "tenure": "own",
    }
    household = read_benefit_household(answers)
    first, second = household.members
    assert [(income.class_, income.monthly_fen, income.exempt) for income in first.income] == [
        ("wages", 186050, ""),
        ("transfer", 30000, "service"),
    ]
    assert first.deduct == (Deduction("illness", 20000),)
    assert (first.severe, first.classes) == (True, ("severe", "sanwu"))
    assert (second.able_to_work, second.classes) == (False, ("elderly",))
    assert household.assets == Assets(500000, 2, ("car",))


def test_version_1_has_savings_and_one_vehicle() -> None:
    row = person(
        income=[{"_id": "i", "kind": "luck", "amount": "1"}], health="disabled", disability_grade="1"
    )
    household = read_benefit_household(
        {"member": [row], "savings": "0", "vehicle": "motorbike", "tenure": "rent"}
    )
    assert household.members[0].income == (Income("other", 100),)
    assert household.members[0].severe
    assert household.assets == Assets(0, 0, ("motorbike",))


def test_a_visit_that_did_not_ask_says_nothing_of_property() -> None:
    assert read_benefit_household({"member": [person()]}).assets is None
    with pytest.raises(Refusal, match=r"household\.empty"):
        read_benefit_household({"member": []})


@pytest.mark.parametrize(
    ("answers", "able"),
    [
        ({}, True),
        ({"age": ""}, True),
        ({"age": "15"}, False),
        ({"age": "16"}, True),
        ({"age": "59"}, True),
        ({"age": "60"}, False),
        ({"employment": "unable"}, False),
        ({"disability_kind": "limb", "disability_grade": "2"}, False),
        ({"disability_kind": "limb", "disability_grade": "3"}, True),
        ({"disability_kind": "mental", "disability_grade": "3"}, False),
        ({"disability_kind": "sight", "disability_grade": "2"}, True),
    ],
)
def test_who_can_work_is_said_by_age_and_disability(answers: dict[str, str], able: bool) -> None:
    assert is_able_to_work(person(**answers)) is able
