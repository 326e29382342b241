"""Two records of one visit side by side: nothing is lost, nothing of the visit's is changed unasked."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.beside import Other, effective, lay_all_beside, lay_beside
from forms.library import get_definition

TODAY = dt.date(2026, 3, 12)
FORM = get_definition("home-visit@2")
VISIT: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "records" / "home-visit.json").read_text("utf-8")
)["answers"]

texts = st.sampled_from(["", "一般", "另一样", "家里没人"])
amounts = st.sampled_from(["", "0.00", "12.50", "900.00"])
people = st.lists(st.sampled_from(["m1", "m2", "m7", "m8"]), unique=True, max_size=3)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """A part of a record: some texts, some amounts, some people, each said or left open."""
    said = {"living_note": draw(texts), "opinion_reason": draw(texts), "medical": draw(amounts)}
    rows = [{"_id": row, "name": draw(st.sampled_from(["甲", "乙"]))} for row in draw(people)]
    said |= {"goods": draw(st.lists(st.sampled_from(["tv", "fridge", "washer"]), unique=True))}
    said |= {"photo_more": draw(st.lists(st.sampled_from(["a" * 64, "b" * 64]), unique=True))}
    return {name: value for name, value in (said | {"member": rows}).items() if value}


@given(records(), records())
def test_every_answer_given_is_agreed_taken_or_told_as_different(
    visit: dict[str, Any], other: dict[str, Any]
) -> None:
    beside = lay_beside(FORM, visit, other)
    told = {*beside.agreeing, *beside.taken, *(each.path for each in beside.differing)}
    rows = {f"member[{row['_id']}]" for row in other.get("member", [])}
    named = {path.split(".")[0] for path in told}
    assert rows <= named
    assert {name for name in other if name != "member"} <= told


@given(records(), records())
def test_what_differs_one_way_differs_the_other_way(visit: dict[str, Any], other: dict[str, Any]) -> None:
    one = {each.path: {str(each.visit), str(each.other)} for each in lay_beside(FORM, visit, other).differing}
    two = {each.path: {str(each.visit), str(each.other)} for each in lay_beside(FORM, other, visit).differing}
    both = one.keys() & two.keys()
    assert {path: one[path] for path in both} == {path: two[path] for path in both}
    assert all("[" in path for path in one.keys() ^ two.keys())  # rows only one of them has


@given(records())
def test_a_record_agrees_with_itself(record: dict[str, Any]) -> None:
    beside = lay_beside(FORM, record, record)
    assert (beside.taken, beside.differing) == ({}, [])


@given(records(), records())
def test_neither_record_is_changed(visit: dict[str, Any], other: dict[str, Any]) -> None:
    before = copy.deepcopy((visit, other))
    beside = lay_beside(FORM, visit, other)
    counting = frozenset(each.path for each in beside.differing)
    effective(FORM, visit, [Other(other, counting)], today=TODAY)
    assert (visit, other) == before


@given(records())
def test_without_a_decision_the_totals_stay(other: dict[str, Any]) -> None:
    """What is taken is what the visit left open; money and people never change in silence."""
    alone = effective(FORM, VISIT, [], today=TODAY)
    beside = effective(FORM, VISIT, [Other(other, frozenset())], today=TODAY)
    for name in ("persons", "income_total", "income_per_capita"):
        assert beside[name] == alone[name]


def test_a_row_is_known_by_the_identity_number_in_it() -> None:
    visit = {"member": [{"_id": "m1", "id_number": "110000197104090010", "name": "周例平"}]}
    other = {"member": [{"_id": "zz", "id_number": "110000197104090010", "name": "周例萍"}]}
    [differing] = lay_beside(FORM, visit, other).differing
    assert (differing.path, differing.visit, differing.other) == ("member[m1].name", "周例平", "周例萍")


def test_photos_are_united_by_their_digest() -> None:
    visit, other = {"photo_more": ["a" * 64]}, {"photo_more": ["b" * 64, "a" * 64]}
    beside = lay_beside(FORM, visit, other)
    assert (beside.taken, beside.differing) == ({"photo_more": ["a" * 64, "b" * 64]}, [])


@pytest.mark.parametrize("order", [["tv", "fridge"], ["fridge", "tv"]])
def test_the_order_of_several_choices_is_no_difference(order: list[str]) -> None:
    assert lay_beside(FORM, {"goods": ["tv", "fridge"]}, {"goods": order}).agreeing == ["goods"]


def test_two_who_answer_what_the_visit_left_open_are_compared_with_each_other() -> None:
    one, two = {"medical": "80.00", "photo_more": ["a" * 64]}, {"medical": "90.00", "photo_more": ["b" * 64]}
    first, second = lay_all_beside(FORM, {}, [Other(one), Other(two)])
    assert (set(first.taken), first.differing) == ({"medical", "photo_more"}, [])
    [differing] = second.differing
    assert (differing.path, differing.visit, differing.other) == ("medical", "80.00", "90.00")
    assert second.taken == {"photo_more": ["a" * 64, "b" * 64]}


@given(records(), st.lists(records(), max_size=3))
def test_nothing_taken_is_taken_back_by_one_that_comes_later(
    visit: dict[str, Any], others: list[dict[str, Any]]
) -> None:
    taken: dict[str, Any] = {}
    for beside in lay_all_beside(FORM, visit, [Other(other) for other in others]):
        again = {path for path in beside.taken if path in taken and path != "photo_more"}
        assert again == set()
        taken |= beside.taken


def test_of_what_nobody_signed_nothing_is_taken() -> None:
    draft = Other({"tenure": "own"}, signed=False)
    [beside] = lay_all_beside(FORM, {}, [draft])
    assert beside.taken == {}
    assert [(each.path, each.visit, each.other) for each in beside.differing] == [("tenure", None, "own")]
