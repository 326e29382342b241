"""The documents of a range of ids for whoever is in the same process: rows in, objects out, no text between.

``_all_docs`` writes an answer that is parsed again; for whoever reads a whole database that is most of the
work. What is checked is the same: the checksum of every row.
"""

from __future__ import annotations

from typing import Any, Final

from sync.embedded.json_text import parse_json
from sync.embedded.rows import WITH_BODY, Values, naming, read_body, read_winner
from sync.embedded.showing import PLAIN, show_document
from sync.embedded.store import Store

_RANGE: Final = " ".join(
    (WITH_BODY, "WHERE d.db = ? AND d.id >= ? AND d.id <= ? AND d.deleted = 0 ORDER BY d.id LIMIT ?")
)


def scan_range(store: Store, name: str, start: str, end: str, limit: int | None) -> list[dict[str, Any]]:
    """The living documents from ``start`` to ``end``, their winning revisions, in the order of their ids."""
    database = store.database(name)
    asked = (database.number, start, end, -1 if limit is None else limit)
    with database.reading() as connection, naming(name, start):
        values = connection.execute(_RANGE, asked).fetchall()
    return [_document(store, name, each) for each in values]


def _document(store: Store, name: str, values: Values) -> dict[str, Any]:
    doc_id, winner, attachments, body = read_body(values, name)
    if attachments:
        _, revision = read_winner(values, name)
        shown: dict[str, Any] = parse_json(show_document(revision, PLAIN, store.contents))
        return shown
    document: dict[str, Any] = parse_json(body)
    document["_id"], document["_rev"] = doc_id, winner
    return document
