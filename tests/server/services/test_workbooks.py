"""A workbook keeps numbers numbers, and shows as text what a spreadsheet would calculate (CWE-1236)."""

import io
from decimal import Decimal

from openpyxl import load_workbook

from server.services.workbooks import format_workbook


def test_numbers_are_numbers_and_formulas_are_text() -> None:
    content = format_workbook([("甲", [["=1+1", 3, Decimal("2381.02")]]), ("乙", [["370102199001010014"]])])
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["甲", "乙"]
    assert list(book["甲"].values) == [("'=1+1", 3, 2381.02)]
    assert list(book["乙"].values) == [("370102199001010014",)]
