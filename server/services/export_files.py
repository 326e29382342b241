"""The rows of an export as a file, piece by piece: CSV, a workbook, JSON Lines and GeoJSON.

Nothing here holds a table as a whole; a workbook is a ZIP archive and grows on the disk instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pkgutil import resolve_name
from tempfile import TemporaryFile
from typing import IO, Any, Final

from server.domain.export import CSV, GEOJSON, JSON_LINES, TRUTH, WHOLE, XLSX, YUAN, Column
from server.domain.money import plain_yuan
from server.domain.sheet import as_words, csv_pieces

Row = Mapping[str, Any]
# ECMA-376 part 1 §18.3.1.73; one line is the head.
MOST_SHEET_ROWS: Final = 1_048_575
_PIECE_ROWS: Final = 200
_PIECE_BYTES: Final = 65536
_CENTS: Final = 2
_NOT_IN_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # nor in a cell, then


@dataclass(frozen=True)
class Form:
    """A format: its media type, its ending, and how rows become bytes."""

    mimetype: str
    ending: str
    write: Callable[[Sequence[Column], str, Iterable[Row]], Iterator[bytes]]


def _csv(columns: Sequence[Column], language: str, rows: Iterable[Row]) -> Iterator[bytes]:
    """RFC 4180, as office programs open it; what they would calculate is shown as text."""
    yield from csv_pieces(_lines(columns, language, rows, _csv_cell), _PIECE_ROWS)


def _xlsx(columns: Sequence[Column], language: str, rows: Iterable[Row]) -> Iterator[bytes]:
    book = resolve_name("openpyxl:Workbook")(write_only=True)
    sheet = book.create_sheet("ruhu")
    for line in _lines(columns, language, rows, _sheet_cell):
        sheet.append(line)
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        yield from _pieces_of(file)


def _json_lines(columns: Sequence[Column], _language: str, rows: Iterable[Row]) -> Iterator[bytes]:
    """One object a line (https://jsonlines.org); money is text, since a float is not a sum."""
    for piece in _in_pieces(_dump(_properties(columns, row)) for row in rows):
        yield "".join(f"{line}\n" for line in piece).encode()


def _geojson(columns: Sequence[Column], _language: str, rows: Iterable[Row]) -> Iterator[bytes]:
    """A feature collection in WGS-84 (RFC 7946 §4); what has no known place has no geometry (§3.2)."""
    yield b'{"type":"FeatureCollection","features":['
    first = True
    for piece in _in_pieces(_dump(_feature(columns, row)) for row in rows):
        yield (("" if first else ",\n") + ",\n".join(piece)).encode()
        first = False
    yield b"]}\n"


FORMS: Final[Mapping[str, Form]] = {
    CSV: Form("text/csv", "csv", _csv),
    XLSX: Form("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", _xlsx),
    JSON_LINES: Form("application/jsonl", "jsonl", _json_lines),
    GEOJSON: Form("application/geo+json", "geojson", _geojson),
}


def _lines(
    columns: Sequence[Column], language: str, rows: Iterable[Row], cell: Callable[[Column, Any], Any]
) -> Iterator[list[Any]]:
    yield [column.head(language) for column in columns]
    for row in rows:
        yield [cell(column, row[column.name]) for column in columns]


def _csv_cell(column: Column, value: Any) -> Any:
    if column.holds == YUAN:
        return plain_yuan(value)
    return int(bool(value)) if column.holds == TRUTH else value


def _sheet_cell(column: Column, value: Any) -> Any:
    """Numbers to calculate with, and text that stays text; what XML cannot hold is marked (XML 1.0 §2.2)."""
    if column.holds == YUAN:
        return Decimal(value).scaleb(-_CENTS)
    if column.holds in (WHOLE, TRUTH):
        return int(value)
    return as_words(_NOT_IN_XML.sub("\ufffd", str(value)))


def _properties(columns: Sequence[Column], row: Row) -> dict[str, Any]:
    return {column.name: _json_value(column, row[column.name]) for column in columns}


def _json_value(column: Column, value: Any) -> Any:
    if column.holds == YUAN:
        return plain_yuan(value)
    return bool(value) if column.holds == TRUTH else value


def _feature(columns: Sequence[Column], row: Row) -> dict[str, Any]:
    place = None
    if row["latitude"]:
        place = {"type": "Point", "coordinates": [float(row["longitude"]), float(row["latitude"])]}
    return {"type": "Feature", "geometry": place, "properties": _properties(columns, row)}


def _dump(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _in_pieces(lines: Iterable[str]) -> Iterator[list[str]]:
    left = iter(lines)
    while piece := list(islice(left, _PIECE_ROWS)):
        yield piece


def _pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE_BYTES):
        yield piece
