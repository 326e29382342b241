"""The household as last found: what was not asked again is as declared."""

from __future__ import annotations

from server.domain.household import parse_household
from server.domain.review_household import declared_answers, found_household
from tests.factories import household


def test_a_household_nobody_visited_is_as_it_declared_itself() -> None:
    declared = parse_household(household())
    assert found_household(declared, declared_answers(declared)) == declared
    assert found_household(declared, {}) == declared


def test_what_was_found_counts_and_what_was_not_asked_is_as_declared() -> None:
    declared = parse_household(household())
    first, *others = declared.members
    rows = [
        {"_id": first.id, "income": [{"_id": "i9", "kind": "wages", "source": "零工", "amount": "12.30"}]},
        {"_id": "m9", "name": "新来的", "relation": "child", "sex": "male", "birth": "2020-02-29"},
    ]
    found = found_household(declared, {"member": rows})
    assert [member.id for member in found.members] == [first.id, "m9"]
    assert (found.head.identity_number, found.head.birth) == (first.identity_number, first.birth)
    assert found.income_fen == 1230
    assert others


def test_when_the_head_is_gone_whoever_is_named_first_stands_for_the_household() -> None:
    declared = parse_household(household())
    rows = [row for row in declared_answers(declared)["member"] if row["relation"] != "head"]
    assert found_household(declared, {"member": rows}).head.id == rows[0]["_id"]
