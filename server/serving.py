"""Serves a WSGI application with granian: one worker process, many threads.

Measured with the real store on two shared cores, all in one run (48 threads each; gunicorn 27 gthread):

                                granian   waitress   gunicorn
    _bulk_docs, documents/s      10,790     12,381      9,379
    PUT | GET, ms           1.21 | 0.29  1.08 | 0.38  1.38 | 0.63
    16 writers at once, PUT/s     1,745        934        930
    200 clients, syncs/s            167         61         81
    the same while 100 wait         100    (a waiter was cut off)    54

granian as ASGI with a thread pool wrote a third less. With 256 threads instead of 48 the rates are the same
within the noise, and slow tablets have room.

What holds a thread while it waits is bounded, so that a thread is always free for whoever only asks: live
feeds by the store (128, ``sync.embedded.notifier``), bodies that arrive slowly by ``server.bodies`` (half of
the threads). A connection that only stays open holds no thread, and a client that vanished is noticed by TCP
keep-alive.
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from granian._granian import ListenerSpec
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

from server.bodies import WSGIApp, bound_bodies

Loader = Callable[[], WSGIApp]

THREADS = 384
# Open connections, idle ones included; further ones wait to be accepted. Each costs a file descriptor.
_CONNECTIONS = 4096
# Seconds until a silent client is asked whether it is there, between questions, and questions unanswered;
# and milliseconds that what was sent may stay unacknowledged (tcp(7)).
_IDLE, _BETWEEN, _UNANSWERED, _UNSENT_MS = 30, 10, 3, 60_000
# A request that is still being answered when the server stops gets this long.
_STOP_SECONDS = 10
# linux/prctl.h
_PR_SET_PDEATHSIG = 1
# New objects until the collector looks among them; Python's own 700 is less than a page makes.
_COLLECT_AFTER = 20_000


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
    server = _Server(
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
        backpressure=_raise_connections(),
        ssl_cert=certificate,
        ssl_key=key,
        log_level=LogLevels.error if quiet else LogLevels.info,
        workers_kill_timeout=_STOP_SECONDS,
    )
    server.serve(target_loader=partial(_load, loader, threads, os.getpid()), wrap_loader=False)


class _Server(MPServer):
    """Makes the listening socket before the worker starts, because what is accepted inherits its options."""

    def _init_shared_socket(self) -> None:
        holder = ListenerSpec(self.bind_addr, self.bind_port, self.backlog).build()
        listener = socket.socket(fileno=holder.get_fd())
        listener.set_inheritable(True)
        notice_vanished_clients(listener)
        self.__dict__.update(_shd=holder, _sfd=listener.fileno(), _sso=listener)


def notice_vanished_clients(listener: socket.socket) -> None:
    """A tablet that loses its network says no goodbye; its connection ends a minute later."""
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if sys.platform == "linux":
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _IDLE)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, _BETWEEN)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, _UNANSWERED)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNSENT_MS)


def _raise_connections() -> int:
    """As many connections as the system lets this process have; a quarter is left for files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * _CONNECTIONS if hard == resource.RLIM_INFINITY else min(2 * _CONNECTIONS, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return min(_CONNECTIONS, 3 * max(soft, wanted) // 4)


def _load(loader: Loader, threads: int, parent: int) -> WSGIApp:
    """In the worker: never outlive the process that started it, then make the application."""
    _die_with_parent()
    if os.getppid() != parent:
        sys.exit(1)
    app = loader()
    keep_loaded()
    return bound_bodies(app, seats=threads // 2, waiting=max(1, threads // 8))


def keep_loaded() -> None:
    """What is loaded at the start stays to the end: the collector need not look at it ever again (gc.freeze).

    There are some 80,000 objects of modules, packs and forms; visits enter a tenth faster without them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)


def _die_with_parent() -> None:
    """Linux kills the worker when its parent is gone, however that ended; no orphan keeps the folder."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
