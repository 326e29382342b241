"""Generated records: the tablet's engine and the server's reach the same sealed tree.

Records are drawn with a fixed seed so that both languages see the same ones in one run of node.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from forms.library import get_definition
from forms.record import Record
from forms.scopes import Item, Scope, read_scopes
from forms.validate import recheck
from tests.forms.trial_form import trial_definition

NOW = "2026-03-12T02:26:00Z"
TODAY = "2026-03-12"
ENOUGH = 12  # rows of a counted repeat: the server never makes the ones a count asks for
AMOUNTS = [
    "0",
    "0.1",
    "0.2",
    "1860.00",
    "33.335",
    "999999999.99",
    "12a",
    "-5",
    "",
    "1e3",
    "007",
    "٣",
    "1,000",
]
DATES = ["2026-03-12", "2026-03-13", "1977-02-29", "1949-12-31", "2026-3-1", "x", "2024-02-29", "9999-12-31"]
POOLS = {
    "range": ["0", "2", "10", "3", "0.1", "0.3", "0.7", "1", "0.15", "-2", "x", "0.30", "12"],
    "geopoint": [
        "31.230416 121.473701 4.0 12",
        "-90 180.0 -5 0",
        "91 0 0 5",
        "31 121",
        "none denied",
        "none",
        "31.2 121.4 0 5 ",
        "٣ 0 0 5",
    ],
    "barcode": ["SL-1", "𠮷" * 1000, "x" * 1001, " "],
    "signature": [
        "120 60 M12,12L30,40",
        "120 60 M12,12",
        "12 60 M1,2L3,4 M5,6L7,8L9,1",
        "<svg/>",
        "0 0 M1,2L3,4",
    ],
}
TEXTS = ["a", "𠮷", "阿卜杜·买买提", "11010519491231002X", " ", "110105194912310021"]


def draw(rng: random.Random, definition: dict[str, Any], scope: Scope) -> dict[str, Any]:
    """Answers with about a third left out, some of them hidden or wrong."""
    tree: dict[str, Any] = {}
    for item in scope.items.values():
        if item.inner is not None:
            rows = range(ENOUGH if "count" in item.node else rng.choice([0, 1, 1, 2, 3]))
            tree[item.name] = [{"_id": f"r{at}", **draw(rng, definition, item.inner)} for at in rows]
        elif item.is_asked and rng.random() < 0.7:
            tree[item.name] = answer(rng, definition, item)
        elif item.is_asked:
            tree[item.name] = None
    return tree


def answer(rng: random.Random, definition: dict[str, Any], item: Item) -> Any:
    if "list" in item.node:
        names = [choice["value"] for choice in definition["lists"][item.node["list"]]] + ["nobody_offered"]
        if item.type == "rank" and rng.random() < 0.5:
            return rng.sample(names[:-1], len(names) - 1)
        return (
            rng.choice(names) if item.type == "select_one" else rng.sample(names, rng.randrange(len(names)))
        )
    if item.name == "n":  # counts rows, which the server never makes
        return rng.choice(["0", "1", "2", "3", "-1", "2.9", "x"])
    if item.type == "image":
        return rng.choice([[], ["a" * 64]])
    pools = {"decimal": AMOUNTS, "integer": AMOUNTS, "date": DATES, "acknowledge": ["OK"], **POOLS}
    return rng.choice(pools.get(item.type, TEXTS))


@pytest.mark.parametrize("name", ["home-visit@1", "trial"])
def test_generated_records_come_out_alike_in_both_languages(name: str) -> None:
    definition = trial_definition() if name == "trial" else get_definition(name)
    rng = random.Random(20260312)
    drawn = [draw(rng, definition, read_scopes(definition)) for _ in range(400)]
    tablet = in_javascript([{"definition": definition, "answers": answers, "now": NOW} for answers in drawn])
    for answers, made in zip(drawn, tablet, strict=True):
        record = Record(definition, answers, today=TODAY)
        assert record.sealed() == made["sealed"]
        found = recheck(definition, made["sealed"], today=dt.date.fromisoformat(TODAY))
        assert {each.kind for each in found} <= {"missing", "type", "choice", "constraint"}
        assert sorted(each.path for each in found if each.kind == "missing") == made["missing"]
        assert sorted(each.path for each in found if each.kind != "missing") == made["wrong"]


def in_javascript(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the tablet's engine makes of each record."""
    node = shutil.which("node")
    assert node, "node is needed to compare the two engines"
    script = Path(__file__).parent / "seal_answers.mjs"
    done = subprocess.run(
        [node, str(script)], input=json.dumps(records), capture_output=True, text=True, check=True
    )
    return list(json.loads(done.stdout))
