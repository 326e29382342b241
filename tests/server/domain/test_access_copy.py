"""A copy never says more than the one who asks may know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from server.domain.access_copy import (
    check_asker,
    is_shown_photo,
    is_shown_section,
    may_ask,
    shown_answers,
    shown_members,
)
from server.domain.household import Household, Member, parse_household
from server.errors import Refusal
from tests.factories import household

TODAY = date(2026, 3, 2)
ANSWERS = {
    "member": [{"_id": "m1", "member_income": "1860"}, {"_id": "m2", "member_income": "0"}],
    "neighbour": [{"_id": "n1", "neighbour_said": "是这样。"}],
    "doubts": "邻居说的和家里不一样。",
    "floor_area": "42",
}


def family() -> Household:
    home = parse_household(household())
    child = Member("c1", "周例三", "male", date(2012, 1, 1), "child")
    return replace(home, members=(*home.members, child))


def test_the_head_and_every_other_adult_may_ask_and_nobody_else() -> None:
    home = family()
    assert [each.id for each in may_ask(home, TODAY)] == ["m1", "m2"]
    for member, code in (("c1", r"copy\.minor"), ("nobody", r"copy\.member")):
        with pytest.raises(Refusal, match=code):
            check_asker(home, member, TODAY)


def test_a_head_who_is_a_child_asks_for_the_household() -> None:
    alone = Household((Member("m1", "周例三", "male", date(2012, 1, 1), "head"),), "槐安路", "12")
    assert check_asker(alone, "m1", TODAY).id == "m1"


def test_the_head_reads_everybody_and_a_member_only_themselves() -> None:
    head, spouse = may_ask(family(), TODAY)
    assert shown_answers(ANSWERS, head)["member"] == ANSWERS["member"]
    assert shown_answers(ANSWERS, spouse)["member"] == [ANSWERS["member"][1]]
    assert shown_members(["m1", "m2", "c1"], head) == ["m1", "m2", "c1"]
    assert shown_members(["m1", "m2", "c1"], spouse) == ["m2"]
    shown = [
        name for name in ("members", "housing", "property", "spending") if is_shown_section(name, spouse)
    ]
    assert shown == ["members", "housing"]


def test_what_was_said_in_confidence_is_on_no_copy() -> None:
    for asker in may_ask(family(), TODAY):
        assert {"neighbour", "doubts"} & set(shown_answers(ANSWERS, asker)) == set()
        assert not is_shown_photo("neighbour[n1].photo", asker)


def test_photos_of_papers_and_of_other_members_are_for_the_head() -> None:
    head, spouse = may_ask(family(), TODAY)
    paths = ("photo_room", "papers_photo", "member[m1].income[i1].proof", "member[m2].income[i1].proof")
    assert [is_shown_photo(path, head) for path in paths] == [True] * 4
    assert [is_shown_photo(path, spouse) for path in paths] == [True, False, False, True]
