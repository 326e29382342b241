"""Workbooks and outlines with valid defaults, for the tests of the form engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from forms.outline import SurveyRow

ZH, EN = "label::中文 (zh)", "label::English (en)"


def outline(nodes: list[dict[str, Any]]) -> SurveyRow:
    """The outline an expression is parsed against, from a definition's nodes."""
    root = SurveyRow("survey", "data", None, None)
    root.children = [_row(node, root) for node in nodes]
    return root


def find_row(root: SurveyRow, path: str) -> SurveyRow:
    """The row of the outline that an answer's path stands for."""
    steps = [step.partition("[")[0] for step in path.split(".")]
    return next(row for row in root.walk() if row.scope_id == ".".join(steps))


def write_workbook(
    path: Path,
    survey: list[dict[str, str]],
    *,
    choices: list[dict[str, str]] | None = None,
    settings: dict[str, str] | None = None,
    sheets: tuple[str, ...] = (),
) -> Path:
    """An .xlsx at `path`; a row without words gets its name for a label in both languages."""
    book = Workbook()
    book.remove(book.active)
    _sheet(book, "survey", [_worded(row) for row in survey])
    if choices is not None:
        _sheet(book, "choices", choices)
    basics = {
        "form_title": "试用 | Trial",
        "form_id": "trial",
        "version": "1",
        "default_language": "中文 (zh)",
    }
    _sheet(book, "settings", [basics | (settings or {})])
    for name in sheets:
        book.create_sheet(name).append(["anything"])
    book.save(path)
    return path


def question(kind: str, name: str, **cells: str) -> dict[str, str]:
    """One row of the survey sheet."""
    return {"type": kind, "name": name, **cells}


def choice(list_name: str, value: str, **cells: str) -> dict[str, str]:
    """One row of the choices sheet, worded in both languages."""
    return {"list_name": list_name, "name": value, ZH: value, EN: value, **cells}


def _worded(row: dict[str, str]) -> dict[str, str]:
    silent = row["type"].startswith("end") or row["type"] in ("calculate", "hidden") or "unworded" in row
    words = {} if silent else {ZH: row.get("name", ""), EN: row.get("name", "")}
    return {**words, **{key: value for key, value in row.items() if key != "unworded"}}


def _sheet(book: Workbook, name: str, rows: list[dict[str, str]]) -> None:
    sheet = book.create_sheet(name)
    headings = list(dict.fromkeys(key for row in rows for key in row))
    sheet.append(headings)
    for row in rows:
        sheet.append([row.get(heading) for heading in headings])


def _row(node: dict[str, Any], parent: SurveyRow) -> SurveyRow:
    row = SurveyRow(node["type"], node["name"], None, parent, list_name=node.get("list"))
    row.children = [_row(child, row) for child in node.get("nodes", [])]
    return row
