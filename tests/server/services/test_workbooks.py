"""A workbook keeps numbers numbers, and shows as text what a spreadsheet would calculate (CWE-1236)."""

import io
import subprocess
import sys
from decimal import Decimal

from openpyxl import load_workbook

from server.services.workbooks import format_workbook


def test_numbers_are_numbers_and_formulas_are_text() -> None:
    content = format_workbook([("甲", [["=1+1", 3, Decimal("2381.02")]]), ("乙", [["370102199001010014"]])])
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["甲", "乙"]
    assert list(book["甲"].values) == [("'=1+1", 3, 2381.02)]
    assert list(book["乙"].values) == [("370102199001010014",)]


def test_money_has_two_decimals_counts_none_and_nothing_is_cut_off() -> None:
    heads, line = ["指标", "元", "户"], ["低保金发放", Decimal("1234567890.50"), 84]
    sheet = load_workbook(io.BytesIO(format_workbook([("甲", [heads, line])])))["甲"]
    assert [cell.number_format for cell in sheet[2]] == ["General", "#,##0.00", "#,##0"]
    assert [cell.value for cell in sheet[2]] == ["低保金发放", 1234567890.5, 84]
    assert sheet.column_dimensions["A"].width >= 2 * len("低保金发放")
    assert sheet.column_dimensions["B"].width >= len("1,234,567,890.50")
    assert 8 <= sheet.column_dimensions["C"].width <= 10


def test_the_heads_stay_in_sight_and_long_words_go_on_in_the_next_line() -> None:
    sheet = load_workbook(io.BytesIO(format_workbook([("甲", [["出处"], ["很长的一句话" * 30]])])))["甲"]
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width == 42
    assert sheet["A2"].alignment.wrap_text


def test_a_sheet_without_lines_is_a_sheet() -> None:
    assert load_workbook(io.BytesIO(format_workbook([("甲", [])]))).sheetnames == ["甲"]


def test_the_pages_are_loaded_without_what_writes_workbooks() -> None:
    """It is slow to load, and a server or a command that writes no workbook goes without it."""
    said = "import sys, server.app; print('openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
