"""The index: lists, search and counts over the casebook, kept in SQLite beside it (design §2).

It is a cache. Each row is the fold of one file's gapless chain, so the order in which changes are told does
not matter; delete the file and it is built again at the next start.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import RLock
from typing import Any, Final

from msgspec.structs import replace

from server.domain.act import Act
from server.errors import Refusal
from server.records.arranged import Arranged, arrange, clear_changed
from server.records.cache import begin_filling, copy_cache, end_filling, open_cache
from server.records.case_filter import CaseFilter, matching, page_query, parameters
from server.records.find_tables import FIND_DDL, add_finds, replace_find, tidy_finds
from server.records.index_rows import (
    CaseRow,
    MeetingRow,
    NoticeRow,
    ObjectionRow,
    RegisteredRow,
    WorkRow,
    parse_notice,
)
from server.records.table import AnyRow, Table
from server.records.tables import TABLES
from sync.couch import Database

__all__ = [
    "CaseFilter",
    "CaseRow",
    "Index",
    "MeetingRow",
    "NoticeRow",
    "ObjectionRow",
    "RegisteredRow",
    "WorkRow",
    "file_of",
]

FOLDING: Final = "11"  # raised where the same acts add up to other rows
_PAGE: Final = 1000
_SUMS: Final = 5000  # answers kept: a few for every street
_TABLES: Final = """
CREATE TABLE cases (number TEXT PRIMARY KEY, street TEXT, community TEXT, stage TEXT, persons INTEGER,
  applied_on TEXT, due_on TEXT, due_for TEXT, leg TEXT, head TEXT, address TEXT, identity_tail TEXT,
  lead TEXT, amount_fen INTEGER, last_kind TEXT, last_at TEXT, last_by TEXT, n INTEGER);
CREATE INDEX cases_by_stage ON cases (stage, leg);
CREATE INDEX cases_by_street ON cases (street, stage, leg);
CREATE INDEX cases_by_community ON cases (community, street, stage, leg);
CREATE INDEX cases_in_order ON cases (due_on = '', due_on, last_at, number, stage, leg);
CREATE INDEX cases_by_wait ON cases (last_at, number, stage, leg, due_on);
CREATE INDEX cases_by_application ON cases (applied_on, number, street, community);
CREATE TABLE clocks (number TEXT, street TEXT, community TEXT, kind TEXT, due_on TEXT, why TEXT,
  PRIMARY KEY (number, kind));
CREATE INDEX clocks_by_day ON clocks (kind, due_on);
CREATE TABLE notices (id TEXT PRIMARY KEY, number INTEGER, year INTEGER, case_number TEXT, street TEXT,
  community TEXT, posted_on TEXT, first_day TEXT, last_day TEXT, policy TEXT, head TEXT, persons INTEGER,
  amount_fen INTEGER, place TEXT, posted_last_day TEXT, provisional INTEGER, stopped_on TEXT, proofs TEXT);
CREATE INDEX notices_by_day ON notices (last_day);
CREATE INDEX notices_by_posting ON notices (posted_on, id);
CREATE TABLE objections (receipt TEXT PRIMARY KEY, case_number TEXT, street TEXT, community TEXT, notice TEXT,
  kind TEXT, how TEXT, named INTEGER, filed_at TEXT, answered_at TEXT, stage TEXT);
CREATE TABLE meetings (id TEXT PRIMARY KEY, street TEXT, community TEXT, chair TEXT, held_on TEXT, cases TEXT,
  state TEXT, n INTEGER);
CREATE TABLE work (file TEXT, n INTEGER, assessor TEXT, kind TEXT, round INTEGER, at TEXT, month TEXT,
  PRIMARY KEY (file, n, assessor, kind)) WITHOUT ROWID;
CREATE INDEX work_by_month ON work (month);
CREATE TABLE registered (register TEXT, case_number TEXT, street TEXT, community TEXT, head TEXT, since TEXT,
  due TEXT, what TEXT, stage TEXT, PRIMARY KEY (register, case_number));
