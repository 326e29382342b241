"""``_changes`` in its four feeds.

https://docs.couchdb.org/en/stable/api/database/changes.html
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sync.embedded.changes import Change, Wanted, count_pending, read_changes
from sync.embedded.database import Database
from sync.embedded.endpoints.change_filters import read_filter
from sync.embedded.errors import BadRequest, Forbidden, NotFound, Unauthorized
from sync.embedded.http import Request, Response, text_answer
from sync.embedded.identity import check_member
from sync.embedded.notifier import Seat
from sync.embedded.showing import PLAIN, Show

# CouchDB's default [chttpd] changes_timeout.
_DEFAULT_TIMEOUT_MS = 60_000
_NO_FEED = "Supported `feed` types: normal, continuous, live, longpoll, eventsource"


def show_changes(request: Request, database: Database) -> Response:
    body = _body(request)
    feed = request.args.get("feed", "normal")
    wanted = _wanted(request, database, body)
    heartbeat_seconds(request)
    if feed == "normal":
        return _normal(database, wanted)
    if feed == "longpoll":
        return text_answer(_while_it_exists(_longpoll(request, database, wanted)))
    if feed in ("continuous", "live"):
        return text_answer(_while_it_exists(_live(request, database, wanted, _as_line)))
    if feed != "eventsource":
        raise BadRequest(_NO_FEED)
    headers = [("Content-Type", "text/event-stream"), ("Cache-Control", "no-cache")]
    events = _live(request, database, wanted, _as_event, _EVENT_HEARTBEAT)
    return Response(200, _while_it_exists(events), headers)


def _while_it_exists(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A feed ends where it is when its database is deleted under it."""
    with suppress(NotFound):
        yield from chunks


def _still_may(request: Request, database: Database) -> bool:
    """Whether there is still something the asker may read: asked again before a feed tells more."""
    if request.identity.has_expired(request.access.clock()):
        return False
    try:
        check_member(request.identity, database.info().security)
    except (Unauthorized, Forbidden, NotFound):
        return False
    return True


def _wanted(request: Request, database: Database, body: dict[str, Any]) -> Wanted:
    limit = request.number("limit")
    style = request.args.get("style", "main_only")
    if style not in ("main_only", "all_docs"):
        raise BadRequest("`style` must be main_only or all_docs")
    if not re.fullmatch("0*[1-9][0-9]*", request.args.get("seq_interval", "1")):
        raise BadRequest("invalid_seq_interval")
    include_docs = request.flag("include_docs")
    doc_ids, prefix = read_filter(request, database, body)
    descending = request.flag("descending")
    return Wanted(
        # Backwards, the feed begins at the newest change wherever it was to begin.
        since=0 if descending else _since(request, database),
        limit=None if limit is None else max(1, limit),
        descending=descending,
        all_leaves=style == "all_docs",
        include_docs=include_docs,
        show=_show(request) if include_docs else PLAIN,
        doc_ids=doc_ids,
        prefix=prefix,
    )


def _show(request: Request) -> Show:
    conflicts, attachments = request.flag("conflicts"), request.flag("attachments")
    info = request.flag("att_encoding_info")
    if conflicts or attachments or info:
        return Show(conflicts=conflicts, attachments=attachments, att_encoding_info=info)
    return PLAIN


def _since(request: Request, database: Database) -> int:
    """Where to begin; a browser that takes an event stream up again says so in a header."""
    text = request.args.get("since", request.args.get("last-event-id"))
    if request.args.get("feed") == "eventsource":
        text = request.header("Last-Event-ID") or text
    text = (text or "").strip('"')
    if text in ("", "null"):
        return 0
    return database.info().seq if text == "now" else database.parse_seq(text)


def _body(request: Request) -> dict[str, Any]:
    if request.method != "POST":
        return {}
    request.check_content_type("application/json")
    return request.json_object() if request.brings_body else {}


def _normal(database: Database, wanted: Wanted) -> Response:
    """Small answers in one piece, long ones as they are read."""
    if wanted.limit is not None or database.info().seq - wanted.since <= 2000:
        return text_answer(b"".join(_results(database, wanted, read_changes(database, wanted))))
    return text_answer(_results(database, wanted, read_changes(database, wanted)))


