"""What the server's re-check says of a tree that was tampered with or misunderstood."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from forms.compile import compile_workbook
from forms.library import get_definition
from forms.record import Record
from forms.validate import recheck
from tests.forms.factories import question, write_workbook

TODAY = dt.date(2026, 3, 12)
VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "forms" / "home-visit.json").read_text())


@pytest.fixture
def sealed() -> dict[str, Any]:
    """The sealed tree of a complete visit."""
    answers = copy.deepcopy(VECTORS[0]["answers"])
    return Record(get_definition("home-visit@1"), answers, today=TODAY.isoformat()).sealed()


def found(answers: Any) -> list[tuple[str, str]]:
    return [(each.path, each.kind) for each in recheck(get_definition("home-visit@1"), answers, today=TODAY)]


def test_a_sound_visit_has_no_difference(sealed: dict[str, Any]) -> None:
    assert found(sealed) == []


def test_a_total_that_was_changed_is_found_with_what_it_should_be(sealed: dict[str, Any]) -> None:
    sealed["income_total"] = "10.00"
    differences = recheck(get_definition("home-visit@1"), sealed, today=TODAY)
    (only,) = differences
    assert (only.path, only.kind, only.expected, only.got) == (
        "income_total",
        "calculation",
        "1860.50",
        "10.00",
    )
    assert "全家每月收入" in only.message["zh"]
    assert "Household income a month" in only.message["en"]


def test_an_amount_that_was_changed_shows_in_every_total(sealed: dict[str, Any]) -> None:
    sealed["member"][1]["income"][0]["amount"] = "1.00"
    assert found(sealed) == [
        ("income_total", "calculation"),
        ("income_per_capita", "calculation"),
        ("member[m2].member_income", "calculation"),
    ]


def test_a_hidden_answer_may_not_be_sealed(sealed: dict[str, Any]) -> None:
    sealed["rent"] = "800.00"
    assert found(sealed) == [("rent", "hidden")]


def test_a_calculation_left_out_is_found(sealed: dict[str, Any]) -> None:
    del sealed["persons"]
    assert found(sealed) == [("persons", "calculation")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda tree: tree.update(extra="x"), ("extra", "unknown")),
        (lambda tree: tree.update(privacy_notice="x"), ("privacy_notice", "unknown")),
        (lambda tree: tree.update(members="x"), ("members", "unknown")),
        (lambda tree: tree.update(_id="x"), ("_id", "unknown")),
        (lambda tree: tree.update(savings=0), ("savings", "type")),
        (lambda tree: tree.update(savings=""), ("savings", "type")),
        (lambda tree: tree.update(savings=None), ("savings", "type")),
        (lambda tree: tree.update(tenure=["own"]), ("tenure", "type")),
        (lambda tree: tree.update(privacy_read="yes"), ("privacy_read", "type")),
        (lambda tree: tree.update(photo_door="a" * 64), ("photo_door", "type")),
        (lambda tree: tree.update(photo_door=["../../etc/passwd"]), ("photo_door", "type")),
        (lambda tree: tree.update(living_note="x" * 20_001), ("living_note", "type")),
        (lambda tree: tree.update(member={}), ("member", "type")),
        (lambda tree: tree["member"].append({"name": "no id"}), ("member", "type")),
        (lambda tree: tree["member"].append({"_id": "m1"}), ("member", "type")),
        (lambda tree: tree["member"].append("m3"), ("member", "type")),
        (lambda tree: tree["member"].append({"_id": "m3].x["}), ("member", "type")),
        (lambda tree: tree["member"][0].update(wage="5"), ("member[m1].wage", "unknown")),
        (
            lambda tree: tree["member"][1]["income"][0].update(basis=["bank", "bank"]),
            ("member[m2].income[i1].basis", "type"),
        ),
    ],
)
def test_a_tree_of_another_shape_is_refused_whole(
    sealed: dict[str, Any], change: Any, expected: tuple[str, str]
) -> None:
    change(sealed)
    assert found(sealed) == [expected]


@pytest.mark.parametrize("tree", [None, [], "x", 5, True])
def test_what_is_no_tree_is_refused(tree: Any) -> None:
    assert [kind for _, kind in found(tree)] == ["type"]


def test_today_is_the_day_that_is_given(sealed: dict[str, Any]) -> None:
    sealed["member"][1]["income"][0]["since"] = "2026-04-01"
    assert found(sealed) == [("member[m2].income[i1].since", "constraint")]
    later = recheck(get_definition("home-visit@1"), sealed, today=dt.date(2026, 4, 1))
    assert later == []


def test_answers_in_a_hidden_repeat_are_one_difference(tmp_path: Path) -> None:
    survey = [
        question("integer", "earners"),
        question("begin repeat", "member", relevant="${earners} > 0"),
        question("text", "name", required="yes"),
        question("begin repeat", "income"),
        question("decimal", "amount", constraint=". > 0"),
        question("end repeat", ""),
        question("calculate", "sum_of_it", calculation="sum(${amount})"),
        question("end repeat", ""),
    ]
    form = compile_workbook(write_workbook(tmp_path / "trial.xlsx", survey))
    rows = [{"_id": f"m{n}", "income": [{"_id": "i", "amount": "-5"}]} for n in range(3)]
    hidden = recheck(form, {"earners": "0", "member": rows}, today=TODAY)
    assert [(each.path, each.kind, each.got) for each in hidden] == [("member", "hidden", rows)]
    shown = recheck(form, {"earners": "1", "member": rows[:1]}, today=TODAY)
    assert [(each.path, each.kind) for each in shown] == [
        ("member[m0].name", "missing"),
        ("member[m0].sum_of_it", "calculation"),
        ("member[m0].income[i].amount", "constraint"),
    ]
