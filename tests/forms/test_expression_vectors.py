"""Both evaluators read tests/vectors/expressions: here the parser's trees and Python's values."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from forms.dates import date_in, moment_in
from forms.evaluate import read_formula
from forms.expressions import parse_expression
from forms.record import Record, Row
from forms.surroundings import Surroundings
from forms.values import plain
from tests.forms.factories import find_row, outline

VECTORS = Path(__file__).parents[1] / "vectors" / "expressions"


def vectors() -> list[Any]:
    found = []
    for path in sorted(VECTORS.glob("*.json")):
        world = json.loads(path.read_text())
        found += [
            pytest.param(world, case, id=f"{path.stem}-{case['expression']}") for case in world["cases"]
        ]
    return found


def stand_at(record: Record, path: str) -> tuple[Row, str]:
    """The row of an answer's path, and the answer's name."""
    *steps, name = path.split(".")
    row = record.root
    for step in steps:
        repeat, _, row_id = step[:-1].partition("[")
        row = next(each for each in row.below[repeat] if each.answers["_id"] == row_id)
    return row, name


@pytest.mark.parametrize(("world", "case"), vectors())
def test_the_parser_writes_the_tree_of_the_vector(world: dict[str, Any], case: dict[str, Any]) -> None:
    origin = find_row(outline(world["form"]), case.get("at", "here"))
    assert parse_expression(case["expression"], origin) == case["tree"]


@pytest.mark.parametrize(("world", "case"), vectors())
def test_python_reaches_the_value_of_the_vector(world: dict[str, Any], case: dict[str, Any]) -> None:
    now = dt.datetime.fromisoformat(world["now"].replace("Z", "+00:00"))
    definition = {"nodes": world["form"], "lists": world["lists"]}
    record = Record(definition, world["answers"], today=date_in(now), now=moment_in(now))
    row, name = stand_at(record, case.get("at", "here"))
    value = read_formula(case["tree"])(Surroundings(record, row, own=plain(row.answers.get(name))))
    assert value == case["expect"]
    assert isinstance(value, bool) == isinstance(case["expect"], bool)


def test_there_are_enough_vectors_to_trust() -> None:
    assert len(vectors()) >= 500
