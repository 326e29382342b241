"""``_bulk_docs``, ``_bulk_get``, ``_revs_diff``, ``_missing_revs``: many documents in one request.

https://docs.couchdb.org/en/stable/api/database/bulk-api.html
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sync.embedded.database import Database, Outcome, result_of
from sync.embedded.document_parts import document_part, error_part, mixed_answer
from sync.embedded.edit import Edit, check_doc_id, check_replicated, parse_edit
from sync.embedded.endpoints.local_documents import is_local, write_locals
from sync.embedded.endpoints.open_revs import open_revisions
from sync.embedded.endpoints.writing import rule_of
from sync.embedded.errors import BadRequest, StoreError
from sync.embedded.http import Request, Response, answer, text_answer
from sync.embedded.json_text import format_json
from sync.embedded.local_documents import parse_local
from sync.embedded.multipart import OutPart
from sync.embedded.receiving import Hold
from sync.embedded.revisions import (
    EMPTY,
    Rev,
    Tree,
    format_rev,
    leaves,
    missing_revs,
    parse_rev,
    parse_revs,
    possible_ancestors,
)
from sync.embedded.rows import RevisionRow, Values, find_trees, parse_known, read_known
from sync.embedded.showing import PLAIN, Show, read_show, show_document

# From so many bytes on in one request it pays to wake other threads, but not for documents smaller than that:
# what a thread costs is then more than what it does (visits with photos of 1 kB enter a quarter slower).
_SHARED_OUT = 128 * 1024
_WORTH_A_THREAD = 16 * 1024


def write_many(request: Request, database: Database) -> Response:
    """``_bulk_docs``: each document is taken or refused by itself. A malformed one refuses the request."""
    body = request.json_object()
    documents, new_edits = _wanted_writes(body)
    if body.get("all_or_nothing") is True and new_edits:
        return _all_or_nothing(documents)
    limit = request.store.max_document_bytes
    local = {place: one for place, one in enumerate(documents) if is_local(one)}
    with Hold(request.store.contents) as hold:
        plain = [one for place, one in enumerate(documents) if place not in local]
        edits = _edits(plain, hold, limit, new_edits)
        written = [(one["_id"], parse_local(one, None, limit, one["_id"])) for one in local.values()]
        rule = rule_of(request, database)
        outcomes = database.write(edits, new_edits=new_edits, rule=rule, hold=hold)
    if not new_edits:
        write_locals(database, written)
        return answer(_refusals(edits, outcomes), 201)
    results = [result_of(edit.id, outcome) for edit, outcome in zip(edits, outcomes, strict=True)]
    for place, row in zip(local, write_locals(database, written), strict=True):
        results.insert(place, row)
    return answer(results, 201)


def _wanted_writes(body: Mapping[str, Any]) -> tuple[list[Any], bool]:
    documents, new_edits = body.get("docs"), body.get("new_edits", True)
    if documents is None:
        raise BadRequest("POST body must include `docs` parameter.")
    if not isinstance(documents, list):
        raise BadRequest("`docs` parameter must be an array.")
    if not isinstance(new_edits, bool):
        raise BadRequest("`new_edits` parameter must be a boolean.")
    return documents, new_edits


def _edits(documents: list[Any], hold: Hold, max_bytes: int, new_edits: bool) -> list[Edit]:
    """Where much is attached inline, several threads read: decoding and hashing is the work."""
    read = partial(_edit, hold=hold, max_bytes=max_bytes, new_edits=new_edits)
    lengths = map(_inline_length, documents)
    if sum(length for length in lengths if length > _WORTH_A_THREAD) > _SHARED_OUT:
        return hold.share_out(read, documents)
    return [read(document) for document in documents]


def _inline_length(document: Any) -> int:
    """Roughly how much is attached to a document within it."""
    attached = document.get("_attachments") if isinstance(document, dict) else None
    members = attached.values() if isinstance(attached, dict) else ()
    given = (one.get("data") for one in members if isinstance(one, dict))
    return sum(len(data) for data in given if isinstance(data, str))


def _edit(document: Any, hold: Hold, max_bytes: int, new_edits: bool) -> Edit:
    named = document.get("_id") if isinstance(document, dict) else None
    doc_id = uuid.uuid4().hex if named is None else named
    edit = parse_edit(document, hold, max_bytes=max_bytes, doc_id=doc_id)
    if not new_edits:
        check_replicated(edit)
    return edit


def _all_or_nothing(documents: Sequence[Any]) -> Response:
    """CouchDB gave it up in 2.0 and says so of each document."""
    refused = {"error": "not_implemented", "reason": "all_or_nothing is not supported"}
    named = (one if isinstance(one, dict) else {} for one in documents)
    return answer([{"id": one.get("_id"), "rev": one.get("_rev"), **refused} for one in named], 417)


def _refusals(edits: Sequence[Edit], outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Of revisions made elsewhere only those that were refused are named."""
    return [
        {"rev": format_rev(edit.history[0]), **result_of(edit.id, outcome)}
        for edit, outcome in zip(edits, outcomes, strict=True)
        if isinstance(outcome, StoreError)
    ]


