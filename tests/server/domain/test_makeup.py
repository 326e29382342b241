"""Who a household is made of, and its causes in the words of the monthly table (W-24)."""

from typing import Any

import pytest

from server.domain.household import parse_household
from server.domain.makeup import causes_in, people_in
from tests.factories import household

DECLARED = parse_household(household())


def ability(**row: Any) -> str:
    [one] = people_in({"member": [{"_id": "m9", **row}]}, DECLARED)
    return one.ability


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, "unasked"),
        ({"employment": "unable"}, "lost"),
        ({"employment": "unemployed"}, "able"),
        ({"employment": "retired", "age": 70}, "able"),
        ({"employment": "unemployed", "disability_kind": "limb", "disability_grade": "2"}, "lost"),
        ({"employment": "flexible", "disability_kind": "limb", "disability_grade": "3"}, "partly"),
        ({"health": ["disabled"]}, "partly"),
        ({"health": "healthy"}, "able"),
    ],
)
def test_ability_is_lost_partly_lost_or_never_asked_about(row: dict[str, Any], expected: str) -> None:
    assert ability(**row) == expected


def test_what_a_visit_did_not_ask_again_is_as_declared() -> None:
    member = DECLARED.members[0]
    [one] = people_in({"member": [{"_id": member.id, "employment": "flexible"}]}, DECLARED)
    assert (one.sex, one.birth) == (member.sex, member.birth.isoformat())


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([], {"labour"}),
        ([{"health": "healthy"}], {"labour"}),
        ([{"health": "severe"}], {"illness"}),
        ([{"health": ["disabled"]}], {"disability"}),
        ([{"health": ["chronic"]}, {"disability_grade": "4"}], {"illness", "disability"}),
    ],
)
def test_work_lost_is_counted_by_what_it_was_lost_to(
    members: list[dict[str, Any]], expected: set[str]
) -> None:
    assert set(causes_in({"causes": ["lost_ability"], "member": members})) == expected


def test_causes_the_table_does_not_name_count_as_other() -> None:
    coded = {"causes": ["laid_off", "accident", "schooling", "sick_child", "disaster"]}
    assert set(causes_in(coded)) == {"other", "schooling", "illness", "disaster"}
    assert set(causes_in({})) == set()
