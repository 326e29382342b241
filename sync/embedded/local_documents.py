"""Local documents in the store: one body a document, versions counted, never in the changes feed."""

from __future__ import annotations

import re
import sqlite3
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sync.embedded.edit import body_of, check_special_members
from sync.embedded.errors import BadRequest, NotFound, TooLarge
from sync.embedded.rows import damaged, naming
from sync.embedded.writer import Transaction

if TYPE_CHECKING:
    from sync.embedded.database import Database

_REV = re.compile(r"0-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Local:
    """``version``: the n of ``0-n``; of an incoming one, the version it builds on (0: none)."""

    version: int
    body: bytes
    deleted: bool = False


def parse_local(document: object, rev: str | None, max_bytes: int, doc_id: str) -> Local:
    if not isinstance(document, dict):
        raise BadRequest("Document must be a JSON object")
    check_special_members(document)
    body = body_of(document)
    if len(body) > max_bytes:
        raise TooLarge(doc_id, error="document_too_large")
    named = document.get("_rev") if rev is None else rev
    return Local(parse_local_rev(named), body, document.get("_deleted", False))


def parse_local_rev(rev: object) -> int:
    if rev is None:
        return 0
    found = _REV.fullmatch(rev) if isinstance(rev, str) else None
    if found is None:
        raise BadRequest("Invalid rev format")
    return int(found[1])


def format_local_rev(version: int) -> str:
    return f"0-{version}"


def find_local(connection: sqlite3.Connection, database: Database, doc_id: str) -> Local | None:
    with naming(database.name, doc_id):
        query = "SELECT version, crc, body FROM locals WHERE db = ? AND id = ?"
        values = connection.execute(query, (database.number, doc_id)).fetchone()
    return None if values is None else _read(database, doc_id, values)


def list_locals(
    connection: sqlite3.Connection, database: Database, start: str, end: str
) -> list[tuple[str, Local]]:
    rows = connection.execute(
        "SELECT id, version, crc, body FROM locals WHERE db = ? AND id >= ? AND id <= ? ORDER BY id",
        (database.number, start, end),
    )
    return [(doc_id, _read(database, doc_id, tuple(values))) for doc_id, *values in rows]


def put_local(transaction: Transaction, database: Database, doc_id: str, local: Local) -> int:
    """The new version: one more than the one named. What is here is replaced whatever its version.

    CouchDB keeps no history of a local document and refuses no edit of one
    (https://docs.couchdb.org/en/stable/api/local.html).
    """
    if local.deleted:
        _forget(transaction, database, doc_id)
        return 0
    version = local.version + 1
    crc = zlib.crc32(local.body, version)
    written = transaction.connection.execute(
        "INSERT OR REPLACE INTO locals (db, id, version, crc, body)"
        " SELECT number, ?, ?, ?, ? FROM databases WHERE number = ?",
        (doc_id, version, crc, local.body, database.number),
    )
    if not written.rowcount:  # deleted since the request came in
        raise NotFound("Database does not exist.")
    return version


def delete_local(transaction: Transaction, database: Database, doc_id: str) -> None:
    if find_local(transaction.connection, database, doc_id) is None:
        raise NotFound("missing")
    _forget(transaction, database, doc_id)


def _forget(transaction: Transaction, database: Database, doc_id: str) -> None:
    transaction.connection.execute("DELETE FROM locals WHERE db = ? AND id = ?", (database.number, doc_id))


def _read(database: Database, doc_id: str, values: tuple[int, int, bytes]) -> Local:
    version, crc, body = values
    if zlib.crc32(body, version) != crc:
        raise damaged(database.name, doc_id)
    return Local(version, body)
