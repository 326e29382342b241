"""``_bulk_docs``, ``_bulk_get``, ``_revs_diff``, ``_missing_revs``: many documents in one request.

https://docs.couchdb.org/en/stable/api/database/bulk-api.html
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sync.embedded.attachments import Hold
from sync.embedded.database import Database, result_of
from sync.embedded.document_parts import document_part, error_part, mixed_answer
from sync.embedded.edit import Edit, parse_edit
from sync.embedded.endpoints.open_revs import open_revisions
from sync.embedded.endpoints.writing import rule_of
from sync.embedded.errors import BadRequest, StoreError
from sync.embedded.http import Request, Response, answer, text_answer
from sync.embedded.json_text import format_json
from sync.embedded.multipart import OutPart
from sync.embedded.revisions import (
    Rev,
    Tree,
    format_rev,
    leaves,
    missing_revs,
    parse_rev,
    possible_ancestors,
)
from sync.embedded.rows import RevisionRow, find_tree
from sync.embedded.showing import PLAIN, Show, parse_atts_since, read_show, show_document


def write_many(request: Request, database: Database) -> Response:
    """``_bulk_docs``: each document is taken or refused by itself. A malformed one refuses the request."""
    body = request.json_object()
    documents = body.get("docs")
    if not isinstance(documents, list):
        raise BadRequest("POST body must include `docs` parameter.")
    new_edits = body.get("new_edits", request.flag("new_edits", True))
    if not isinstance(new_edits, bool):
        raise BadRequest("`new_edits` must be a boolean")
    with request.store.contents.receiving() as hold:
        edits = [_edit(document, hold, request, new_edits) for document in documents]
        outcomes = database.write(edits, new_edits=new_edits, rule=rule_of(request, database))
    results = [result_of(edit.id, outcome) for edit, outcome in zip(edits, outcomes, strict=True)]
    if not new_edits:
        results = [result for result in results if "error" in result]
    return answer(results, 201)


def _edit(document: Any, hold: Hold, request: Request, new_edits: bool) -> Edit:
    named = document.get("_id") if isinstance(document, dict) else None
    doc_id = uuid.uuid4().hex if named is None and new_edits else named
    return parse_edit(document, hold, max_bytes=request.store.max_document_bytes, doc_id=doc_id)


@dataclass(frozen=True, slots=True)
class _Got:
    """One revision asked for: found, or why not. ``rev`` is as it was asked for."""

    id: str
    rev: str
    revision: RevisionRow | None = None
    tree: Tree | None = None
    show: Show = PLAIN
    error: tuple[str, str] = ("not_found", "missing")

    def error_json(self) -> dict[str, Any]:
        return {"id": self.id, "rev": self.rev, "error": self.error[0], "reason": self.error[1]}


def read_many(request: Request, database: Database) -> Response:
    """``_bulk_get``: JSON, or multipart when the client names it in Accept."""
    wanted = request.json_object().get("docs")
    if not isinstance(wanted, list):
        raise BadRequest("Missing JSON list of 'docs'.")
    show = read_show(request)
    latest = request.flag("latest")
    with database.reading() as connection:
        groups = [_get(connection, database, one, show, latest) for one in wanted]
    if request.accepts("multipart/mixed") or request.accepts("multipart/related"):
        return mixed_answer(_parts(groups, request))
    return text_answer(_json_groups(groups, request))


def _get(
    connection: sqlite3.Connection, database: Database, wanted: Any, show: Show, latest: bool
) -> list[_Got]:
    if not isinstance(wanted, dict) or not isinstance(wanted.get("id"), str):
        return [_Got("null", "null", error=("illegal_docid", "Document id must be a string"))]
    doc_id, named = wanted["id"], wanted.get("rev")
    try:
        since = wanted.get("atts_since")
        if since is not None:
            show = replace(show, attachments=True, atts_since=parse_atts_since(since))
        tree = find_tree(connection, database.number, database.name, doc_id)
        revs = leaves(tree) if named is None else [parse_rev(named)]
        found = open_revisions(connection, database, doc_id, tree, revs, latest=latest)
    except StoreError as error:
        return [_Got(doc_id, str(named), error=(error.error, error.reason))]
    if not found:
        return [_Got(doc_id, "undefined")]
    return [_Got(doc_id, format_rev(rev), revision, tree, show) for rev, revision in found]


def _json_groups(groups: list[list[_Got]], request: Request) -> bytes:
    rows = []
    for group in groups:
        docs = b",".join(_json_row(got, request) for got in group)
        rows.append(b'{"id":%s,"docs":[%s]}' % (format_json(group[0].id), docs))
    return b'{"results":[' + b",\n".join(rows) + b"]}\n"


def _json_row(got: _Got, request: Request) -> bytes:
    if got.revision is None:
        return b'{"error":%s}' % format_json(got.error_json())
    return b'{"ok":%s}' % show_document(got.revision, got.show, request.store.contents, tree=got.tree)


def _parts(groups: list[list[_Got]], request: Request) -> Iterator[OutPart]:
    for got in (got for group in groups for got in group):
        names = (f"X-Doc-ID: {_header_text(got.id)}", f"X-Rev-ID: {_header_text(got.rev)}")
        if got.revision is None:
            yield error_part(got.error_json(), names)
        else:
            yield document_part(got.revision, got.show, request.store.contents, got.tree, names)


def _header_text(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")


def revs_diff(request: Request, database: Database) -> Response:
    """``_revs_diff``: for each document, the revisions that are not here and what they may build on."""
    asked = _asked_revs(request)
    with database.reading() as connection:
        rows = {
            doc_id: _difference(find_tree(connection, database.number, database.name, doc_id), revs)
            for doc_id, revs in asked.items()
        }
    return answer({doc_id: row for doc_id, row in rows.items() if row})


def _difference(tree: Tree, revs: list[Rev]) -> dict[str, list[str]]:
    missing = missing_revs(tree, revs)
    if not missing:
        return {}
    row = {"missing": [format_rev(rev) for rev in missing]}
    ancestors = possible_ancestors(tree, missing)
    return row | {"possible_ancestors": [format_rev(rev) for rev in ancestors]} if ancestors else row


def missing(request: Request, database: Database) -> Response:
    """``_missing_revs``: the older form of ``_revs_diff``."""
    asked = _asked_revs(request)
    with database.reading() as connection:
        rows = {
            doc_id: missing_revs(find_tree(connection, database.number, database.name, doc_id), revs)
            for doc_id, revs in asked.items()
        }
    return answer(
        {"missing_revs": {doc_id: [format_rev(rev) for rev in revs] for doc_id, revs in rows.items() if revs}}
    )


def _asked_revs(request: Request) -> Mapping[str, list[Rev]]:
    asked = request.json_object()
    for revs in asked.values():
        if not isinstance(revs, list):
            raise BadRequest("Request body must name a list of revisions for each document")
    return {doc_id: [parse_rev(rev) for rev in revs] for doc_id, revs in asked.items()}
