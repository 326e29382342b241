"""Tables as a workbook of one sheet each, for office programs: a line of heads, then the lines beneath."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pkgutil import resolve_name
from typing import Final

Cell = str | int | Decimal
_FEN_PLACES: Final = 2


def yuan_cell(fen: int) -> Decimal:
    """An amount as a sheet adds it up: yuan with two decimals."""
    return Decimal(fen).scaleb(-_FEN_PLACES)


def format_workbook(sheets: Iterable[tuple[str, Iterable[Sequence[Cell]]]]) -> bytes:
    """Numbers are numbers; text stays text, also what an office program would calculate, and long numbers.

    The heads stay in sight and on every printed page, and whatever a column holds is readable in it. What
    writes workbooks is slow to load, and most runs of the program write none.
    """
    return bytes(resolve_name("server.services.workbook_writer:write_workbook")(sheets))