CREATE TABLE damaged (file TEXT PRIMARY KEY, code TEXT);
"""

_ALL_TABLES: Final = "\n".join((_TABLES, FIND_DDL, *(table.ddl for table in TABLES)))
VERSION: Final = hashlib.sha256(f"{FOLDING}{_ALL_TABLES}".encode()).hexdigest()
# What costs less once the tables are full: indexes, and the sums of their rows.
_MADE_LAST: Final = re.compile(r"CREATE INDEX [^;]+;|CREATE TRIGGER .+? END;")

Fold = Callable[[str], Iterable[Any]]  # rows of this module, and of the tables in TABLES


class Index:
    """The SQLite cache at ``path`` (None: in memory); ``fold`` makes the rows of a file from its chain."""

    def __init__(self, path: Path | None, casebook: Database, fold: Fold) -> None:
        self._path = path
        self._casebook = casebook
        self._fold = fold
        self._lock = RLock()
        self._connection = open_cache(path, _ALL_TABLES, VERSION)
        self._sums: dict[str, list[tuple[Any, ...]]] = {}  # until a table they are of changes

    def close(self) -> None:
        self._connection.close()

    def take_over(self, path: Path) -> bool:
        """Becomes what the process that holds the folder keeps at ``path``, if that is of this version."""
        with self._lock:
            return copy_cache(path, self._connection, VERSION)

    def fold_acts(self, acts: Iterable[Act]) -> None:
        """Folds the files acts were just appended to, so that their authors see them at once."""
        self._refresh_all(dict.fromkeys(act.file for act in acts))

    def catch_up(self) -> list[str]:
        """Folds every file that changed since the last time; returns which."""
        since: str | int = self._meta("since") or 0
        folded: list[str] = []
        while True:
            rows, since = self._casebook.changes(since, limit=_PAGE)
            files = dict.fromkeys(file_of(row["id"]) for row in rows if row["id"].startswith("act:"))
            for file in files:
                self.refresh(file)
            self._set_meta("since", str(since))
            folded += files
            if len(rows) < _PAGE:
                return folded

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever folded into it to the end."""
        return not self._meta("since")

    def clear(self) -> None:
        """Makes room for filling it from nothing: throws away what a filling that was cut short left.

        What the tables are searched by is made once they are full (:meth:`note_filled`): sorting the rows of
        a table once costs less than finding the place of each.
        """
        with self._lock:
            self._connection.close()
            self._connection = begin_filling(self._path, _MADE_LAST.sub("", _ALL_TABLES), VERSION)
            self._sums.clear()

    def fill(self, arranged: Arranged) -> None:
        """Writes the rows of files that have none yet; of one that does not hold the code of the refusal."""
        with self._lock, self._connection:
            self._write(arranged)
            add_finds(self._connection, [find for find in arranged.finds.values() if find])

    def forget_words(self) -> None:
        """Writes anew what words are looked up in, so that none of a file that is gone is left in it.

        Nor in the log beside the index, which holds pages as they were until it is written over.
        """
        with self._lock:
            with self._connection:
                tidy_finds(self._connection)
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def note_filled(self, since: str | int) -> None:
        """Everything up to this place in the casebook's changes is folded."""
        with self._lock, self._connection:
            sums = (table.sums.filling(table.name) for table in TABLES if table.sums)
            for statement in (*sums, *_MADE_LAST.findall(_ALL_TABLES)):
                self._connection.execute(statement)
        with self._lock:
            end_filling(self._connection)
        self._set_meta("since", str(since))

    def refresh(self, file: str) -> None:
        """Replaces the rows of a file; one whose chain does not hold is noted and left for verification."""
        self._refresh_all([file])

    def find_case(self, number: str) -> CaseRow | None:
        rows = self._select("SELECT * FROM cases WHERE number = ?", (number,))
        return next((CaseRow(*row) for row in rows), None)

    def cases(self, wanted: CaseFilter, *, limit: int = 1000, offset: int = 0) -> list[CaseRow]:
        """Cases that match, the ones due first in front, or those that have waited longest."""
        query = page_query(wanted)
        rows = self._select(query, {**parameters(wanted), "limit": limit, "offset": offset})
        return [CaseRow(*row) for row in rows]

    def count_by_stage(self, wanted: CaseFilter) -> dict[str, int]:
        """How many cases that match stand at each stage."""
        query = " ".join(("SELECT stage, count(*) FROM cases", matching(wanted), "GROUP BY stage"))
        return dict(self.sums(query, parameters(wanted)))

    def count_clocks(
        self, kinds: Sequence[str], *, street: str = "", community: str = "", before: str = ""
    ) -> dict[str, int]:
        """How many cases have an open clock of each kind; with ``before`` only those due earlier."""
        rows = self.sums(
            "SELECT kind, count(*) FROM clocks WHERE kind IN (SELECT value FROM json_each(?1))"
            " AND (?2 = '' OR street = ?2) AND (?3 = '' OR community = ?3)"
            " AND (?4 = '' OR due_on != '' AND due_on < ?4) GROUP BY kind",
            (json.dumps(list(kinds)), street, community, before),
        )
        return dict(rows)

    def stopped_clocks(
        self, kinds: Sequence[str], *, street: str = "", community: str = ""
    ) -> dict[str, str]:
        """What each case with a clock of these kinds that stands still waits for, by its number."""
        rows = self._select(
            "SELECT number, min(why) FROM clocks WHERE due_on = ''"
            " AND kind IN (SELECT value FROM json_each(?1))"
            " AND (?2 = '' OR street = ?2) AND (?3 = '' OR community = ?3) GROUP BY number",
            (json.dumps(list(kinds)), street, community),
        )
        return dict(rows)

    def first_late(self, numbers: Sequence[str], today: str) -> dict[str, tuple[str, str]]:
        """The clock of each of these cases that ran out first, by its number: what it is for and its day."""
        rows = self._select(
            "SELECT number, kind, min(due_on) FROM clocks WHERE due_on != '' AND due_on < ?2"
            " AND number IN (SELECT value FROM json_each(?1)) GROUP BY number",
            (json.dumps(list(numbers)), today),
        )
        return {str(number): (str(kind), str(day)) for number, kind, day in rows}

    def files_with_clocks(self) -> list[str]:
        """The cases whose deadlines would move if the holidays did."""
        return [str(row[0]) for row in self._select("SELECT DISTINCT number FROM clocks ORDER BY number")]

    def find_notice(self, notice_id: str) -> NoticeRow | None:
        rows = self._select("SELECT * FROM notices WHERE id = ?", (notice_id,))
        return next((parse_notice(row) for row in rows), None)

    def notices(self, *, running_on: str = "", street: str = "") -> list[NoticeRow]:
        """Notices, newest first; with ``running_on`` only those that hang on that day."""
        rows = self._select(
            "SELECT * FROM notices WHERE (?1 = '' OR posted_on <= ?1 AND last_day >= ?1 AND stopped_on = '')"
            " AND (?2 = '' OR street = ?2) ORDER BY posted_on DESC, id DESC",
            (running_on, street),
        )
        return [parse_notice(row) for row in rows]

    def find_objection(self, receipt: str) -> ObjectionRow | None:
        rows = self._select("SELECT * FROM objections WHERE receipt = ?", (receipt,))
        return next((_parse_objection(row) for row in rows), None)

    def objections(self, *, street: str = "") -> list[ObjectionRow]:
        """Objections, newest first."""
        query = "SELECT * FROM objections WHERE ?1 = '' OR street = ?1 ORDER BY filed_at DESC, receipt"
        return [_parse_objection(row) for row in self._select(query, (street,))]

    def last_notice_number(self, street: str, year: int) -> int:
        query = "SELECT coalesce(max(number), 0) FROM notices WHERE street = ? AND year = ?"
        return int(next(self._select(query, (street, year)))[0])

    def meetings(self, *, street: str = "", community: str = "") -> list[MeetingRow]:
        """Meetings, newest first."""
        rows = self._select(
            "SELECT * FROM meetings WHERE (?1 = '' OR street = ?1) AND (?2 = '' OR community = ?2)"
            " ORDER BY held_on DESC, id DESC",
            (street, community),
        )
        return [_parse_meeting(row) for row in rows]

    def files_worked_on(self, assessor: str) -> list[str]:
        """The cases an assessor did something in, by number."""
        query = "SELECT DISTINCT file FROM work WHERE assessor = ? ORDER BY file"
        return [str(row[0]) for row in self._select(query, (assessor,))]

    def work(self, month: str) -> list[WorkRow]:
        """What was done in a month (``2026-03``), in the order it happened."""
        query = "SELECT * FROM work WHERE month = ? ORDER BY at, file, assessor, kind"
        return [WorkRow(*row) for row in self._select(query, (month,))]

    def registered(self, register: str, *, street: str = "", community: str = "") -> list[RegisteredRow]:
        """The cases on a register, newest first."""
        rows = self._select(
            "SELECT * FROM registered WHERE register = ?1 AND (?2 = '' OR street = ?2)"
            " AND (?3 = '' OR community = ?3) ORDER BY since DESC, case_number DESC",
            (register, street, community),
        )
        return [RegisteredRow(*row) for row in rows]

    def damaged(self) -> dict[str, str]:
        """Files whose chain does not hold, with the code of the refusal."""
        return dict(self._select("SELECT file, code FROM damaged"))

    def rows(
        self, table: Table[AnyRow], rest: str = "", values: Sequence[Any] | dict[str, Any] = ()
    ) -> list[AnyRow]:
        """Rows of a noun's table; ``rest`` is the SQL after its name (WHERE, ORDER BY, LIMIT)."""
        found = self._select(" ".join((table.selecting, rest)), values)
        return [table.parse(row) for row in found]

    def query(self, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Sums and counts over tables of the index, which noun modules of ``records`` ask for."""
        return list(self._select(query, values))

    def sums(self, query: str, values: Sequence[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
        """:meth:`query` over whole tables, whose few rows are known until one of these tables changes."""
        asked = f"{query}{json.dumps(values)}"
        with self._lock:
            if asked not in self._sums:
                if len(self._sums) >= _SUMS:
                    self._sums.clear()
                self._sums[asked] = self.query(query, values)
            return self._sums[asked]

    def _refresh_all(self, files: Iterable[str]) -> None:
        with self._lock, self._connection:
            folded = [(file, self._rows_of(file)) for file in files]
            changed = [(file, self._clear_changed(file, found)) for file, found in folded]
            arranged = arrange(changed)
            self._write(arranged)
            for file, find in arranged.finds.items():
                replace_find(self._connection, file, find)

    def _rows_of(self, file: str) -> list[Any] | str:
        """The rows a file adds up to; the code of the refusal of one that does not hold."""
        try:
            return list(self._fold(file))
        except Refusal as refusal:
            return refusal.code

    def _clear_changed(self, file: str, found: list[Any] | str) -> list[Any] | str:
        """Forgets what a file's rows no longer are; returns those to write."""
        if isinstance(found, str):
            return found
        rows, changed = clear_changed(self._connection, file, found)
        self._forget_sums(changed)
        return rows

    def _write(self, arranged: Arranged) -> None:
        self._forget_sums(statement.split()[2] for statement in arranged.values)
        self._connection.executemany("REPLACE INTO damaged VALUES (?, ?)", arranged.damaged)
        for statement, values in arranged.values.items():
            self._connection.executemany(statement, values)

    def _forget_sums(self, tables: Iterable[str]) -> None:
        """What is summed over one of these tables is to be asked again."""
        names = tuple(tables)
        self._sums = {
            asked: rows for asked, rows in self._sums.items() if not any(name in asked for name in names)
        }

    def _select(self, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[tuple[Any, ...]]:
        with self._lock:
            return iter(self._connection.execute(query, values).fetchall())

    def _meta(self, key: str) -> str:
        return next((str(row[0]) for row in self._select("SELECT value FROM meta WHERE key = ?", (key,))), "")

    def _set_meta(self, key: str, value: str) -> None:
        with self._lock, self._connection:
            self._connection.execute("REPLACE INTO meta VALUES (?, ?)", (key, value))


def file_of(document_id: str) -> str:
    """The file an act belongs to, by the id of its document."""
    return document_id.removeprefix("act:").rsplit(":", 1)[0]


def _parse_objection(row: tuple[Any, ...]) -> ObjectionRow:
    found = ObjectionRow(*row)
    return replace(found, named=bool(found.named))


def _parse_meeting(row: tuple[Any, ...]) -> MeetingRow:
    meeting_id, street, community, chair, held_on, cases, state, n = row
    return MeetingRow(meeting_id, street, community, chair, held_on, tuple(json.loads(cases)), state, n)
