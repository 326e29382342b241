"""``_all_docs`` and ``_design_docs``.

https://docs.couchdb.org/en/stable/api/database/bulk-api.html#db-all-docs
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sync.embedded.database import Database
from sync.embedded.endpoints.list_options import END, START, ListOptions, paged
from sync.embedded.errors import BadRequest
from sync.embedded.http import Request, Response, text_answer
from sync.embedded.identity import IN_PROCESS
from sync.embedded.json_text import format_json, join_members
from sync.embedded.rows import (
    COLUMNS,
    WITH_BODY,
    DocumentRow,
    RevisionRow,
    naming,
    read_document,
    read_winner,
)
from sync.embedded.showing import PLAIN, Show, show_document

# ``offset`` counts the rows before the first one. Counting costs, so beyond this many it is null.
_COUNTED = 1000
_COUNTING = "SELECT count(*) FROM (SELECT 1 FROM documents WHERE db = ? AND id {} ? AND deleted = 0 LIMIT ?)"
_LOWEST, _HIGHEST = "", "\U0010ffff"
_EVERYTHING = (_LOWEST, _HIGHEST)
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
    bounds: tuple[str, str]
    range: _Range
    include_docs: bool
    show: Show
    update_seq: bool
    counted: bool = True  # nobody in this process looks at ``offset``


def show_all(request: Request, database: Database) -> Response:
    return _answer(request, database, _EVERYTHING)


def show_design(request: Request, database: Database) -> Response:
    return _answer(request, database, _DESIGN)


def show_queries(request: Request, database: Database) -> Response:
    """POST ``_all_docs/queries``: several in one request."""
    return _answer_queries(request, database, _EVERYTHING)


def show_design_queries(request: Request, database: Database) -> Response:
    return _answer_queries(request, database, _DESIGN)


def _answer_queries(request: Request, database: Database, bounds: tuple[str, str]) -> Response:
    queries = request.json_object().get("queries")
    if queries is None:
        raise BadRequest("POST body must include `queries` parameter.")
    if not isinstance(queries, list) or not all(isinstance(one, dict) for one in queries):
        raise BadRequest("`queries` member must be an array.")
    asked = (_asked(request, ListOptions(request, one, request.args), bounds) for one in queries)
    texts = [_text(database, one) for one in asked]
    return text_answer(b'{"results":[\n' + b",\n".join(texts) + b"\n]}\n")


def _answer(request: Request, database: Database, bounds: tuple[str, str]) -> Response:
    return text_answer(_text(database, _asked(request, ListOptions.of(request), bounds)) + b"\n")


def _asked(request: Request, options: ListOptions, bounds: tuple[str, str]) -> _Asked:
    asked = _parse(options, bounds)
    return replace(asked, counted=False) if request.identity is IN_PROCESS else asked


def _parse(options: ListOptions, bounds: tuple[str, str]) -> _Asked:
    keys = options.keys()
    options.check_keys_alone(keys)
    if keys is not None and bounds != _EVERYTHING:
        keys = [key for key in keys if isinstance(key, str) and bounds[0] <= key < bounds[1]]
    return _Asked(
        keys=paged(keys, options) if keys is not None else None,
        bounds=bounds,
        range=_range(options, bounds),
        include_docs=options.flag("include_docs"),
        show=_show(options),
        update_seq=options.flag("update_seq"),
    )


def _show(options: ListOptions) -> Show:
    conflicts, attachments = options.flag("conflicts"), options.flag("attachments")
    info = options.flag("att_encoding_info")
    if not options.flag("include_docs") or not (conflicts or attachments or info):
        return PLAIN
    return Show(conflicts=conflicts, attachments=attachments, att_encoding_info=info)


def _range(options: ListOptions, bounds: tuple[str, str]) -> _Range:
    key = options.get("key")
    start = key if key is not None else options.get(*START)
    end = key if key is not None else options.get(*END)
    descending = options.flag("descending")
    inclusive = options.flag("inclusive_end", True)
    limit = options.count("limit")
    low, high = (end, start) if descending else (start, end)
    ends = low is not None if descending else high is not None
    return _Range(
        low=max(bounds[0], _text_key(low, bounds[0])),
        high=min(bounds[1], _text_key(high, bounds[1])),
        with_high=inclusive or descending or not ends,
        with_low=inclusive or not descending or not ends,
        descending=descending,
        skip=options.count("skip") or 0,
        limit=-1 if limit is None else limit,
    )


def _text_key(key: Any, default: str) -> str:
    """Ids are text. Other JSON sorts before text (null, numbers) or after it (lists, objects)."""
    if key is None:
        return default
    if isinstance(key, str):
        return key
    return _HIGHEST if isinstance(key, list | dict) else _LOWEST


def _text(database: Database, asked: _Asked) -> bytes:
    info = database.info()
    with database.reading() as connection:
        if asked.keys is None:
            offset = _offset(connection, database, asked.range) if asked.counted else None
            rows = [_row(database, asked, *found) for found in _ranged(connection, database, asked)]
        else:
            offset = None
            rows = [_keyed(connection, database, asked, key) for key in asked.keys]
    total = info.living if asked.bounds == _EVERYTHING else count_design(database)
    head: dict[str, object] = {"total_rows": total, "offset": offset}
    if asked.update_seq:
        head["update_seq"] = database.seq_text(info.seq)
    return join_members(format_json(head), b'{"rows":[\n%s\n]}' % b",\n".join(rows))


def count_design(database: Database) -> int:
    with database.reading() as connection:
        query = "SELECT count(*) FROM documents WHERE db = ? AND id >= ? AND id < ? AND deleted = 0"
        (number,) = connection.execute(query, (database.number, *_DESIGN)).fetchone()
    return int(number)


# A list of ids reads no body: one that is damaged hides no other's name.
_NAMES = " ".join(("SELECT", COLUMNS, "FROM documents d"))
_LIVING = "WHERE d.db = ? AND d.id >= ? AND d.id <= ? AND d.deleted = 0 ORDER BY d.id"


def _ranged(
    connection: sqlite3.Connection, database: Database, asked: _Asked
) -> Iterator[tuple[DocumentRow, RevisionRow | None]]:
    wanted = asked.range
    left, skip = wanted.limit, wanted.skip
    values = (database.number, wanted.low, wanted.high)
    order = " DESC" if wanted.descending else ""
    query = " ".join((WITH_BODY if asked.include_docs else _NAMES, _LIVING, order))
    with naming(database.name, wanted.low):
        for row in connection.execute(query, values):
            if _left_out(row[1], wanted):
                continue
            if skip:
                skip -= 1
                continue
            if left == 0:
                return
            left -= 1
            if asked.include_docs:
                yield read_winner(row, database.name)
            else:
                yield read_document(row, database.name), None


def _left_out(doc_id: str, wanted: _Range) -> bool:
    return (doc_id == wanted.high and not wanted.with_high) or (doc_id == wanted.low and not wanted.with_low)


def _offset(connection: sqlite3.Connection, database: Database, wanted: _Range) -> int | None:
    """How many rows lie before the first one shown; None when they are too many to count."""
    if wanted.descending:
        if wanted.high == _HIGHEST:
            return wanted.skip
        query = _COUNTING.format(">")
        bound = wanted.high
    else:
        if wanted.low in (_LOWEST, _DESIGN[0]):
            return wanted.skip
        query = _COUNTING.format("<")
        bound = wanted.low
    (before,) = connection.execute(query, (database.number, bound, _COUNTED + 1)).fetchone()
    return None if before > _COUNTED else before + wanted.skip


def _row(database: Database, asked: _Asked, document: DocumentRow, revision: RevisionRow | None) -> bytes:
    name = format_json(document.id)
    head = b'{"id":%s,"key":%s,"value":{"rev":"%s"' % (name, name, document.winner.encode())
    if document.deleted:
        return head + (b',"deleted":true},"doc":null}' if asked.include_docs else b',"deleted":true}}')
    if revision is None or not asked.include_docs:
        return head + b"}}"
    return head + b'},"doc":%s}' % _document(database, asked.show, document, revision)


def _document(database: Database, show: Show, document: DocumentRow, revision: RevisionRow) -> bytes:
    return show_document(revision, show, database.store.contents, row=document)


def _keyed(connection: sqlite3.Connection, database: Database, asked: _Asked, key: Any) -> bytes:
    found = database.find_winner(connection, key) if isinstance(key, str) else None
    if found is None:
        return b'{"key":%s,"error":"not_found"}' % format_json(key)
    return _row(database, asked, *found)
