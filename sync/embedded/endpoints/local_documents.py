"""``_local/{docid}`` and ``_local_docs``: documents that stay here, such as replication checkpoints.

https://docs.couchdb.org/en/stable/api/local.html
"""

from __future__ import annotations

from sync.embedded.database import Database
from sync.embedded.errors import BadRequest, NotFound
from sync.embedded.http import Request, Response, answer, text_answer
from sync.embedded.json_text import format_json, join_members
from sync.embedded.local_documents import (
    delete_local,
    find_local,
    format_local_rev,
    list_locals,
    parse_local,
    put_local,
)


def show(_request: Request, database: Database, doc_id: str) -> Response:
    with database.reading() as connection:
        found = find_local(connection, database, doc_id)
    if found is None:
        raise NotFound("missing")
    return text_answer(_text(doc_id, found.version, found.body) + b"\n")


def put(request: Request, database: Database, doc_id: str) -> Response:
    limit = request.store.max_document_bytes
    local = parse_local(request.json(), request.args.get("rev"), limit, doc_id)
    version = database.store.write(lambda transaction: put_local(transaction, database, doc_id, local))
    return answer({"ok": True, "id": doc_id, "rev": format_local_rev(version)}, 201)


def delete(request: Request, database: Database, doc_id: str) -> Response:
    rev = request.args.get("rev") or request.header("If-Match").strip('"') or None
    database.store.write(lambda transaction: delete_local(transaction, database, doc_id, rev))
    return answer({"ok": True, "id": doc_id, "rev": "0-0"})


def list_all(request: Request, database: Database) -> Response:
    """Ids, and bodies with ``include_docs``, between ``startkey`` and ``endkey``."""
    start, end = request.json_arg("startkey") or "", request.json_arg("endkey")
    if not isinstance(start, str) or not isinstance(end, str | None):
        raise BadRequest("startkey and endkey must be strings")
    limit = request.number("limit")
    with database.reading() as connection:
        found = list_locals(connection, database, start, end, -1 if limit is None else limit)
    rows = []
    for doc_id, local in found:
        rev = format_json(format_local_rev(local.version))
        row = b'{"id":%s,"key":%s,"value":{"rev":%s}}' % (format_json(doc_id), format_json(doc_id), rev)
        if request.flag("include_docs"):
            row = join_members(row, b'{"doc":%s}' % _text(doc_id, local.version, local.body))
        rows.append(row)
    return text_answer(b'{"total_rows":null,"offset":null,"rows":[\n' + b",\n".join(rows) + b"\n]}\n")


def _text(doc_id: str, version: int, body: bytes) -> bytes:
    head = b'{"_id":%s,"_rev":"%s"}' % (format_json(doc_id), format_local_rev(version).encode())
    return join_members(head, body)
