"""The shipped forms: complete in both languages, and each keeps its rules on a filled record."""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from forms.library import DEFINITIONS, form_ids, get_definition
from forms.record import Record
from forms.scopes import read_scopes
from forms.validate import recheck
from tests.forms.test_agreement import NOW, TODAY, draw, in_javascript
from tests.forms.test_form_vectors import values_of

RECORDS = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parents[1] / "vectors" / "records").glob("*.json"))
}
REFUSED = [(name, wrong) for name, record in RECORDS.items() for wrong in record["refused"]]
WORDS = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
ZH, EN = "中文 (zh)", "English (en)"
_RULE = re.compile(
    r"S[1-8]-[A-Z]+(?:-[A-Z]*[0-9]+[a-e]?)?|DOC-[0-9]{2}|(?:C|D|PR|W)-[0-9]{2}|P-[0-9]{2}:[0-9]+"
)


def sheet(form_id: str, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet as an author sees them, by heading."""
    form, _, version = form_id.partition("@")
    book = load_workbook(DEFINITIONS / form / f"{version}.xlsx", read_only=True)
    heading, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=False)) for row in rows if any(row)]


@pytest.mark.parametrize("form_id", form_ids())
def test_what_is_said_in_one_language_is_said_in_the_other(form_id: str) -> None:
    for row in (*sheet(form_id, "survey"), *sheet(form_id, "choices")):
        for words in WORDS:
            zh, en = row.get(f"{words}::{ZH}"), row.get(f"{words}::{EN}")
            assert bool(zh) == bool(en), (row["name"], words)
            assert not zh or re.search("[一-鿿]", zh), (row["name"], words)
            assert not en or not re.search("[一-鿿]", en), (row["name"], words)


@pytest.mark.parametrize("form_id", form_ids())
def test_every_constraint_says_what_to_do(form_id: str) -> None:
    for row in sheet(form_id, "survey"):
        assert bool(row["constraint"]) == bool(row[f"constraint_message::{ZH}"]), row["name"]


@pytest.mark.parametrize("form_id", form_ids())
def test_every_list_of_choices_is_used_and_has_no_code_twice(form_id: str) -> None:
    codes = [(row["list_name"], str(row["name"])) for row in sheet(form_id, "choices")]
    assert len(codes) == len(set(codes))
    asked = [str(row["type"]).split() for row in sheet(form_id, "survey")]
    used = {words[1] for words in asked if words[0] in ("select_one", "select_multiple", "rank")}
    assert {name for name, _ in codes} == used


@pytest.mark.parametrize("form_id", form_ids())
def test_the_privacy_notice_comes_first_and_is_acknowledged(form_id: str) -> None:
    first = get_definition(form_id)["nodes"][0]
    assert [node["type"] for node in first["nodes"]] == ["note", "acknowledge"]
    assert first["nodes"][1]["required"] == ["true"]


@pytest.mark.parametrize("name", RECORDS)
def test_every_question_names_the_rule_it_comes_from(name: str) -> None:
    """The sheet ``_rules`` is for readers: no engine looks at it, so this test does."""
    form_id = RECORDS[name]["form"]
    rules = {row["name"]: row["rules"] for row in sheet(form_id, "_rules")}
    asked = {item.name for item in items_of(form_id) if item.is_asked}
    assert asked <= set(rules)
    assert set(rules) <= {row["name"] for row in sheet(form_id, "survey")}
    assert not [rule for text in rules.values() for rule in text.split() if not _RULE.fullmatch(rule)]


@pytest.mark.parametrize("name", RECORDS)
def test_a_filled_record_is_accepted_and_adds_up(name: str) -> None:
    given = RECORDS[name]
    record = Record(get_definition(given["form"]), copy.deepcopy(given["answers"]), today=given["today"])
    assert found(given, record.sealed()) == []
    values = values_of(record)
    for path, value in given["values"].items():
        assert values[path] == value, path


@pytest.mark.parametrize(
    ("name", "wrong"), REFUSED, ids=[f"{name}: {wrong['says']}" for name, wrong in REFUSED]
)
def test_a_record_that_breaks_a_rule_is_refused_by_path(name: str, wrong: dict[str, Any]) -> None:
    given = RECORDS[name]
    answers = copy.deepcopy(given["answers"])
    tree = answers if not wrong.get("tampered") else sealed(given, answers)
    for path, value in wrong["change"].items():
        put(tree, path, value)
    tree = tree if wrong.get("tampered") else sealed(given, tree)
    differences = [difference for difference in found(given, tree) if difference[1] != "calculation"]
    assert differences == [tuple(each) for each in wrong["found"]]


def test_generated_records_of_every_form_come_out_alike_in_both_languages() -> None:
    rng = random.Random(20260401)
    drawn = [
        (definition, draw(rng, definition, read_scopes(definition)))
        for definition in map(get_definition, form_ids())
        for _ in range(40)
    ]
    tablet = in_javascript([{"definition": form, "answers": answers, "now": NOW} for form, answers in drawn])
    for (form, answers), made in zip(drawn, tablet, strict=True):
        assert Record(form, answers, today=TODAY).sealed() == made["sealed"]
        differences = recheck(form, made["sealed"], today=dt.date.fromisoformat(TODAY))
        assert sorted(each.path for each in differences if each.kind == "missing") == made["missing"]
        assert sorted(each.path for each in differences if each.kind != "missing") == made["wrong"]


def items_of(form_id: str) -> Iterator[Any]:
    """Every item of a form, those of its repeats too."""
    scopes = [read_scopes(get_definition(form_id))]
    while scopes:
        for item in scopes.pop().items.values():
            yield item
            if item.inner is not None:
                scopes.append(item.inner)


def sealed(given: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    return Record(get_definition(given["form"]), answers, today=given["today"]).sealed()


def found(given: dict[str, Any], tree: dict[str, Any]) -> list[tuple[str, str]]:
    today = dt.date.fromisoformat(given["today"])
    return [(each.path, each.kind) for each in recheck(get_definition(given["form"]), tree, today=today)]


def put(tree: dict[str, Any], path: str, value: Any) -> None:
    """Sets ``member[m1].name``; None takes the answer, or the row a path ends with, away."""
    *above, last = re.findall(r"(\w+)(?:\[(\w+)\])?", path)
    for repeat, row in above:
        tree = next(each for each in tree[repeat] if each["_id"] == row)
    name, row = last
    if row:
        tree[name] = [each for each in tree[name] if each["_id"] != row]
    elif value is None:
        tree.pop(name, None)
    else:
        tree[name] = value
