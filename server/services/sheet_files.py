"""Tables that come into the house as CSV or XLSX: read as text, guarded, and nothing in them is calculated.

CSV is UTF-8, with or without a byte-order mark, or GB 18030 as Chinese office programs save it. A workbook is
a ZIP archive of XML (ECMA-376): what it says it unpacks to is bounded before anything is unpacked, no XML of
it may declare a document type, and a cell with a formula is told and never used.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pkgutil import resolve_name
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from server.domain.import_plan import Column, Row
from server.errors import Refusal

MOST_ROWS: Final = 2000
MOST_COLUMNS: Final = 60
MOST_CHARACTERS: Final = 2000  # of a cell
_UNPACKED_BYTES: Final = 64_000_000
_PARTS: Final = 500
_XML: Final = (".xml", ".rels")
_ZIP: Final = b"PK\x03\x04"
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_SURE_DIGITS: Final = 10**15  # an office program keeps fifteen digits of a number (IEEE 754 binary64)
_FORMULA, _ERROR = "f", "e"  # the types openpyxl gives a cell


@dataclass(frozen=True)
class Cell:
    """The text of a cell; ``spoilt`` is the code of a refusal, empty where the text can be trusted."""

    text: str
    spoilt: str = ""


def read_rows(content: bytes, columns: Sequence[Column], *, most: int = MOST_ROWS) -> list[Row]:
    """The rows of a file by column, wherever a column stands; a column that is not known is passed over."""
    table = _read_xlsx(content, most) if content.startswith(_ZIP) else _read_csv(content, most)
    places = _find_columns([cell.text for cell in table[0][1]] if table else [], columns)
    body = [(line, cells) for line, cells in table[1:] if any(cell.text or cell.spoilt for cell in cells)]
    if len(body) > most:
        raise Refusal("import.too_long", most=most)
    if not body:
        raise Refusal("import.no_rows")
    return [_row(line, cells, places) for line, cells in body]


def unknown_headings(content: bytes, columns: Sequence[Column]) -> list[str]:
    """The headings of a file that belong to no column: nothing under them is read."""
    table = _read_xlsx(content, 0) if content.startswith(_ZIP) else _read_csv(content, 0)
    known = _names_of(columns)
    headings = [cell.text for cell in table[0][1]] if table else []
    return [text for text in headings if text and _folded(text) not in known]


def format_rows(rows: Sequence[Row]) -> str:
    """Rows as a page keeps them between a trial and the import; :func:`parse_rows` reads them back."""
    return json.dumps(
        [[row.line, {k: v for k, v in row.cells.items() if v}] for row in rows], ensure_ascii=False
    )


def parse_rows(text: str, columns: Sequence[Column]) -> list[Row]:
    """The rows of a trial; they are checked again like any others."""
    try:
        kept = json.loads(text)
        rows = [_kept_row(line, cells, columns) for line, cells in kept]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Refusal("import.file") from error
    if not 0 < len(rows) <= MOST_ROWS:
        raise Refusal("import.file")
    return rows


def _kept_row(line: object, cells: Mapping[str, object], columns: Sequence[Column]) -> Row:
    texts = {column.key: str(cells.get(column.key, ""))[:MOST_CHARACTERS].strip() for column in columns}
    return Row(int(str(line)), texts)


def _row(line: int, cells: Sequence[Cell], places: Mapping[str, int]) -> Row:
    found = {key: cells[place] for key, place in places.items() if place < len(cells)}
    return Row(
        line,
        {key: found[key].text if key in found else "" for key in places},
        {key: cell.spoilt for key, cell in found.items() if cell.spoilt},
    )


def _find_columns(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Where each column stands; refuses a file that lacks one, or has one twice."""
    known, places = _names_of(columns), dict[str, int]()
    for place, text in enumerate(headings):
        key = known.get(_folded(text), "")
        if key in places:
            raise Refusal("import.heading_twice", heading=text)
        if key:
            places[key] = place
    missing = [column.zh for column in columns if column.needed and column.key not in places]
    if missing:
        raise Refusal("import.columns", columns="、".join(missing))
    return places


def _names_of(columns: Sequence[Column]) -> dict[str, str]:
    """The key of a column by each heading it may stand under."""
    return {
        _folded(heading): column.key
        for column in columns
        for heading in (column.zh, column.en, column.heading, f"{column.zh}/{column.en}", column.key)
    }


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _read_csv(content: bytes, most: int) -> list[tuple[int, list[Cell]]]:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        try:
            return list(_csv_rows(text, most))
        except csv.Error as error:
            raise Refusal("import.file") from error
    raise Refusal("import.file")


def _csv_rows(text: str, most: int) -> Iterator[tuple[int, list[Cell]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    for number, texts in enumerate(reader, start=1):
        yield number, [_csv_cell(cell) for cell in texts[:MOST_COLUMNS]]
        if number > 2 * most + 1:
            return


def _csv_cell(text: str) -> Cell:
    text = text.strip()
    return Cell(text, "import.formula") if text.startswith("=") else _bounded(text.removeprefix("'"))


def _read_xlsx(content: bytes, most: int) -> list[tuple[int, list[Cell]]]:
    """The first sheet; a row of a workbook may be left out of it, and then is empty."""
    try:
        _check_archive(content)
        load = resolve_name("openpyxl:load_workbook")
        book = load(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        rows = book.worksheets[0].iter_rows(max_row=2 * most + 2, max_col=MOST_COLUMNS)
        return [(number, [_xlsx_cell(cell) for cell in row]) for number, row in enumerate(rows, start=1)]
    except Refusal:
        raise
    except (
        BadZipFile,
        NotImplementedError,  # a way of packing that zipfile does not know
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        EOFError,
        IndexError,
        SyntaxError,  # XML that is none
        RuntimeError,  # a part under a password
    ) as error:
        raise Refusal("import.file") from error


def _check_archive(content: bytes) -> None:
    """Refuses what unpacks to more than a table can need, and XML that declares entities (CWE-409, CWE-776).

    ``zipfile`` unpacks no more of a part than its entry declares.
    """
    with ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED_BYTES:
            raise Refusal("import.too_big", megabytes=_UNPACKED_BYTES // 1_000_000)
        for part in parts:
            if part.filename.endswith(_XML) and _declares(archive.read(part)):
                raise Refusal("import.file")


def _declares(xml: bytes) -> bool:
    """Whether a part has a document type, which no workbook needs, or may hide one in UTF-16."""
    return b"<!DOCTYPE" in xml or b"\0" in xml[:4]


def _xlsx_cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell("")
    if cell.data_type == _FORMULA:
        return Cell("=", "import.formula")
    if cell.data_type == _ERROR:
        return Cell(str(value), "import.cell_error")
    return _typed(value) if not isinstance(value, str) else _bounded(value.strip().removeprefix("'"))


def _typed(value: object) -> Cell:
    """A number without its needless fraction, a day without its midnight."""
    if isinstance(value, datetime):
        return Cell((value.date() if value.time() == time() else value).isoformat())
    if isinstance(value, date):
        return Cell(value.isoformat())
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and abs(value) >= _SURE_DIGITS:
        return Cell(str(value), "import.number_cut")
    return Cell(str(value))


def _bounded(text: str) -> Cell:
    return Cell(text[:MOST_CHARACTERS], "import.cell_long" if len(text) > MOST_CHARACTERS else "")
