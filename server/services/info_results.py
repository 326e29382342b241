"""The list of whom to check goes out, the results come back: all of a file or nothing of it (C-13).

A file is read, then gone through row by row; only when every row holds is anything written. A row whose
result is on record already is left as it is, so the same file may come twice.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook

from server.domain.case import Case
from server.domain.permission import Actor, check_may
from server.domain.sheet import as_words
from server.errors import Refusal
from server.services.district import District
from server.services.info_checks import (
    AGREES,
    CONTRADICTS,
    Adult,
    list_adults,
    list_waiting_checks,
    read_results,
    record_result,
)

NUMBER, MEMBER, NAME, IDENTITY, RESULT, WORDS = "案号", "成员", "姓名", "身份证号", "结果", "说明"
COLUMNS: Final = (NUMBER, MEMBER, NAME, IDENTITY, RESULT, WORDS)
RESULTS: Final = {"无出入": AGREES, "有出入": CONTRADICTS, AGREES: AGREES, CONTRADICTS: CONTRADICTS}
MOST_ROWS: Final = 2000
_ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True)
class ResultRow:
    """One row of a file; ``refusal`` is what is wrong with it, ``is_known`` that it is on record already."""

    line: int
    cells: Mapping[str, str]
    refusal: Refusal | None = None
    is_known: bool = False


@dataclass(frozen=True)
class DryRun:
    """What an import would do, row by row."""

    rows: Sequence[ResultRow]

    @property
    def wrong(self) -> int:
        return sum(row.refusal is not None for row in self.rows)

    @property
    def new(self) -> int:
        return sum(row.refusal is None and not row.is_known for row in self.rows)


@dataclass
class _Asked:
    """A case that waits, with whom it waits for by member id."""

    case: Case
    adults: Mapping[str, Adult]
    known: Mapping[str, Mapping[str, str]]
    rows: list[ResultRow] = field(default_factory=list)


def list_requests(district: District, actor: Actor) -> list[list[str]]:
    """A row a person whose result is awaited, under :data:`COLUMNS`, the last two to be filled in."""
    rows = []
    for waiting in list_waiting_checks(district, actor):
        if waiting.state not in ("results", "recheck"):
            continue
        asked = set(waiting.case.info_check.adults) if waiting.case.info_check else set()
        for adult in list_adults(district, waiting.case):
            if adult.member.id in asked:
                member = adult.member
                rows.append([waiting.case.number, member.id, member.name, member.identity_number, "", ""])
    if not rows:
        raise Refusal("info.nothing")
    return rows


def format_xlsx(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as a workbook, every cell text: a number of eighteen digits stays itself."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("名单")
    sheet.append(list(header))
    for row in rows:
        sheet.append([as_words(cell) for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read_file(
    content: bytes, columns: Sequence[str] = COLUMNS, *, optional: Collection[str] = ()
) -> list[dict[str, str]]:
    """The rows of a CSV or XLSX file by column; refuses what is neither, or lacks a column."""
    table = _read_xlsx(content) if content.startswith(_ZIP) else _read_csv(content)
    header = [cell.strip() for cell in table[0]] if table else []
    missing = [column for column in columns if column not in header and column not in optional]
    if missing:
        raise Refusal("info.columns", columns="、".join(missing))
    body = [row for row in table[1:] if any(cell.strip() for cell in row)]
    if len(body) > MOST_ROWS:
        raise Refusal("info.too_long", most=MOST_ROWS)
    return [_by_column(header, row, columns) for row in body]


def try_results(district: District, actor: Actor, rows: Sequence[Mapping[str, str]]) -> DryRun:
    """Goes through every row and writes nothing."""
    check_may(actor, "info.check")
    return DryRun(_examine(district, actor, rows)[0])


def import_results(district: District, actor: Actor, rows: Sequence[Mapping[str, str]]) -> DryRun:
    """Records every result of a file, or none where one row is wrong."""
    check_may(actor, "info.check")
    with district.casebook.turn:
        examined, asked = _examine(district, actor, rows)
        run = DryRun(examined)
        if run.wrong:
            raise Refusal("info.rows_wrong", count=run.wrong)
        for each in asked:
            if any(not row.is_known for row in each.rows):
                record_result(district, actor, each.case, [_result_of(row.cells) for row in each.rows])
    return run


def _examine(
    district: District, actor: Actor, rows: Sequence[Mapping[str, str]]
) -> tuple[list[ResultRow], list[_Asked]]:
    asked = _list_asked(district, actor, {row.get(NUMBER, "") for row in rows})
    examined, seen = [], set()
    for line, cells in enumerate(rows, start=2):
        key = (cells.get(NUMBER, ""), cells.get(MEMBER, ""))
        row = _examine_row(line, cells, asked.get(key[0]), key in seen)
        seen.add(key)
        examined.append(row)
        if key[0] in asked:
            asked[key[0]].rows.append(row)
    return _check_whole(examined, asked), list(asked.values())


def _list_asked(district: District, actor: Actor, numbers: set[str]) -> dict[str, _Asked]:
    """The cases of a file that wait for a result, and those that have it already and may be named again."""
    found = {}
    for number in numbers:
        row = district.index.find_case(number)
        if row is None or (actor.street and row.street != actor.street):
            continue
        case = district.get_case(number)
        if case.info_check is not None:
            found[number] = _asked_of(district, case)
    return found


def _asked_of(district: District, case: Case) -> _Asked:
    check = case.info_check
    wanted = set(check.adults) if check else set()
    adults = {each.member.id: each for each in list_adults(district, case) if each.member.id in wanted}
    waits = check is not None and check.waits_for in ("results", "recheck")
    results = [] if waits else read_results(district, case)
    known = {row["member"]: row for row in results[-1]["adults"]} if results else {}
    return _Asked(case, adults, known)


def _examine_row(line: int, cells: Mapping[str, str], asked: _Asked | None, again: bool) -> ResultRow:
    try:
        is_known = _check_row(cells, asked, again)
    except Refusal as refusal:
        return ResultRow(line, cells, refusal)
    return ResultRow(line, cells, is_known=is_known)


def _check_row(cells: Mapping[str, str], asked: _Asked | None, again: bool) -> bool:
    """Refuses a row that cannot be taken; answers whether what it says is on record already."""
    number, member = cells.get(NUMBER, ""), cells.get(MEMBER, "")
    if asked is None:
        raise Refusal("info.row_case", number=number)
    if member not in asked.adults:
        raise Refusal("info.row_member", number=number)
    if again:
        raise Refusal("info.row_twice")
    if cells.get(IDENTITY, "").upper() != asked.adults[member].member.identity_number.upper():
        raise Refusal("info.row_identity")
    _check_result(cells)
    if not asked.known:
        return False
    if asked.known.get(member) != _result_of(cells):
        raise Refusal("info.row_case", number=number)
    return True


def _check_result(cells: Mapping[str, str]) -> None:
    if cells.get(RESULT, "") not in RESULTS:
        raise Refusal("info.row_result")
    if RESULTS[cells[RESULT]] == CONTRADICTS and not cells.get(WORDS, ""):
        raise Refusal("info.row_words")


def _check_whole(examined: Sequence[ResultRow], asked: Mapping[str, _Asked]) -> list[ResultRow]:
    """A case is answered for everybody at once: its first row says who is lacking."""
    lacking = {}
    for number, each in asked.items():
        named = {row.cells.get(MEMBER) for row in each.rows}
        names = [adult.member.name for member, adult in each.adults.items() if member not in named]
        if names:
            lacking[number] = Refusal("info.row_others", number=number, names="、".join(names))
    checked = []
    for row in examined:
        refusal = row.refusal or lacking.pop(row.cells.get(NUMBER, ""), None)
        checked.append(ResultRow(row.line, row.cells, refusal, row.is_known))
    return checked


def _result_of(cells: Mapping[str, str]) -> dict[str, str]:
    return {"member": cells[MEMBER], "says": RESULTS[cells[RESULT]], "words": cells.get(WORDS, "")}


def _by_column(header: Sequence[str], row: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    cells = {name: cell.strip().removeprefix("'") for name, cell in zip(header, row, strict=False)}
    return {column: cells.get(column, "") for column in columns}


def _read_csv(content: bytes) -> list[list[str]]:
    """As UTF-8, or as a Chinese spreadsheet program saves it (GB 18030)."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            return list(csv.reader(io.StringIO(text, newline="")))
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise Refusal("info.file") from error
    raise Refusal("info.file")


def _read_xlsx(content: bytes) -> list[list[str]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=len(COLUMNS) * 2)
        return [[_text(cell) for cell in row] for row in rows]
    except (BadZipFile, KeyError, ValueError, OSError, IndexError, SyntaxError) as error:
        raise Refusal("info.file") from error


def _text(cell: Any) -> str:
    """A cell as words; a number a spreadsheet made of digits is written without its fraction."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def read_kept(text: str, columns: Sequence[str] = COLUMNS) -> list[dict[str, str]]:
    """The rows of a trial as the page kept them; they are gone through again like any others."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refusal("info.file") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or len(rows) > MOST_ROWS:
        raise Refusal("info.file")
    return [{column: str(row.get(column, "")) for column in columns} for row in rows]