def _results(database: Database, wanted: Wanted, changes: Iterator[Change]) -> Iterator[bytes]:
    newest = database.info().seq
    last, count = wanted.since, 0
    yield b'{"results":[\n'
    for change in changes:
        yield b",\n" + change.text if count else change.text
        last, count = change.seq, count + 1
    if wanted.limit is None or count < wanted.limit:
        last = max(newest, last) if not wanted.descending else last
    yield _tail(database, last)


def _tail(database: Database, last: int) -> bytes:
    pending = count_pending(database, last)
    return b'\n],\n"last_seq":"%s","pending":%d}\n' % (database.seq_text(last).encode(), pending)


def _longpoll(request: Request, database: Database, wanted: Wanted) -> Iterator[bytes]:
    """The changes there are; when there are none, the next ones as soon as they come."""
    seat = request.store.notifier.enter(frozenset([database.number]))
    try:
        seen = database.info().seq
        changes = read_changes(database, wanted)
        first = next(changes, None)
        if first is None:
            yield b'{"results":[\n'
            for _ in _waits(request, seat):
                if not _still_may(request, database):
                    break
                seen = database.info().seq
                first = next(read_changes(database, wanted), None)
                if first is not None:
                    break
                yield b"\n"
            yield first.text if first else b""
            yield _tail(database, first.seq if first else seen)
            return
    finally:
        seat.leave()
    yield from _results(database, wanted, read_changes(database, wanted))


def _live(
    request: Request,
    database: Database,
    wanted: Wanted,
    shape: Callable[[Database, Change], bytes],
    heartbeat: bytes = b"\n",
) -> Iterator[bytes]:
    """Every change as it comes, until the limit, the time-out, or the end of the asker's token."""
    seat = request.store.notifier.enter(frozenset([database.number]))
    left = wanted.limit
    last = wanted.since
    try:
        for news in _rounds(request, seat):
            if not news:
                yield heartbeat
                continue
            if not _still_may(request, database):
                return
            for change in read_changes(database, _from(wanted, last, left)):
                last = change.seq
                yield shape(database, change)
                if request.identity.has_expired(request.access.clock()):
                    return
                left = None if left is None else left - 1
            if left == 0:
                break
    finally:
        seat.leave()
    if shape is _as_line:
        text = database.seq_text(last).encode()
        yield b'{"last_seq":"%s","pending":%d}\n' % (text, count_pending(database, last))


def _from(wanted: Wanted, since: int, limit: int | None) -> Wanted:
    return replace(wanted, since=since, limit=limit, descending=False)


def _rounds(request: Request, seat: Seat) -> Iterator[bool]:
    """True: look for changes; False: say that the line is alive."""
    yield True
    yield from _waits(request, seat)


def _waits(request: Request, seat: Seat) -> Iterator[bool]:
    """True whenever something was committed; False at each heartbeat; ends when the wait is over."""
    heartbeat = heartbeat_seconds(request)
    end = time.monotonic() + timeout_seconds(request, heartbeat)
    while (left := end - time.monotonic()) > 0 and not seat.evicted:
        came = seat.wait(left if heartbeat is None else min(left, heartbeat))
        if came or heartbeat is not None:
            yield came


def heartbeat_seconds(request: Request) -> float | None:
    value = request.args.get("heartbeat")
    if value is None:
        return None
    if value == "true":
        return _DEFAULT_TIMEOUT_MS / 1000
    if not re.fullmatch("-?[0-9]{1,9}", value):
        reason = "Invalid heartbeat value. Expecting a positive integer value (in milliseconds)."
        raise BadRequest(reason)
    if int(value) < 1:
        raise BadRequest("The heartbeat value should be a positive integer (in milliseconds).")
    return min(int(value), _DEFAULT_TIMEOUT_MS) / 1000


def timeout_seconds(request: Request, heartbeat: float | None) -> float:
    """A feed ends at its time-out (with a heartbeat: never), and never outlives the asker's token."""
    asked = request.number("timeout", _DEFAULT_TIMEOUT_MS) or 0
    seconds = min(asked, _DEFAULT_TIMEOUT_MS) / 1000 if heartbeat is None else float("inf")
    expires_at = request.identity.expires_at
    return seconds if expires_at is None else min(seconds, expires_at - request.access.clock())


def _as_line(_database: Database, change: Change) -> bytes:
    return change.text + b"\n"


_EVENT_HEARTBEAT = b"event: heartbeat\ndata: \n\n"


def _as_event(database: Database, change: Change) -> bytes:
    return b'data: %s\nid: "%s"\n\n' % (change.text, database.seq_text(change.seq).encode())