@dataclass(frozen=True, slots=True)
class _Got:
    """One revision asked for: found, or why not. ``rev`` is as it was asked for."""

    id: Any
    rev: Any
    revision: RevisionRow | None = None
    tree: Tree | None = None
    show: Show = PLAIN
    error: tuple[str, str] = ("not_found", "missing")

    def error_json(self) -> dict[str, Any]:
        return {"id": self.id, "rev": self.rev, "error": self.error[0], "reason": self.error[1]}


_EACH_FOR_ITSELF = ("rev", "open_revs", "atts_since", "new_edits", "w")


def read_many(request: Request, database: Database) -> Response:
    """``_bulk_get``: JSON, or multipart when the client takes that and not JSON."""
    wanted = request.json_object().get("docs")
    if not isinstance(wanted, list):
        raise BadRequest("Missing JSON list of 'docs'.")
    for name in _EACH_FOR_ITSELF:
        if name in request.args:
            raise BadRequest(f'"{name}" query parameter is not acceptable')
    parts = not request.accepts("application/json") and (
        request.accepts("multipart/mixed") or request.accepts("multipart/related")
    )
    show = read_show(request).in_parts() if parts else read_show(request)
    latest = request.flag("latest")
    with database.reading() as connection:
        stored = read_known(connection, database.number, database.name, _ids(wanted))
        groups = [_get(connection, database, stored, one, show, latest) for one in wanted]
    return mixed_answer(_parts(groups, request)) if parts else text_answer(_json_groups(groups, request))


def _ids(wanted: list[Any]) -> set[str]:
    return {one["id"] for one in wanted if isinstance(one, dict) and isinstance(one.get("id"), str)}


def _get(
    connection: sqlite3.Connection,
    database: Database,
    stored: Mapping[str, Values],
    wanted: Any,
    show: Show,
    latest: bool,
) -> list[_Got]:
    if not isinstance(wanted, dict) or not wanted:
        return [_Got(None, None, error=("bad_request", "document must be a JSON object"))]
    if "id" not in wanted:
        return [_Got(None, None, error=("bad_request", "document id missed"))]
    doc_id, named = wanted["id"], None
    try:
        check_doc_id(doc_id)
        named = wanted.get("rev")
        asked = None if named is None else [parse_rev(named)]
        show = _since(show, wanted.get("atts_since") or [])
        tree = parse_known(stored[doc_id], database.name)[1] if doc_id in stored else EMPTY
        revs = leaves(tree) if asked is None else asked
        found = open_revisions(connection, database, doc_id, tree, revs, latest=latest)
    except StoreError as error:
        return [_Got(doc_id, named, error=(error.error, error.reason))]
    if not found:
        return [_Got(doc_id, "undefined")]
    return [_Got(doc_id, format_rev(rev), revision, tree, show) for rev, revision in found]


def _since(show: Show, revs: object) -> Show:
    if not isinstance(revs, list):
        raise BadRequest("att_since value must be array of revs.")
    return replace(show, attachments=True, atts_since=tuple(parse_revs(revs))) if revs else show


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
        if got.revision is None:
            yield error_part(got.error_json())
        else:
            names = (f"X-Doc-ID: {got.id}", f"X-Rev-ID: {got.rev}")
            yield document_part(got.revision, got.show, request.store.contents, got.tree, names)


def revs_diff(request: Request, database: Database) -> Response:
    """``_revs_diff``: for each document, the revisions that are not here and what they may build on."""
    asked = _asked_revs(request)
    with database.reading() as connection:
        trees = find_trees(connection, database.number, database.name, asked)
    rows = {doc_id: _difference(trees.get(doc_id, EMPTY), revs) for doc_id, revs in asked.items()}
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
        trees = find_trees(connection, database.number, database.name, asked)
    rows = {doc_id: missing_revs(trees.get(doc_id, EMPTY), revs) for doc_id, revs in asked.items()}
    return answer(
        {"missing_revs": {doc_id: [format_rev(rev) for rev in revs] for doc_id, revs in rows.items() if revs}}
    )


def _asked_revs(request: Request) -> Mapping[str, list[Rev]]:
    return {doc_id: parse_revs(revs) for doc_id, revs in request.json_object().items()}
