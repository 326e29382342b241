"""The changes of a database after a sequence, oldest first: one row a document, at its latest change.

https://docs.couchdb.org/en/stable/api/database/changes.html
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sync.embedded.database import Database
from sync.embedded.json_text import format_json
from sync.embedded.rows import COLUMNS, WITH_BODY, DocumentRow, Values, naming, read_document, read_winner
from sync.embedded.showing import Show, show_document

# Rows read in one go; the reader's view of the store is not held while a slow client reads.
PAGE = 500
# ``pending`` is counted exactly up to this many rows, and estimated from the sequence beyond.
_COUNTED = 100_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes, and how each is shown.

    ``doc_ids``: only of these; ``prefix``: only of ids that begin with it; ``limit`` None: all.
    """

    since: int
    limit: int | None
    descending: bool
    all_leaves: bool
    include_docs: bool
    show: Show
    doc_ids: frozenset[str] | None
    prefix: str = ""

    def takes(self, doc_id: str) -> bool:
        return (self.doc_ids is None or doc_id in self.doc_ids) and doc_id.startswith(self.prefix)


class Change(NamedTuple):
    seq: int
    text: bytes


_WHERE = " WHERE d.db = ? AND d.seq > ? AND d.seq <= ? ORDER BY d.seq"
_PLAIN = " ".join(("SELECT", COLUMNS, "FROM documents d"))
_QUERIES = {
    (False, False): _PLAIN + _WHERE,
    (False, True): _PLAIN + _WHERE + " DESC",
    (True, False): WITH_BODY + _WHERE,
    (True, True): WITH_BODY + _WHERE + " DESC",
}


def read_changes(database: Database, wanted: Wanted) -> Iterator[Change]:
    """Every wanted change there is now, read in pages."""
    low, high = wanted.since, database.info().seq
    left = wanted.limit
    while left is None or left > 0:
        size = PAGE if left is None else min(left, PAGE)
        with database.reading() as connection:
            page, last = _page(connection, database, wanted, low, high, size)
        yield from page
        if last is None:
            return
        low, high = (low, last - 1) if wanted.descending else (last, high)
        left = None if left is None else left - len(page)


def _page(
    connection: sqlite3.Connection, database: Database, wanted: Wanted, low: int, high: int, size: int
) -> tuple[list[Change], int | None]:
    """At most ``size`` wanted changes, and the sequence to go on from; None at the end."""
    query = _QUERIES[wanted.include_docs, wanted.descending]
    page: list[Change] = []
    with naming(database.name, f"at sequence {low}"):
        for values in connection.execute(query, (database.number, low, high)):
            if wanted.takes(values[1]):
                page.append(_change(database, wanted, values))
                if len(page) == size:
                    return page, page[-1].seq
    return page, None


def _change(database: Database, wanted: Wanted, values: Values) -> Change:
    document = read_document(values[:8], database.name)
    seq, name = database.seq_text(document.seq).encode(), format_json(document.id)
    deleted = b',"deleted":true' if document.deleted else b""
    shown = b',"doc":%s' % _shown(database, wanted, document, values) if wanted.include_docs else b""
    leaves = _leaves(document, wanted)
    return Change(
        document.seq, b'{"seq":"%s","id":%s,"changes":[%s]%s%s}' % (seq, name, leaves, deleted, shown)
    )


def _shown(database: Database, wanted: Wanted, document: DocumentRow, values: Values) -> bytes:
    _, revision = read_winner(values, database.name)
    return show_document(revision, wanted.show, database.store.contents, row=document)


def _leaves(document: DocumentRow, wanted: Wanted) -> bytes:
    winner = b'{"rev":"%s"}' % document.winner.encode()
    if document.others is None or not wanted.all_leaves:
        return winner
    return b",".join([winner, *(b'{"rev":"%s"}' % rev.encode() for rev, _ in document.other_leaves())])


_PENDING = (
    "SELECT count(*), max(seq) FROM (SELECT seq FROM documents WHERE db = ? AND seq > ? ORDER BY seq LIMIT ?)"
)


def count_pending(database: Database, seq: int) -> int:
    """How many changes come after a sequence."""
    with database.reading() as connection:
        (count, last) = connection.execute(_PENDING, (database.number, seq, _COUNTED + 1)).fetchone()
    return int(count) if count <= _COUNTED else _COUNTED + database.info().seq - int(last)
