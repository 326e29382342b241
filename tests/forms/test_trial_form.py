"""Types, triggers and counted rows as the server works them out and checks them again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from forms.compile import check_workbook
from forms.record import MOST_ROWS, Record
from forms.validate import recheck
from forms.xlsform import to_xform
from tests.forms.factories import choice, question, write_workbook
from tests.forms.trial_form import CHOICES, SURVEY, trial_definition

DEFINITION = trial_definition()
TODAY = dt.date(2026, 3, 12)
INK = "120 60 M12,12L30,40L50,9"


@pytest.fixture
def sealed() -> dict[str, Any]:
    """The sealed tree of a form with an answer of every type."""
    answers = {
        "worn": "4",
        "share": "0.3",
        "order": ["b", "a", "c"],
        "place": "31.230416 121.473701 4.0 12",
        "meter": "SL-1",
        "hand": INK,
        "main": "other",
        "main_other": "水电",
        "asked": ["a", "b"],
        "narrowed": "b",
        "n": "2",
        "child": [{"_id": "x", "cname": "甲", "cage": "20"}, {"_id": "y", "cname": "乙", "cage": "7"}],
        "noted": "SL-1/27",
        "turns": "3",
        "member": [{"_id": "m", "amount": "0.10"}, {"_id": "k"}],
    }
    return Record(DEFINITION, answers, today=TODAY.isoformat()).sealed()


def found(answers: Any) -> list[tuple[str, str]]:
    return [(each.path, each.kind) for each in recheck(DEFINITION, answers, today=TODAY)]


def test_a_sound_form_has_no_difference_and_its_calculations_are_in_it(sealed: dict[str, Any]) -> None:
    assert found(sealed) == []
    assert (sealed["minors"], sealed["ages"], sealed["root"], sealed["total"]) == ("1", "27", "1.414", "0.10")
    assert [child["older"] for child in sealed["child"]] == ["0", "1"]


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("worn", "3", "type"),
        ("worn", "12", "type"),
        ("share", "0.15", "type"),
        ("share", "x", "type"),
        ("order", ["b", "a"], "choice"),
        ("order", ["b", "a", "gone"], "choice"),
        ("order", ["b", "b", "a"], "type"),
        ("order", "b", "type"),
        ("place", "91 0 0 5", "type"),
        ("place", "31.2 121.4", "type"),
        ("place", "none", "type"),
        ("meter", "x" * 1001, "type"),
        ("hand", "<svg onload=alert(1)>", "type"),
        ("hand", ["a" * 64], "type"),
        ("main", "gone", "choice"),
        ("narrowed", "c", "choice"),
        ("root", "9", "calculation"),
        ("minors", "9", "calculation"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_found(
    sealed: dict[str, Any], name: str, value: Any, kind: str
) -> None:
    sealed[name] = value
    assert (name, kind) in found(sealed)


def test_what_a_trigger_filled_in_is_an_answer_and_is_not_worked_out_again(sealed: dict[str, Any]) -> None:
    sealed["noted"], sealed["turns"] = "by hand", "99"
    assert found(sealed) == []


def test_rows_are_as_many_as_their_count_says(sealed: dict[str, Any]) -> None:
    sealed["child"].append({"_id": "z", "cname": "丙", "older": "0"})
    assert ("child", "rows") in found(sealed)
    sealed["child"] = sealed["child"][:1]
    assert ("child", "rows") in found(sealed)


def test_rows_beyond_the_count_are_blank_to_calculations_and_left_out_of_the_seal() -> None:
    answers = {"n": "1", "child": [{"_id": "x", "cage": "20"}, {"_id": "y", "cage": "7"}]}
    tree = Record(DEFINITION, answers, today="2026-03-12").sealed()
    assert (len(tree["child"]), tree["ages"], tree["minors"]) == (1, "20", "0")


@pytest.mark.parametrize(("said", "rows"), [("", 0), ("-3", 0), ("2.9", 2), ("x", 0), ("9" * 15, MOST_ROWS)])
def test_a_count_is_a_whole_number_within_reason(said: str, rows: int) -> None:
    record = Record(DEFINITION, {"n": said}, today="2026-03-12")
    assert record.count(record.root, record.root.scope.items["child"]) == rows


def test_the_same_workbook_is_an_xform_other_tools_can_open(tmp_path: Path) -> None:
    xform = to_xform(write_workbook(tmp_path / "trial.xlsx", SURVEY, choices=CHOICES))
    for word in (
        "<range",
        "odk:rank",
        "geopoint",
        "barcode",
        "signature",
        "jr:count",
        "xforms-value-changed",
    ):
        assert word in xform, word


@pytest.mark.parametrize(
    ("survey", "code", "row", "column"),
    [
        ([question("range", "q", parameters="start=5 end=1 step=1")], "form.range", 2, "parameters"),
        ([question("range", "q", parameters="start=0 end=1 step=0.0000001")], "form.range", 2, "parameters"),
        ([question("select_one ab", "q", default="gone")], "form.default", 2, "default"),
        ([question("integer", "q", default="many")], "form.default", 2, "default"),
        ([question("date", "q", default="2026-02-30")], "form.default", 2, "default"),
        ([question("integer", "q", calculation="1 + 1")], "form.unsupported", 2, "calculation"),
        ([question("calculate", "q", calculation="sum(${q}[. > 1])")], "form.circle", 2, "calculation"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_place(
    tmp_path: Path, survey: list[dict[str, str]], code: str, row: int, column: str
) -> None:
    choices = [choice("ab", "a")] if survey[0]["type"] == "select_one ab" else None
    (problem,) = check_workbook(write_workbook(tmp_path / "trial.xlsx", survey, choices=choices))
    assert (problem.code, problem.sheet, problem.row, problem.column) == (code, "survey", row, column)


@pytest.mark.parametrize(
    ("survey", "way"),
    [
        (
            [
                question("integer", "a", calculation="${b}", trigger="${b}"),
                question("integer", "b", calculation="${a}", trigger="${a}"),
            ],
            "a → b → a",
        ),
        (
            [
                question("begin repeat", "m", repeat_count="${total}"),
                question("integer", "x"),
                question("end repeat", ""),
                question("calculate", "total", calculation="sum(${m}[x > 1]/x)"),
            ],
            "m → total → m",
        ),
        (
            [
                question("begin repeat", "m"),
                question("integer", "x"),
                question("calculate", "rest", calculation="sum(${m}[x > 1]/rest)"),
                question("end repeat", ""),
            ],
            "m.rest → m.rest",
        ),
    ],
)
def test_a_circle_through_triggers_counts_and_predicates_is_named(
    tmp_path: Path, survey: list[dict[str, str]], way: str
) -> None:
    (problem,) = check_workbook(write_workbook(tmp_path / "trial.xlsx", survey))
    assert problem.code == "form.circle"
    assert way in problem.en


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("${member}[age > 1]", "form.no_value"),
        ("sum(${member}[age > 1])", "form.no_value"),
        ("/data/block[1]/inside", "form.predicate"),
        ("${age}[2]", "form.position"),
        ("position()", "form.position"),
        ("last()", "form.position"),
        ("count(${member}[. = 1])", "form.expression_unreadable"),
        ("count(${member}[age > 1)", "form.expression_unreadable"),
        ("count(${member}[])", "form.expression_unreadable"),
        ("count(//age)", "form.expression_unreadable"),
        ("count(/data/*)", "form.expression_unreadable"),
        ("instance('x')/root/item[name = 1]/label", "form.unknown_function"),
        ("random()", "form.unknown_function"),
        ("pulldata('a', 'b', 'c', 1)", "form.unknown_function"),
        ("area(${n})", "form.unknown_function"),
        ("sin(1)", "form.unknown_function"),
    ],
)
def test_what_a_path_cannot_say_is_refused_at_its_place(tmp_path: Path, expression: str, code: str) -> None:
    survey = [
        question("integer", "n"),
        question("begin group", "block"),
        question("text", "inside"),
        question("end group", ""),
        question("begin repeat", "member"),
        question("integer", "age"),
        question("end repeat", ""),
        question("calculate", "here", calculation=expression),
    ]
    (problem,) = check_workbook(write_workbook(tmp_path / "trial.xlsx", survey))
    assert (problem.code, problem.row, problem.column) == (code, 9, "calculation")
