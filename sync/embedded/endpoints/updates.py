"""``_db_updates``: databases created, changed and deleted.

Events are numbered anew by each process. Who comes back with a sequence of an earlier one is told of every
database there is, so that no change is missed; deletions of that time are not remembered.

https://docs.couchdb.org/en/stable/api/server/common.html#db-updates
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from sync.embedded.endpoints.changes import heartbeat_seconds, timeout_seconds
from sync.embedded.errors import BadRequest
from sync.embedded.http import Request, Response, text_answer
from sync.embedded.identity import check_server_admin
from sync.embedded.json_text import format_json

_EVENT_HEARTBEAT = b"event: heartbeat\ndata: \n\n"


def show_updates(request: Request) -> Response:
    check_server_admin(request.identity)
    feed = request.args.get("feed", "normal")
    since = _since(request)
    if feed == "normal":
        return text_answer(_results(request, since))
    if feed == "longpoll":
        return text_answer(_longpoll(request, since))
    if feed == "continuous":
        return text_answer(_continuous(request, since))
    if feed == "eventsource":
        headers = [("Content-Type", "text/event-stream"), ("Cache-Control", "no-cache")]
        return Response(200, _continuous(request, since, events=True), headers)
    raise BadRequest("Supported `feed` types: normal, continuous, longpoll, eventsource")


def _since(request: Request) -> int:
    text = request.args.get("since", "0").strip('"')
    if text == "now":
        return request.store.notifier.news_seq
    number, _, mark = text.partition("-")
    if not re.fullmatch(r"[0-9]{1,18}", number):
        raise BadRequest("Malformed sequence supplied in 'since' parameter.")
    return int(number) if mark == request.store.notifier.mark else 0


def _rows(request: Request, since: int) -> list[tuple[int, bytes]]:
    mark = request.store.notifier.mark
    return [
        (seq, format_json({"db_name": name, "type": kind, "seq": f"{seq}-{mark}"}))
        for seq, name, kind in request.store.notifier.news_after(since)
    ]


def _results(request: Request, since: int) -> bytes:
    newest = request.store.notifier.news_seq
    rows = _rows(request, since)
    last = rows[-1][0] if rows else newest
    text = b",\n".join(row for _, row in rows)
    return b'{"results":[\n%s\n],\n"last_seq":"%d-%s"}\n' % (text, last, request.store.notifier.mark.encode())


def _longpoll(request: Request, since: int) -> Iterator[bytes]:
    for news in _waits(request, since):
        if not news:
            yield b"\n"
    yield _results(request, since)


def _continuous(request: Request, since: int, *, events: bool = False) -> Iterator[bytes]:
    """Each update as a line, or as an event of an event stream."""
    row_shape, heartbeat = (b"data: %s\n\n", _EVENT_HEARTBEAT) if events else (b"%s\n", b"\n")
    while True:
        for seq, row in _rows(request, since):
            since = seq
            yield row_shape % row
        ended = True
        for news in _waits(request, since):
            ended = not news
            if not news:
                yield heartbeat
        if ended:
            return


def _waits(request: Request, since: int) -> Iterator[bool]:
    """True once when there is news; False at each heartbeat; ends at the time-out."""
    heartbeat = heartbeat_seconds(request)
    end = time.monotonic() + timeout_seconds(request, heartbeat)
    seat = request.store.notifier.enter(None)
    try:
        if request.identity.has_expired(request.access.clock()):
            return
        while not _rows(request, since):
            left = end - time.monotonic()
            if left <= 0 or seat.evicted:
                return
            came = seat.wait(left if heartbeat is None else min(left, heartbeat))
            if not came:
                yield False
        yield True
    finally:
        seat.leave()
