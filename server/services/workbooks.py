"""Tables as a workbook of one sheet each, for office programs; what writes them is loaded for the first."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pkgutil import resolve_name
from typing import Final

from server.domain.sheet import as_words

Cell = str | int | Decimal
_FEN_PLACES: Final = 2


def yuan_cell(fen: int) -> Decimal:
    """An amount as a sheet adds it up: yuan with two decimals."""
    return Decimal(fen).scaleb(-_FEN_PLACES)


def format_workbook(sheets: Iterable[tuple[str, Iterable[Sequence[Cell]]]]) -> bytes:
    """Numbers are numbers; text stays text, also what an office program would calculate, and long numbers."""
    book = resolve_name("openpyxl:Workbook")(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([as_words(cell) if isinstance(cell, str) else cell for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
