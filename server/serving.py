"""Serves a WSGI application with granian: one worker process, many threads.

Measured on two shared cores with the store's own PUT (1 kB, 16 writers at once, 32 threads; requests a
second | one writer, ms): granian WSGI 1406 | 1.15, granian ASGI with a thread pool 1003 | 1.94,
waitress 767 | 1.17, gunicorn gthread 686 | 1.40. A long-poll holds one of granian's threads; the store
bounds them (``sync.embedded.notifier``).
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

WSGIApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Loader = Callable[[], WSGIApp]

THREADS = 48
# A request that is still being answered when the server stops gets this long.
_STOP_SECONDS = 10
# linux/prctl.h
_PR_SET_PDEATHSIG = 1


def serve(
    loader: Loader,
    *,
    host: str,
    port: int,
    tls: tuple[Path, Path] | None = None,
    threads: int = THREADS,
    quiet: bool = True,
) -> None:
    """Serve until SIGTERM or SIGINT; what is being answered is finished first.

    ``loader`` makes the application in the worker process (a picklable callable). Take the data folder's
    lock before calling: the worker inherits it. ``tls``: certificate and key files. Bodies are streamed to
    the application, which bounds what it takes (the store by kind; Flask by MAX_CONTENT_LENGTH).
    """
    certificate, key = tls or (None, None)
    server = MPServer(
        target="",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(),
        websockets=False,
        backlog=1024,
        backpressure=4 * threads,
        ssl_cert=certificate,
        ssl_key=key,
        log_level=LogLevels.error if quiet else LogLevels.info,
        workers_kill_timeout=_STOP_SECONDS,
    )
    server.serve(target_loader=partial(_load, loader, os.getpid()), wrap_loader=False)


def _load(loader: Loader, parent: int) -> WSGIApp:
    """In the worker: never outlive the process that started it, then make the application."""
    _die_with_parent()
    if os.getppid() != parent:
        sys.exit(1)
    return loader()


def _die_with_parent() -> None:
    """Linux kills the worker when its parent is gone, however that ended; no orphan keeps the folder."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
