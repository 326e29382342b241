"""Requests that bring a body never take every thread of the server.

A thread reads a body as it comes (granian hands it over as a stream and has no time-out for one that stalls),
so a slow or stalled upload holds its thread. Only so many may: the rest stay for those who ask. A body that
has come gives its seat to the next, however long its answer takes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sync.embedded.http import brings_body

StartResponse = Callable[..., Any]
WSGIApp = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

# How long a request waits for another's body to have come, and what it is told when none has.
_PATIENCE_SECONDS = 2.0
_BUSY = b'{"error":"service_unavailable","reason":"Too many uploads at once. Try again shortly."}\n'


def bound_bodies(app: WSGIApp, seats: int, waiting: int) -> WSGIApp:
    """The application, with at most ``seats`` requests reading bodies and ``waiting`` more in line for that.

    Whoever finds no seat in time is answered 503, and what they sent is not read.
    """
    free = threading.BoundedSemaphore(seats)
    line = threading.BoundedSemaphore(waiting)

    def take_seat() -> _Seat | None:
        if free.acquire(blocking=False):
            return _Seat(free)
        if not line.acquire(blocking=False):
            return None
        try:
            return _Seat(free) if free.acquire(timeout=_PATIENCE_SECONDS) else None
        finally:
            line.release()

    def bounded(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if not brings_body(environ):
            return app(environ, start_response)
        seat = take_seat()
        if seat is None:
            headers = [("Content-Type", "application/json"), ("Content-Length", str(len(_BUSY)))]
            start_response(
                "503 Service Unavailable", [*headers, ("Retry-After", "5"), ("Connection", "close")]
            )
            return [_BUSY]
        with seat:
            body = _Body(environ["wsgi.input"], environ.get("CONTENT_LENGTH"), seat.leave)
            return app({**environ, "wsgi.input": body}, start_response)

    return bounded


class _Seat:
    """Held until it is left, or the request is answered."""

    def __init__(self, free: threading.BoundedSemaphore) -> None:
        self._free = free
        self._held = True

    def leave(self) -> None:
        if self._held:
            self._held = False
            self._free.release()

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        self.leave()


class _Body:
    """A request's body as it comes; ``ended`` is called when all of it has."""

    def __init__(self, source: Any, length: str | None, ended: Callable[[], None]) -> None:
        self._source = source
        self._left = int(length) if length and length.isdigit() else None
        self._ended = ended

    def read(self, size: int = -1) -> bytes:
        chunk: bytes = self._source.read(size)
        if self._left is not None:
            self._left -= len(chunk)
        if not chunk or self._left == 0:
            self._ended()
        return chunk

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._source)
