"""Whole answers under whole forms, read here and by tests/static/form.test.mjs."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from forms.library import get_definition
from forms.record import Record
from forms.validate import recheck
from forms.values import Value

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "forms" / "home-visit.json").read_text())


def values_of(record: Record) -> dict[str, Value]:
    """Everything a record says, by path."""
    return {
        row.prefix + name: record.value(row, item)
        for row in record.walk()
        for name, item in row.scope.items.items()
        if item.inner is None
    }


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["says"])
def test_the_server_sees_what_the_tablet_sees(vector: dict[str, Any]) -> None:
    definition = get_definition(vector["form"])
    record = Record(definition, vector["answers"], today=vector["today"])
    values = values_of(record)
    for path, value in vector["values"].items():
        assert values[path] == value, path
    sealed = record.sealed()
    for name, value in vector.get("sealed", {}).items():
        assert sealed[name] == value
    assert not set(vector.get("unsealed", ())) & set(sealed)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["says"])
def test_the_recheck_finds_what_is_missing_and_wrong_and_nothing_else(vector: dict[str, Any]) -> None:
    definition = get_definition(vector["form"])
    today = dt.date.fromisoformat(vector["today"])
    sealed = Record(definition, vector["answers"], today=vector["today"]).sealed()
    found = recheck(definition, sealed, today=today)
    missing = [difference.path for difference in found if difference.kind == "missing"]
    wrong = [difference.path for difference in found if difference.kind in ("type", "choice", "constraint")]
    assert sorted(missing) == sorted(vector["missing"])
    assert sorted(wrong) == sorted(vector["wrong"])
    assert len(found) == len(missing) + len(wrong)


def test_a_total_over_a_half_filled_repeat_is_the_total_of_what_is_filled() -> None:
    vector = next(each for each in VECTORS if each["says"].startswith("a total over half-filled"))
    assert vector["sealed"]["income_total"] == "300.30"


def test_an_income_is_never_silently_nought() -> None:
    vector = next(each for each in VECTORS if each["says"].startswith("where no amount is filled"))
    assert vector["values"]["income_total"] is None
