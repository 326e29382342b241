"""The one module that reads pyxform's parsed form (pyxform is pinned: the attribute is private).

`read` gives a tree of `SurveyRow` with every row's number in the sheet, so that later problems can
name their place. What an XLSForm may hold and Ruhu does not know is refused here by name, never
dropped (https://xlsform.org/en/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import get_xlsform
from pyxform.xls2xform import convert

from forms.errors import FormError, Problem
from forms.features import find_unsupported

Words = dict[str, str]
LANGUAGES: Final = ("zh", "en")

_LANGUAGE: Final = re.compile(r".*\((zh|en)\)\s*$")
_ROW: Final = re.compile(r"\[row : (\d+)\]")
# pyxform's names of types, where they are not the author's.
_TYPES: Final = {"select one": "select_one", "select all that apply": "select_multiple", "photo": "image"}


@dataclass(eq=False)
class SurveyRow:
    """One row of the survey sheet: a question, a group or a repeat with what is inside it."""

    type: str
    name: str
    row: int | None
    parent: SurveyRow | None
    words: dict[str, Any] = field(default_factory=dict)
    bind: dict[str, Any] = field(default_factory=dict)
    control: dict[str, Any] = field(default_factory=dict)
    default: str | None = None
    default_is_dynamic: bool = False
    list_name: str | None = None
    choice_filter: str | None = None
    children: list[SurveyRow] = field(default_factory=list)

    @property
    def repeats(self) -> tuple[SurveyRow, ...]:
        """The repeats around this row, outermost first."""
        if self.parent is None:
            return ()
        around = self.parent.repeats
        return (*around, self.parent) if self.parent.type == "repeat" else around

    @property
    def scope_id(self) -> str:
        """Its name with those of the repeats around it: member.income.amount."""
        return ".".join([*(repeat.name for repeat in self.repeats), self.name])

    def walk(self) -> Iterator[SurveyRow]:
        """Every row inside this one, in the order of the sheet."""
        for child in self.children:
            yield child
            yield from child.walk()


@dataclass(frozen=True)
class Choice:
    """One row of the choices sheet; `columns` are those a choice_filter may read."""

    value: str
    words: Any
    columns: dict[str, str]
    row: int | None


@dataclass(frozen=True)
class Workbook:
    """A workbook as an author wrote it, read and validated by pyxform."""

    form: str
    version: str
    title: str
    root: SurveyRow
    lists: dict[str, list[Choice]]


def read(path: Path | str) -> Workbook:
    """Read a workbook; FormError with every unsupported feature, or with what pyxform refuses."""
    sheets, parsed = _parse(Path(path))
    problems = find_unsupported(sheets, parsed)
    if problems:
        raise FormError(problems)
    root = SurveyRow("survey", str(parsed["name"]), None, None)
    root.children = _rows(parsed["children"], root, _row_numbers(sheets.survey or []))
    lists = _lists(parsed.get("choices", {}), sheets.choices or [])
    return Workbook(parsed["id_string"], parsed.get("version", ""), parsed["title"], root, lists)


def to_xform(path: Path | str) -> str:
    """The same workbook as a plain XForm, for the other tools of the field."""
    try:
        return str(convert(Path(path)).xform)
    except PyXFormError as error:
        raise FormError([_refused(error)]) from error


def by_language(words: Any) -> Words:
    """Language columns (`label::中文 (zh)`) as {zh, en}; what has no language is left out."""
    if not isinstance(words, Mapping):
        return {}
    found = ((_LANGUAGE.match(column), text) for column, text in words.items())
    return {match[1]: str(text) for match, text in found if match is not None}


def _parse(path: Path) -> tuple[Any, dict[str, Any]]:
    try:
        return get_xlsform(path), convert(path)._pyxform or {}
    except PyXFormError as error:
        raise FormError([_refused(error)]) from error
    except (OSError, ValueError, KeyError) as error:
        raise FormError([_unreadable(path, error)]) from error


def _refused(error: PyXFormError) -> Problem:
    said = str(error)
    row = _ROW.search(said)
    zh = f"pyxform 读到这里停下了：{said}"
    return Problem("form.refused_by_pyxform", zh, said, "survey" if row else "", int(row[1]) if row else None)


def _unreadable(path: Path, error: Exception) -> Problem:
    zh = f"读不出 {path.name}，它不像一份 XLSForm 工作簿（{error}）。"
    return Problem("form.unreadable", zh, f"{path.name} cannot be read as an XLSForm workbook ({error}).")


def _row_numbers(survey: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, int]]:
    """Name and row of everything that is no closing row, in the order of the sheet."""
    for number, cells in enumerate(survey, start=2):
        kind = str(cells.get("type", ""))
        if kind and not kind.lower().startswith("end"):
            yield str(cells.get("name", "")), number


def _rows(
    nodes: Sequence[dict[str, Any]], parent: SurveyRow, numbers: Iterator[tuple[str, int]]
) -> list[SurveyRow]:
    return [_row(node, parent, numbers) for node in nodes if node["name"] != "meta"]


def _row(node: dict[str, Any], parent: SurveyRow, numbers: Iterator[tuple[str, int]]) -> SurveyRow:
    number = next((row for name, row in numbers if name in ("", node["name"])), None)
    bind = dict(node.get("bind", {}))
    row = SurveyRow(
        type=_TYPES.get(node["type"], node["type"]),
        name=node["name"],
        row=number,
        parent=parent,
        words=_words(node, bind),
        bind=bind,
        control=dict(node.get("control", {})),
        default=node.get("default"),
        default_is_dynamic=bool(node.get("_dynamic_default")),
        list_name=node.get("list_name"),
        choice_filter=node.get("choice_filter"),
    )
    row.children = _rows(node.get("children", []), row, numbers)
    return row


def _words(node: dict[str, Any], bind: dict[str, Any]) -> dict[str, Any]:
    """Everything that is said in several languages, by the author's name of the column."""
    said = {
        "label": node.get("label"),
        "hint": node.get("hint"),
        "guidance_hint": node.get("guidance_hint"),
        "constraint_message": bind.get("jr:constraintMsg"),
        "required_message": bind.get("jr:requiredMsg"),
    }
    return {column: words for column, words in said.items() if words is not None}


def _lists(
    parsed: Mapping[str, Sequence[dict[str, Any]]], sheet: Sequence[Mapping[str, str]]
) -> dict[str, list[Choice]]:
    numbers = {
        (str(cells.get("list_name", "")), str(cells.get("name", ""))): row
        for row, cells in enumerate(sheet, start=2)
    }
    return {
        name: [_choice(choice, numbers.get((name, str(choice["name"])))) for choice in choices]
        for name, choices in parsed.items()
    }


def _choice(choice: dict[str, Any], row: int | None) -> Choice:
    columns = {key: str(value) for key, value in choice.items() if key not in ("name", "label")}
    return Choice(str(choice["name"]), choice.get("label"), columns, row)
