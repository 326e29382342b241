"""``_all_docs`` and ``_design_docs``.

https://docs.couchdb.org/en/stable/api/database/bulk-api.html#db-all-docs
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sync.embedded.database import Database
from sync.embedded.errors import BadRequest
from sync.embedded.http import Request, Response, text_answer
from sync.embedded.json_text import format_json, join_members
from sync.embedded.rows import WITH_BODY, DocumentRow, RevisionRow, naming, read_winner
from sync.embedded.showing import PLAIN, Show, read_show, show_document

# ``offset`` counts the rows before the first one. Counting costs, so beyond this many it is null.
_COUNTED = 1000
_LOWEST, _HIGHEST = "", "\U0010ffff"
_DESIGN = ("_design/", "_design0")


@dataclass(frozen=True, slots=True)
class _Range:
    """Which ids, in which order. ``low`` and ``high`` as the direction goes: low is always the smaller."""

    low: str
    high: str
    with_high: bool
    with_low: bool
    descending: bool
    skip: int
    limit: int


@dataclass(frozen=True, slots=True)
class _Asked:
    keys: list[Any] | None
    range: _Range
    include_docs: bool
    show: Show
    update_seq: bool


def show_all(request: Request, database: Database) -> Response:
    return _answer(request, database, (_LOWEST, _HIGHEST))


def show_design(request: Request, database: Database) -> Response:
    return _answer(request, database, _DESIGN)


def show_queries(request: Request, database: Database) -> Response:
    """POST ``_all_docs/queries``: several in one request."""
    queries = request.json_object().get("queries")
    if not isinstance(queries, list):
        raise BadRequest("`queries` must be a JSON list")
    texts = [_text(database, _parse(request, one, (_LOWEST, _HIGHEST))) for one in queries]
    return text_answer(b'{"results":[\n' + b",\n".join(texts) + b"\n]}\n")


def _answer(request: Request, database: Database, bounds: tuple[str, str]) -> Response:
    body = request.json_object() if request.method == "POST" else {}
    return text_answer(_text(database, _parse(request, body, bounds)) + b"\n")


def _parse(request: Request, body: Any, bounds: tuple[str, str]) -> _Asked:
    if not isinstance(body, dict):
        raise BadRequest("Request body must be a JSON object")
    options = _Options(request, body)
    keys = options.get("keys")
    if keys is not None and not isinstance(keys, list):
        raise BadRequest("`keys` member must be an array.")
    return _Asked(
        keys=_paged(keys, options) if keys is not None else None,
        range=_range(options, bounds),
        include_docs=options.flag("include_docs"),
        show=_show(request, options),
        update_seq=options.flag("update_seq"),
    )


class _Options:
    """Query parameters, overruled by the members of a POST body."""

    def __init__(self, request: Request, body: dict[str, Any]) -> None:
        self._request = request
        self._body = body

    def get(self, *names: str) -> Any:
        for name in names:
            if name in self._body:
                return self._body[name]
            if name in self._request.args:
                return self._request.json_arg(name)
        return None

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.get(name)
        if not isinstance(value, bool | None):
            raise BadRequest(f"Invalid boolean parameter: {name}", error="query_parse_error")
        return default if value is None else value

    def count(self, name: str, default: int) -> int:
        value = self.get(name)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise BadRequest(f"Invalid value for integer: {name}", error="query_parse_error")
        return value


def _show(request: Request, options: _Options) -> Show:
    if not options.flag("include_docs"):
        return PLAIN
    show = read_show(request)
    conflicts, attachments = options.flag("conflicts"), options.flag("attachments")
    if not conflicts and not attachments and not show.att_encoding_info:
        return PLAIN
    return Show(conflicts=conflicts, attachments=attachments, att_encoding_info=show.att_encoding_info)


def _range(options: _Options, bounds: tuple[str, str]) -> _Range:
    key = options.get("key")
    start = key if key is not None else options.get("startkey", "start_key", "startkey_docid")
    end = key if key is not None else options.get("endkey", "end_key", "endkey_docid")
    descending = options.flag("descending")
    inclusive = options.flag("inclusive_end", True)
    low, high = (end, start) if descending else (start, end)
    ends = low is not None if descending else high is not None
    return _Range(
        low=max(bounds[0], _text_key(low, bounds[0])),
        high=min(bounds[1], _text_key(high, bounds[1])),
        with_high=inclusive or descending or not ends,
        with_low=inclusive or not descending or not ends,
        descending=descending,
        skip=options.count("skip", 0),
        limit=options.count("limit", -1),
    )


def _text_key(key: Any, default: str) -> str:
    """Ids are text. Other JSON sorts before text (null, numbers) or after it (lists, objects)."""
    if key is None:
        return default
    if isinstance(key, str):
        return key
    return _HIGHEST if isinstance(key, list | dict) else _LOWEST


def _paged(keys: list[Any], options: _Options) -> list[Any]:
    ordered = keys[::-1] if options.flag("descending") else keys
    skip, limit = options.count("skip", 0), options.count("limit", len(keys))
    return ordered[skip : skip + limit]


def _text(database: Database, asked: _Asked) -> bytes:
    info = database.info()
    with database.reading() as connection:
        if asked.keys is None:
            offset = _offset(connection, database, asked.range)
            rows = [_row(database, asked, *found) for found in _ranged(connection, database, asked.range)]
        else:
            offset = None
            rows = [_keyed(connection, database, asked, key) for key in asked.keys]
    head: dict[str, object] = {"total_rows": info.living, "offset": offset}
    if asked.update_seq:
        head["update_seq"] = database.seq_text(info.seq)
    return join_members(format_json(head), b'{"rows":[\n%s\n]}' % b",\n".join(rows))


_ORDERED = {
    False: WITH_BODY + " WHERE d.db = ? AND d.id >= ? AND d.id <= ? AND d.deleted = 0 ORDER BY d.id",
    True: WITH_BODY + " WHERE d.db = ? AND d.id >= ? AND d.id <= ? AND d.deleted = 0 ORDER BY d.id DESC",
}


def _ranged(
    connection: sqlite3.Connection, database: Database, wanted: _Range
) -> Iterator[tuple[DocumentRow, RevisionRow]]:
    left, skip = wanted.limit, wanted.skip
    values = (database.number, wanted.low, wanted.high)
    with naming(database.name, wanted.low):
        for row in connection.execute(_ORDERED[wanted.descending], values):
            if _left_out(row[1], wanted):
                continue
            if skip:
                skip -= 1
                continue
            if left == 0:
                return
            left -= 1
            yield read_winner(row, database.name)


def _left_out(doc_id: str, wanted: _Range) -> bool:
    return (doc_id == wanted.high and not wanted.with_high) or (doc_id == wanted.low and not wanted.with_low)


def _offset(connection: sqlite3.Connection, database: Database, wanted: _Range) -> int | None:
    """How many rows lie before the first one shown; None when they are too many to count."""
    if wanted.descending:
        if wanted.high == _HIGHEST:
            return wanted.skip
        query = "SELECT 1 FROM documents WHERE db = ? AND id > ? AND deleted = 0 LIMIT ?"
        bound = wanted.high
    else:
        if wanted.low == _LOWEST:
            return wanted.skip
        query = "SELECT 1 FROM documents WHERE db = ? AND id < ? AND deleted = 0 LIMIT ?"
        bound = wanted.low
    before = len(connection.execute(query, (database.number, bound, _COUNTED + 1)).fetchall())
    return None if before > _COUNTED else before + wanted.skip


def _row(database: Database, asked: _Asked, document: DocumentRow, revision: RevisionRow) -> bytes:
    name = format_json(document.id)
    head = b'{"id":%s,"key":%s,"value":{"rev":"%s"' % (name, name, document.winner.encode())
    if document.deleted:
        return head + (b',"deleted":true},"doc":null}' if asked.include_docs else b',"deleted":true}}')
    if not asked.include_docs:
        return head + b"}}"
    return head + b'},"doc":%s}' % _document(database, asked.show, document, revision)


def _document(database: Database, show: Show, document: DocumentRow, revision: RevisionRow) -> bytes:
    return show_document(revision, show, database.store.contents, row=document)


def _keyed(connection: sqlite3.Connection, database: Database, asked: _Asked, key: Any) -> bytes:
    found = database.find_winner(connection, key) if isinstance(key, str) else None
    if found is None:
        return b'{"key":%s,"error":"not_found"}' % format_json(key)
    return _row(database, asked, *found)
