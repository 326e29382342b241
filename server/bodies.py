"""Requests that bring a body never take every thread of the server.

A thread reads a body as it comes (granian hands it over as a stream and has no time-out for one that stalls),
so a slow or stalled upload holds its thread. Only so many may: the rest stay for those who ask.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
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

    def take_seat() -> bool:
        if free.acquire(blocking=False):
            return True
        if not line.acquire(blocking=False):
            return False
        try:
            return free.acquire(timeout=_PATIENCE_SECONDS)
        finally:
            line.release()

    def bounded(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if not brings_body(environ):
            return app(environ, start_response)
        if not take_seat():
            headers = [("Content-Type", "application/json"), ("Content-Length", str(len(_BUSY)))]
            start_response(
                "503 Service Unavailable", [*headers, ("Retry-After", "5"), ("Connection", "close")]
            )
            return [_BUSY]
        try:
            return app(environ, start_response)
        finally:
            free.release()

    return bounded
