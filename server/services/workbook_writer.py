"""Writes workbooks with openpyxl, which is slow to load: nothing but the first workbook asks for it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from server.domain.sheet import as_words
from server.services.workbooks import Cell

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_COUNT: Final = "#,##0"
_AMOUNT: Final = "#,##0.00"
_HEAD: Final = Font(bold=True)
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_NARROWEST, _WIDEST = 8, 42  # of a column, in digits; longer words go on in the next line


def write_workbook(sheets: Iterable[tuple[str, Iterable[Sequence[Cell]]]]) -> bytes:
    """:func:`server.services.workbooks.format_workbook`.

    An office program shows a number that does not fit as ####, so a column is as wide as what stands in it.
    """
    book = Workbook(write_only=True)
    for name, rows in sheets:
        sheet, lines = book.create_sheet(name), list(rows)
        _lay_out(sheet, lines)
        for n, line in enumerate(lines):
            sheet.append([_cell(sheet, value, is_head=n == 0) for value in line])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _lay_out(sheet: WriteOnlyWorksheet, lines: Sequence[Sequence[Cell]]) -> None:
    """What has to be said before the first line is written."""
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for n in range(max(map(len, lines), default=0)):
        widest = max((_width(line[n]) for line in lines if n < len(line)), default=0)
        sheet.column_dimensions[get_column_letter(n + 1)].width = min(max(widest + 2, _NARROWEST), _WIDEST)


def _cell(sheet: WriteOnlyWorksheet, value: Cell, *, is_head: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, as_words(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.alignment = _WRAPPED
    else:
        cell.number_format = _AMOUNT if isinstance(value, Decimal) else _COUNT
    if is_head:
        cell.font = _HEAD
    return cell


def _width(value: Cell) -> int:
    """How many digits wide a value is written; a Chinese character takes two."""
    if isinstance(value, str):
        return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in value)
    return len(f"{value:,.2f}" if isinstance(value, Decimal) else f"{value:,}")
