"""What a workbook becomes, and what is refused by sheet, row and column."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from forms.compile import check_workbook, compile_workbook, definition_digest
from forms.errors import FormError, Problem
from forms.library import DEFINITIONS, form_ids, get_definition
from forms.xlsform import to_xform
from tests.forms.factories import EN, ZH, choice, question, write_workbook


def problems_of(tmp_path: Path, survey: list[dict[str, str]], **more: Any) -> list[Problem]:
    return check_workbook(write_workbook(tmp_path / "trial.xlsx", survey, **more))


def offered(*rows: dict[str, str]) -> list[dict[str, str]] | None:
    """The list the rows choose from, where they choose from one."""
    return [choice("ab", "a")] if any("ab" in row["type"].split() for row in rows) else None


def places(problems: list[Problem]) -> list[tuple[str, str, int | None, str]]:
    return [(problem.code, problem.sheet, problem.row, problem.column) for problem in problems]


def test_the_shipped_forms_compile_and_other_tools_can_open_them() -> None:
    assert "home-visit@1" in form_ids()
    for form_id in form_ids():
        definition = get_definition(form_id)
        assert definition["id"] == form_id
        assert definition["digest"] == definition_digest(definition)
        form, _, version = form_id.partition("@")
        assert "<h:html" in to_xform(DEFINITIONS / form / f"{version}.xlsx")


def test_the_shipped_forms_speak_both_languages_everywhere() -> None:
    def words(node: Any) -> list[Any]:
        if isinstance(node, list):
            return [found for each in node for found in words(each)]
        if not isinstance(node, dict):
            return []
        own = [node[key] for key in ("label", "hint", "constraint_message") if key in node]
        return own + [found for value in node.values() for found in words(value)]

    for form_id in form_ids():
        found = words(get_definition(form_id))
        assert found
        assert all(set(each) == {"zh", "en"} and all(each.values()) for each in found)


def test_a_definition_is_small_canonical_and_the_same_every_time() -> None:
    path = DEFINITIONS / "home-visit" / "1.xlsx"
    assert compile_workbook(path) == compile_workbook(path)
    assert len(json.dumps(get_definition("home-visit@1"), ensure_ascii=False)) < 40_000


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(FormError) as refused:
        get_definition("home-visit@99")
    assert refused.value.code == "form.unknown"


def test_expressions_are_parsed_and_words_keep_what_they_mention(tmp_path: Path) -> None:
    survey = [
        question("integer", "n", constraint=". > 0", **{ZH: "几个", EN: "How many"}),
        question("note", "said", relevant="${n} > 1", **{ZH: "一共 ${n} 个", EN: "${n} in all"}),
    ]
    number, note = compile_workbook(write_workbook(tmp_path / "trial.xlsx", survey))["nodes"]
    assert number["constraint"] == [">", ["number", ["self"]], 0]
    assert note["relevant"] == [">", ["number", ["at", 0, "n"]], 1]
    assert note["label"] == {"zh": ["一共 ", ["at", 0, "n"], " 个"], "en": [["at", 0, "n"], " in all"]}


def test_a_circle_of_calculations_is_refused_by_name(tmp_path: Path) -> None:
    survey = [
        question("calculate", "a", calculation="${b} + 1"),
        question("calculate", "b", calculation="${c} + 1"),
        question("calculate", "c", calculation="${a} + 1"),
        question("text", "apart"),
    ]
    (problem,) = problems_of(tmp_path, survey)
    assert problem.code == "form.circle"
    assert "a → b → c → a" in problem.en
    assert (problem.sheet, problem.row, problem.column) == ("survey", 2, "calculation")


def test_a_circle_through_relevance_and_repeats_is_refused(tmp_path: Path) -> None:
    survey = [
        question("begin repeat", "member", relevant="${total} > 0"),
        question("decimal", "amount"),
        question("end repeat", ""),
        question("calculate", "total", calculation="sum(${amount})"),
    ]
    (problem,) = problems_of(tmp_path, survey)
    assert problem.code == "form.circle"
    assert "member → total → member" in problem.en


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("frobnicate(1)", "form.unknown_function"),
        ("round(1, 2, 3)", "form.argument_count"),
        ("1 +", "form.expression_unfinished"),
        ("1 1", "form.expression_unreadable"),
        ("(1", "form.expression_unfinished"),
        ("1 # 2", "form.expression_unreadable"),
        ("${amount} + 1", "form.many_values"),
        ("count(${plain})", "form.nothing_to_count"),
        ("position(..)", "form.position"),
        ("/elsewhere/x", "form.unknown_path"),
        ("../../../x", "form.unknown_path"),
        ("regex(${plain}, '(?<=a)b')", "form.pattern"),
        ("regex(${plain}, '[')", "form.pattern"),
        ("regex(${plain}, ${plain})", "form.not_literal"),
        ("format-date(today(), '%a')", "form.date_pattern"),
        ("jr:choice-name('a', 'plain')", "form.no_choices"),
        ("indexed-repeat(${plain}, ${row}, 1)", "form.indexed_repeat"),
        ("${row} = 1 and ${block}", "form.no_value"),
    ],
)
def test_an_expression_that_cannot_be_used_is_refused_at_its_place(
    tmp_path: Path, expression: str, code: str
) -> None:
    survey = [
        question("text", "plain"),
        question("begin group", "block"),
        question("text", "inside"),
        question("end group", ""),
        question("begin repeat", "row"),
        question("decimal", "amount"),
        question("end repeat", ""),
        question("calculate", "here", calculation=expression),
    ]
    assert places(problems_of(tmp_path, survey)) == [(code, "survey", 9, "calculation")]


@pytest.mark.parametrize(
    ("row", "column", "named"),
    [
        (question("geotrace", "q"), "type", "geotrace"),
        (question("audio", "q"), "type", "audio"),
        (question("select_one_from_file ab.csv", "q"), "type", "select_one_from_file"),
        (question("csv-external", "q"), "type", "csv-external"),
        (question("xml-external", "q"), "type", "xml-external"),
        (question("text", "q", appearance="signature"), "appearance", "signature on text"),
        (question("image", "q", appearance="annotate"), "appearance", "annotate"),
        (question("geopoint", "q", appearance="placement-map"), "appearance", "placement-map"),
        (question("integer", "q", appearance="multiline"), "appearance", "multiline on integer"),
        (
            question("select_multiple ab", "q", appearance="minimal"),
            "appearance",
            "minimal on select_multiple",
        ),
        (question("select_multiple ab", "q", appearance="likert"), "appearance", "likert on select_multiple"),
        (question("select_one ab", "q", appearance="quick"), "appearance", "quick"),
        (question("select_one ab", "q", appearance="columns-9"), "appearance", "columns-9"),
        (question("text", "q", appearance="columns-2"), "appearance", "columns-2 on text"),
        (question("date", "q", appearance="ethiopian"), "appearance", "ethiopian"),
        (question("decimal", "q", appearance="thousands-sep"), "appearance", "thousands-sep"),
        (question("select_one ab", "q", parameters="randomize=true"), "parameters", "randomize=true"),
        (question("geopoint", "q", parameters="capture-accuracy=5"), "parameters", "capture-accuracy=5"),
        (question("text", "q", choice_filter="1 = 1"), "choice_filter", "choice_filter on text"),
        (question("note", "q", required="yes"), "required", "required on note"),
        (question("note", "q", constraint="1 = 1"), "constraint", "constraint on note"),
        (question("image", "q", default="a"), "default", "default on image"),
        (question("calculate", "q", calculation="1", constraint="1 = 1"), "constraint", "on calculate"),
        (question("text", "q", parameters="rows=5"), "parameters", "rows=5"),
    ],
)
def test_an_unsupported_feature_is_named_not_dropped(
    tmp_path: Path, row: dict[str, str], column: str, named: str
) -> None:
    (problem,) = problems_of(tmp_path, [row], choices=offered(row))
    assert problem.code == "form.unsupported"
    assert (problem.sheet, problem.row, problem.column) == ("survey", 2, column)
    assert named in problem.en
    assert all(word in problem.zh for word in named.split() if word != "on")


def test_unsupported_columns_sheets_and_settings_are_named(tmp_path: Path) -> None:
    survey = [question("text", "q", **{"media::image": "a.png", "bind::odk:length": "5"})]
    found = problems_of(tmp_path, survey, settings={"style": "pages"}, sheets=("entities",))
    assert {problem.column or problem.sheet for problem in found} >= {
        "media::image",
        "bind::odk:length",
        "style",
        "entities",
    }


@pytest.mark.parametrize(
    "name", ["instance_name", "public_key", "submission_url", "auto_send", "allow_choice_duplicates", "style"]
)
def test_an_unsupported_setting_is_named(tmp_path: Path, name: str) -> None:
    problems = problems_of(tmp_path, [question("text", "q")], settings={name: "yes"})
    assert places(problems) == [("form.unsupported", "settings", 1, name)]
    assert f"the setting {name}" in problems[0].en


@pytest.mark.parametrize("column", ["hint::Français (fr)", "bind::type", "save_to", "disabled"])
def test_an_unsupported_column_is_named(tmp_path: Path, column: str) -> None:
    problems = problems_of(tmp_path, [question("text", "q", **{column: "x"})])
    assert column in {problem.column for problem in problems}


def test_a_missing_translation_is_refused_where_it_is_missing(tmp_path: Path) -> None:
    survey = [
        question("text", "one", **{ZH: "一", EN: "One"}),
        question("text", "two", **{ZH: "二", EN: ""}),
        question("select_one ab", "three"),
    ]
    found = problems_of(tmp_path, survey, choices=[choice("ab", "a", **{EN: ""})])
    assert ("form.untranslated", "survey", 3, "label (en)") in places(found)
    assert ("form.untranslated", "choices", 2, "label (en)") in places(found)


def test_a_name_used_twice_in_one_row_is_refused(tmp_path: Path) -> None:
    survey = [
        question("text", "same"),
        question("begin group", "block"),
        question("text", "same"),
        question("end group", ""),
    ]
    assert ("form.repeated_name", "survey", 4, "name") in places(problems_of(tmp_path, survey))


def test_what_pyxform_refuses_keeps_its_row(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, [question("begin group", "never_closed"), question("text", "q")])
    assert problem.code == "form.refused_by_pyxform"
    assert "never_closed" in problem.zh


def test_a_file_that_is_no_workbook_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"not a workbook")
    (problem,) = check_workbook(path)
    assert problem.code in ("form.unreadable", "form.refused_by_pyxform")
    (missing,) = check_workbook(tmp_path / "nowhere.xlsx")
    assert missing.code in ("form.unreadable", "form.refused_by_pyxform")


def test_every_problem_is_reported_at_once(tmp_path: Path) -> None:
    survey = [
        question("calculate", "a", calculation="nope()"),
        question("calculate", "b", calculation="../gone"),
        question("calculate", "c", calculation="1 +"),
    ]
    found = problems_of(tmp_path, survey)
    assert [problem.row for problem in found] == [2, 3, 4]


def test_what_is_unknown_does_not_hide_what_is_wrong_after_it(tmp_path: Path) -> None:
    survey = [
        question("geotrace", "path", **{"bind::odk:length": "5"}),
        question("text", "b", appearance="quick multiline", relevant="1 +"),
        question("select_one gone", "c"),
        question("text", "d e"),
        question("calculate", "f", calculation="${nowhere} + nope()"),
        question("note", "g", **{ZH: "${missing}"}),
        question("calculate", "h", calculation="${path} + ${b}"),
    ]
    choices = [choice("ab", "a"), choice("ab", "b"), choice("xy", "x"), choice("xy", "x")]
    found = problems_of(tmp_path, survey, choices=choices, settings={"style": "pages"})
    assert places(found) == [
        ("form.unsupported", "settings", 1, "style"),
        ("form.unsupported", "survey", 1, "bind::odk:length"),
        ("form.unsupported", "survey", 2, "type"),
        ("form.unsupported", "survey", 3, "appearance"),
        ("form.expression_unfinished", "survey", 3, "relevant"),
        ("form.refused_by_pyxform", "survey", 4, ""),
        ("form.refused_by_pyxform", "survey", 5, "name"),
        ("form.refused_by_pyxform", "survey", 6, "calculation"),
        ("form.unknown_function", "survey", 6, "calculation"),
        ("form.refused_by_pyxform", "survey", 7, ZH),
        ("form.unused_list", "choices", 2, "list_name"),
        ("form.unused_list", "choices", 4, "list_name"),
        ("form.refused_by_pyxform", "choices", 5, "name"),
    ]


def test_a_workbook_with_errors_never_becomes_a_definition(tmp_path: Path) -> None:
    survey = [question("text", "q"), question("geotrace", "w")]
    with pytest.raises(FormError) as refused:
        compile_workbook(write_workbook(tmp_path / "trial.xlsx", survey))
    assert [problem.code for problem in refused.value.problems] == ["form.unsupported"]


def test_a_list_of_choices_nothing_uses_is_reported_at_its_first_row(tmp_path: Path) -> None:
    choices = [choice("ab", "a"), choice("left", "x"), choice("left", "y"), choice("rest", "z")]
    found = problems_of(tmp_path, [question("select_one ab or_other", "q")], choices=choices)
    assert places(found) == [
        ("form.unused_list", "choices", 3, "list_name"),
        ("form.unused_list", "choices", 5, "list_name"),
    ]
    assert "left" in found[0].en
    assert "left" in found[0].zh


@pytest.mark.parametrize(
    ("kind", "appearance"),
    [
        *(
            ("select_one ab", look)
            for look in ("columns", "columns-3", "columns-pack", "horizontal", "likert")
        ),
        *(("select_multiple ab", look) for look in ("columns", "columns-2", "columns-pack", "horizontal")),
        *(("select_one ab", look) for look in ("minimal", "autocomplete")),
        *(("text", look) for look in ("multiline", "numbers", "identity")),
        *(("date", look) for look in ("month-year", "no-calendar")),
    ],
)
def test_an_appearance_that_matters_on_a_tablet_reaches_it(
    tmp_path: Path, kind: str, appearance: str
) -> None:
    row = question(kind, "q", appearance=appearance)
    made = compile_workbook(write_workbook(tmp_path / "trial.xlsx", [row], choices=offered(row)))
    assert made["nodes"][0]["appearance"] == [appearance]


def test_problems_read_as_sentences_with_their_place(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, [question("calculate", "a", calculation="nope()")])
    assert problem.sentence("en") == "sheet survey, row 2, column calculation: There is no function nope()."
    assert problem.sentence("zh") == "survey 表第 2 行calculation 列：不认识函数 nope()。"
    assert problem.as_json()["row"] == 2


def test_an_authors_own_count_is_kept_and_names_pyxform_needs_are_refused(tmp_path: Path) -> None:
    survey = [
        question("calculate", "child_count", calculation="1 + 1"),
        question("begin repeat", "child", repeat_count="${child_count}"),
        question("text", "said"),
        question("end repeat", ""),
    ]
    nodes = compile_workbook(write_workbook(tmp_path / "trial.xlsx", survey))["nodes"]
    assert [node["name"] for node in nodes] == ["child_count", "child"]
    assert nodes[1]["count"] == ["at", 0, "child_count"]
    survey[1]["repeat_count"] = "${child_count} + 1"
    (clash,) = problems_of(tmp_path, survey)
    assert "child_count" in clash.en
    (reserved,) = problems_of(tmp_path, [question("text", "meta")])
    assert "meta" in reserved.en


def test_choices_are_kept_whatever_their_names_are_written_like(tmp_path: Path) -> None:
    survey = [question("select_one ab or_other", "q"), question("select_one ab", "r")]
    choices = [choice("ab", "1"), choice("ab", " two "), choice("ab", "other")]
    nodes = compile_workbook(write_workbook(tmp_path / "trial.xlsx", survey, choices=choices))
    assert [each["value"] for each in nodes["lists"]["ab"]] == ["1", "two", "other"]
    assert [each["value"] for each in nodes["lists"]["ab or_other"]] == ["1", "two", "other"]
