"""The rows files add up to, laid out as the index writes them: by statement, each row its values.

Made in the process that folds, so that only text and numbers are carried to the one that writes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from msgspec.structs import astuple

from server.records.cache import Connection
from server.records.clock_rows import ClockRow
from server.records.find_tables import FindRow
from server.records.index_rows import CaseRow, MeetingRow, NoticeRow, ObjectionRow, RegisteredRow, WorkRow
from server.records.table import Row, Table
from server.records.tables import TABLES

Folded = tuple[str, Sequence[Any] | str]  # a file and its rows, or the code of its refusal
_REPLACE: Final[Mapping[type[Row], str]] = {
    CaseRow: "REPLACE INTO cases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    ClockRow: "REPLACE INTO clocks VALUES (?, ?, ?, ?, ?, ?)",
    NoticeRow: "REPLACE INTO notices VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    ObjectionRow: "REPLACE INTO objections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    RegisteredRow: "REPLACE INTO registered VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    MeetingRow: "REPLACE INTO meetings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    WorkRow: "REPLACE INTO work VALUES (?, ?, ?, ?, ?, ?, ?)",
}
_ALWAYS_CLEARED: Final = ("DELETE FROM damaged WHERE file = ?", "DELETE FROM clocks WHERE number = ?")
_STATEMENTS: Final[Mapping[type, str]] = {**_REPLACE, **{table.row: table.replacing for table in TABLES}}


@dataclass(frozen=True)
class Arranged:
    """What is written of some files."""

    values: Mapping[str, Sequence[Sequence[Any]]]  # by the statement that writes them
    finds: Mapping[str, FindRow | None]  # by file, of each whose chain holds
    damaged: Sequence[tuple[str, str]]  # files whose chain does not hold, with the code of the refusal


def arrange(folded: Iterable[Folded]) -> Arranged:
    """The rows of some files as they are written."""
    values: dict[str, list[Sequence[Any]]] = defaultdict(list)
    finds: dict[str, FindRow | None] = {}
    damaged: list[tuple[str, str]] = []
    for file, found in folded:
        if isinstance(found, str):
            damaged.append((file, found))
            continue
        finds[file] = None
        for row in found:
            if isinstance(row, FindRow):
                finds[file] = row
            else:
                values[_STATEMENTS[type(row)]].append(_values(row))
    return Arranged(dict(values), finds, damaged)


def clear_changed(connection: Connection, file: str, found: Iterable[Any]) -> tuple[list[Any], set[str]]:
    """Forgets a file's rows in each table in which they are others now; those to write, and the tables.

    Most acts change few of a file's rows, and what is known of the other tables stays known.
    """
    rows: dict[type, list[Any]] = defaultdict(list)
    for row in found:
        rows[type(row)].append(row)
    for statement in _ALWAYS_CLEARED:
        connection.execute(statement, (file,))
    changed = {"clocks"}
    for table in TABLES:
        mine = rows.get(table.row)
        if mine and _stand(connection, table, file, mine):
            del rows[table.row]
        elif connection.execute(table.clearing, (file,)).rowcount:
            changed.add(table.name)
    return list(chain.from_iterable(rows.values())), changed


def _stand(connection: Connection, table: Table[Any], file: str, rows: Iterable[Any]) -> bool:
    """Whether these are the rows a table has of a file."""
    return set(connection.execute(table.reading, (file,))) == {tuple(_values(row)) for row in rows}


def _values(row: Any) -> Sequence[Any]:
    """The fields of a row in their order, tuples as JSON; rows hold nothing deeper."""
    values = astuple(row)
    if tuple not in map(type, values):
        return values
    return [json.dumps(value) if type(value) is tuple else value for value in values]
