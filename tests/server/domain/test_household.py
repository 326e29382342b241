"""A household as it declares itself (S7-APPLY-04)."""

from datetime import date
from typing import Any

import pytest

from server.domain.household import (
    declared_paths,
    format_household,
    parse_household,
    prefill,
)
from server.domain.identity import check_identity_number, mask_identity_number
from server.errors import Refusal

CLERKS_DATA: dict[str, Any] = {
    "address": "槐安路 12 号 3 单元 501",
    "building": "槐安路 12 号楼",
    "members": [
        {"id": "m1", "name": "周例平", "sex": "male", "birth": "1974-01-02", "relation": "head"},
        {
            "id": "m2",
            "name": "陈示兰",
            "sex": "female",
            "birth": "1976-09-01",
            "relation": "spouse",
            "incomes": [{"id": "i1", "kind": "wages", "source": "保洁零工", "amount_fen": 120000}],
        },
        {
            "id": "m3",
            "name": "吴样珍",
            "sex": "female",
            "birth": "1947-12-01",
            "relation": "parent",
            "incomes": [{"id": "i1", "kind": "pension", "source": "养老金", "amount_fen": 160000}],
        },
    ],
}


def changed(member: int, **values: object) -> dict[str, Any]:
    members = [dict(item) for item in CLERKS_DATA["members"]]
    members[member] |= values
    return CLERKS_DATA | {"members": members}


def test_what_formats_also_parses() -> None:
    household = parse_household(CLERKS_DATA)
    assert parse_household(format_household(household)) == household


def test_totals_are_whole_fen() -> None:
    household = parse_household(CLERKS_DATA)
    assert (household.income_fen, household.per_capita_fen) == (280000, 93333)
    assert household.head.name == "周例平"
    assert household.head.age_on(date(2026, 1, 1)) == 51


def test_the_visit_asks_every_amount_again() -> None:
    household = parse_household(CLERKS_DATA)
    incomes = [income for member in prefill(household)["member"] for income in member["income"]]
    assert [set(income) for income in incomes] == [{"_id", "kind", "source"}] * 2
    assert declared_paths(household) == {
        "member[m2].income[i1].amount": "1200.00",
        "member[m3].income[i1].amount": "1600.00",
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (CLERKS_DATA | {"members": []}, "household.empty"),
        (CLERKS_DATA | {"address": "  "}, "household.field"),
        (changed(0, relation="spouse"), "household.no_head"),
        (changed(1, relation="head"), "household.no_head"),
        (changed(0, name=""), "household.field"),
        (changed(0, sex="x"), "household.field"),
        (changed(0, birth="1974-13-01"), "date.malformed"),
        (changed(0, identity_number="123"), "identity.malformed"),
        (changed(0, identity_number="11010519491231002Y"), "identity.malformed"),
        (changed(0, identity_number="110105194912310021"), "identity.checksum"),
    ],
)
def test_an_impossible_household_is_refused_in_words(data: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_household(data)
    assert refused.value.code == code


def test_two_members_with_one_identity_number_are_refused() -> None:
    data = changed(0, identity_number="11010519491231002X")
    data["members"][1]["identity_number"] = "11010519491231002x"
    with pytest.raises(Refusal, match=r"household\.same_identity"):
        parse_household(data)


def test_identity_numbers_are_capital_and_masked() -> None:
    number = check_identity_number(" 11010519491231002x ")
    assert number == "11010519491231002X"
    assert mask_identity_number(number) == "110105********002X"
