"""The one module that reads pyxform's parsed form (pyxform is pinned: the attribute is private).

`read` gives a tree of `SurveyRow` with every row's number in the sheet, so that later problems can
name their place. What an XLSForm may hold and Ruhu does not know is refused here by name, never
dropped (https://xlsform.org/en/).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import get_xlsform
from pyxform.xls2xform import convert

from forms.errors import FormError, Problem
from forms.features import find_unsupported, find_untidy
from forms.going_on import known_part, place_of, without_refused
from forms.outline import Choice, SurveyRow, Workbook

# An author mends no more at one sitting; each takes pyxform another reading.
_MOST_REFUSALS: Final = 50
# The choice that or_other adds to a list of its own, which no author's list can be named like.
_OR_OTHER: Final = " or_other"
_OTHER: Final = "other"
_OTHER_LABEL: Final = {"(zh)": "其他", "(en)": "Other"}
_SPECIFY_LABEL: Final = {"(zh)": "请写明", "(en)": "Say what it is"}
# pyxform's names of types, where they are not the author's.
_TYPES: Final = {"select one": "select_one", "select all that apply": "select_multiple", "photo": "image"}


def read(path: Path | str) -> tuple[Workbook | None, list[Problem]]:
    """What a workbook says, as far as it can be read, and what stands in the way.

    Every unsupported feature and every cell pyxform refuses is named, and what is left is read on.
    None where nothing of it can be read.
    """
    sheets, problems = _open(Path(path))
    parsed, refused, sheets = _convert(sheets)
    problems += refused
    if parsed is None:
        return None, problems
    root = SurveyRow("survey", str(parsed["name"]), None, None)
    sheet = _Sheet(sheets.survey or [])
    root.children = _rows(parsed["children"], root, sheet)
    lists = _lists(parsed.get("choices", {}), sheets.choices or [], sheet.with_other)
    return Workbook(parsed["id_string"], parsed.get("version", ""), parsed["title"], root, lists), problems


def to_xform(path: Path | str) -> str:
    """The same workbook as a plain XForm, for the other tools of the field."""
    try:
        return str(convert(Path(path)).xform)
    except PyXFormError as error:
        raise FormError([_refused(error)]) from error


def _open(path: Path) -> tuple[Any, list[Problem]]:
    """The sheets without what is not known here, which is named."""
    try:
        sheets = get_xlsform(path)
    except (OSError, ValueError, KeyError, PyXFormError) as error:
        raise FormError([_unreadable(path, error)]) from error
    unsupported = find_unsupported(sheets)
    return known_part(sheets) if unsupported else sheets, [*unsupported, *find_untidy(sheets)]


def _convert(sheets: Any) -> tuple[dict[str, Any] | None, list[Problem], Any]:
    """What pyxform makes of the sheets; it stops at the first thing it refuses, so that is taken out."""
    problems: list[Problem] = []
    while len(problems) < _MOST_REFUSALS:
        try:
            return convert(asdict(sheets))._pyxform or {}, problems, sheets
        except (ValueError, KeyError, PyXFormError) as error:
            problems.append(_refused(error))
            rest = without_refused(sheets, str(error))
        if rest is None:
            break
        sheets = rest
    return None, problems, sheets


def _refused(error: Exception) -> Problem:
    said, sheet, row, column = place_of(str(error))
    zh = f"pyxform 读到这里停下了：{said}"
    return Problem("form.refused_by_pyxform", zh, said, sheet, row, column)


def _unreadable(path: Path, error: Exception) -> Problem:
    zh = f"读不出 {path.name}，它不像一份 XLSForm 工作簿（{error}）。"
    return Problem("form.unreadable", zh, f"{path.name} cannot be read as an XLSForm workbook ({error}).")


class _Sheet:
    """The survey sheet as it was written: where each name stands, and what only the cells say."""

    def __init__(self, survey: Sequence[Mapping[str, str]]) -> None:
        self._rows: defaultdict[str, deque[int]] = defaultdict(deque)
        self._cells = {number: cells for number, cells in enumerate(survey, start=2)}
        self.with_other: set[str] = set()
        for number, cells in self._cells.items():
            kind = str(cells.get("type") or "")
            if kind and not kind.lower().startswith("end"):
                self._rows[str(cells.get("name") or "").strip()].append(number)
            if kind.endswith(_OR_OTHER):
                self.with_other.add(kind.split()[1])

    def take(self, name: str) -> int | None:
        """The row of the next thing of this name; None for what pyxform made itself."""
        places = self._rows[name] or (self._rows[""] if name.startswith("generated_") else None)
        return places.popleft() if places else None

    def cell(self, row: int | None, column: str) -> str | None:
        """What is written in a cell, if anything."""
        written = self._cells.get(row, {}).get(column) if row else None
        return None if written is None else str(written)


def _rows(nodes: Sequence[dict[str, Any]], parent: SurveyRow, sheet: _Sheet) -> list[SurveyRow]:
    """The rows an author wrote; what pyxform adds to them (its meta block, counts of repeats) is left out."""
    counts = {node.get("control", {}).get("jr:count") for node in nodes}
    rows = [_row(node, parent, sheet) for node in nodes if not node.get("control", {}).get("bodyless")]
    return [row for row in rows if row.row is not None or f"${{{row.name}}}" not in counts]


def _row(node: dict[str, Any], parent: SurveyRow, sheet: _Sheet) -> SurveyRow:
    number = sheet.take(node["name"])
    bind = dict(node.get("bind", {}))
    control = dict(node.get("control", {}))
    control.pop("jr:count", None)
    row = SurveyRow(
        type=_TYPES.get(node["type"], node["type"]),
        name=node["name"],
        row=number,
        parent=parent,
        words=_words(node, bind),
        bind=bind,
        control=control,
        default=node.get("default"),
        default_is_dynamic=bool(node.get("_dynamic_default")),
        list_name=node.get("list_name") or node.get("itemset"),
        choice_filter=node.get("choice_filter"),
        parameters=_parameters(node.get("parameters")),
        triggers=tuple(node.get("trigger") or ()),
        count=sheet.cell(number, "repeat_count"),
    )
    if (sheet.cell(number, "type") or "").endswith(_OR_OTHER):
        row.list_name = f"{row.list_name}{_OR_OTHER}"
    if number is None and node.get("label") == "Specify other.":
        row.words = {"label": _SPECIFY_LABEL}
    _name_signature(row)
    row.children = _rows(node.get("children", []), row, sheet)
    return row


def _parameters(written: Any) -> dict[str, str]:
    """As pyxform took them apart, where it knows the type has some."""
    return dict(written) if isinstance(written, Mapping) else {}


def _name_signature(row: SurveyRow) -> None:
    """XLSForm writes a signature as an image with that appearance."""
    looks = str(row.control.get("appearance", "")).split()
    if row.type == "image" and "signature" in looks:
        row.type = "signature"
        row.control["appearance"] = " ".join(look for look in looks if look != "signature")


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
    parsed: Mapping[str, Sequence[dict[str, Any]]],
    sheet: Sequence[Mapping[str, str]],
    with_other: set[str],
) -> dict[str, list[Choice]]:
    """The lists as written, and those of or_other: the same with one choice more."""
    numbers = {
        (_cell(cells, "list_name") or _cell(cells, "list name"), _cell(cells, "name")): row
        for row, cells in enumerate(sheet, start=2)
    }
    lists: dict[str, list[Choice]] = {}
    for name, choices in parsed.items():
        all_choices = [_choice(choice, numbers.get((name, str(choice["name"])))) for choice in choices]
        written = [choice for choice in all_choices if not _added(choice, name in with_other)]
        lists[name] = written
        if name in with_other:
            has_other = any(choice.value == _OTHER for choice in written)
            added = [] if has_other else [Choice(_OTHER, _OTHER_LABEL, {}, None)]
            lists[name + _OR_OTHER] = written + added
    return lists


def _cell(cells: Mapping[str, str], column: str) -> str:
    written = cells.get(column)
    return "" if written is None else str(written).strip()


def _added(choice: Choice, with_other: bool) -> bool:
    """pyxform gives the choice of or_other to the list itself, for every question that uses it."""
    return with_other and choice.row is None and choice.value == _OTHER


def _choice(choice: dict[str, Any], row: int | None) -> Choice:
    columns = {key: str(value) for key, value in choice.items() if key not in ("name", "label")}
    return Choice(str(choice["name"]), choice.get("label"), columns, row)
