"""``_local/{docid}`` and ``_local_docs``: documents that stay here, such as replication checkpoints.

https://docs.couchdb.org/en/stable/api/local.html
"""

from __future__ import annotations

from collections.abc import Sequence
from sqlite3 import Connection
from typing import Any

from sync.embedded.database import Database
from sync.embedded.edit import check_doc_id
from sync.embedded.endpoints.list_options import END, START, ListOptions, paged
from sync.embedded.errors import BadRequest, NotFound
from sync.embedded.http import Request, Response, answer, text_answer
from sync.embedded.json_text import format_json, join_members
from sync.embedded.local_documents import (
    Local,
    delete_local,
    find_local,
    format_local_rev,
    list_locals,
    parse_local,
    parse_local_rev,
    put_local,
)
from sync.embedded.writer import Transaction

_PREFIX = "_local/"
_HIGHEST = "\U0010ffff"


def show(_request: Request, database: Database, doc_id: str) -> Response:
    with database.reading() as connection:
        found = find_local(connection, database, doc_id)
    if found is None:
        raise NotFound("missing")
    return text_answer(_text(doc_id, found.version, found.body) + b"\n")


def put(request: Request, database: Database, doc_id: str) -> Response:
    check_doc_id(doc_id)
    limit = request.store.max_document_bytes
    local = parse_local(request.json(), request.args.get("rev"), limit, doc_id)
    (row,) = write_locals(database, [(doc_id, local)])
    return answer(row, 200 if local.deleted else 201)


def delete(request: Request, database: Database, doc_id: str) -> Response:
    named = request.args.get("rev") or request.header("If-Match").strip('"') or None
    parse_local_rev(named)
    database.store.write(lambda transaction: delete_local(transaction, database, doc_id))
    return answer({"ok": True, "id": doc_id, "rev": "0-0"})


def is_local(document: object) -> bool:
    """Whether a document of a POST is one of these."""
    doc_id = document.get("_id") if isinstance(document, dict) else None
    return isinstance(doc_id, str) and doc_id.startswith(_PREFIX) and len(doc_id) > len(_PREFIX)


def write_locals(database: Database, documents: Sequence[tuple[str, Local]]) -> list[dict[str, Any]]:
    """Write them in one change; a row of a ``_bulk_docs`` answer for each."""
    if not documents:
        return []

    def change(transaction: Transaction) -> list[int]:
        return [put_local(transaction, database, doc_id, local) for doc_id, local in documents]

    versions = database.store.write(change)
    return [
        {"ok": True, "id": doc_id, "rev": format_local_rev(version)}
        for (doc_id, _), version in zip(documents, versions, strict=True)
    ]


def list_all(request: Request, database: Database) -> Response:
    """``_local_docs``: by ``keys`` or between ``startkey`` and ``endkey``, with ``include_docs`` whole."""
    options = ListOptions.of(request)
    keys = options.keys()
    options.check_keys_alone(keys)
    with database.reading() as connection:
        if keys is None:
            found = paged(_ranged(connection, database, options), options)
        else:
            local = [key for key in keys if isinstance(key, str) and key.startswith(_PREFIX)]
            found = [(key, find_local(connection, database, key)) for key in paged(local, options)]
    rows = [_row(key, local, options.flag("include_docs")) for key, local in found]
    return text_answer(b'{"total_rows":null,"offset":null,"rows":[\n' + b",\n".join(rows) + b"\n]}\n")


def _ranged(connection: Connection, database: Database, options: ListOptions) -> list[tuple[str, Local]]:
    start, end = options.get("key", *START), options.get("key", *END)
    low, high = (end, start) if options.flag("descending") else (start, end)
    if not isinstance(low, str | None) or not isinstance(high, str | None):
        raise BadRequest("startkey and endkey must be strings")
    found = list_locals(connection, database, low or "", _HIGHEST if high is None else high)
    return found if options.flag("inclusive_end", True) else [row for row in found if row[0] != end]


def _row(key: str, local: Local | None, include_docs: bool) -> bytes:
    name = format_json(key)
    if local is None:
        return b'{"key":%s,"error":"not_found"}' % name
    rev = format_json(format_local_rev(local.version))
    row = b'{"id":%s,"key":%s,"value":{"rev":%s}}' % (name, name, rev)
    return join_members(row, b'{"doc":%s}' % _text(key, local.version, local.body)) if include_docs else row


def _text(doc_id: str, version: int, body: bytes) -> bytes:
    head = b'{"_id":%s,"_rev":"%s"}' % (format_json(doc_id), format_local_rev(version).encode())
    return join_members(head, body)
