"""The tablet's only way to the server: a TCP proxy on loopback that a journey can cut, silence or take over.

Cutting resets every open connection and answers every new one with a reset, for pages and service workers
alike. Silence keeps every connection open and lets nothing pass (a network that is there and dead). What
reached the server is counted and every request is written down, so that a journey can show what travelled.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

_RESET = struct.pack("ii", 1, 0)
_CHUNK = 65536
PORTAL = b"<!doctype html><title>Sign in</title><p>This network wants a sign-in."


@dataclass
class Asked:
    """A request on its way to the server, with as much of its body as has passed."""

    method: str
    path: str
    length: int
    body: bytearray = field(default_factory=bytearray)

    @property
    def whole(self) -> bool:
        return len(self.body) >= self.length


class Network:
    """Forwards ``127.0.0.1:<port>`` to ``127.0.0.1:<server_port>`` while it is up."""

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._up = threading.Event()
        self._up.set()
        self._flows = threading.Event()
        self._flows.set()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self.forwarded_while_cut = 0
        self.refused_while_cut = 0
        self.asked: list[Asked] = []
        self.cut_at: Callable[[Asked], bool] | None = None  # cuts when a request has come so far
        self.lose_answers = False  # what is asked arrives, what is answered does not
        self.portal = False  # everything is answered with a page that is not the server's

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_cut(self) -> bool:
        return not self._up.is_set()

    def start(self) -> Network:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def cut(self) -> None:
        """Nothing passes from now on; connections that are open are reset."""
        self._up.clear()
        self._flows.set()
        with self._lock:
            connections, self._open = self._open, set()
        for connection in connections:
            _reset(connection)

    def restore(self) -> None:
        self._flows.set()
        self._up.set()

    def silence(self) -> None:
        """Connections stay open, and nothing passes any more."""
        self._flows.clear()

    def close(self) -> None:
        self.cut()
        self._listener.close()

    def __enter__(self) -> Network:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if not self._up.is_set():
                self.refused_while_cut += 1
                _reset(client)
            elif self.portal:
                _send_to_the_portal(client)
            else:
                self._connect(client)

    def _connect(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.server_port), timeout=5)
        except OSError:
            _reset(client)
            return
        server.settimeout(None)
        with self._lock:
            self._open |= {client, server}
        reader = _Reader(self.asked)
        for source, target, look in ((client, server, reader.read), (server, client, _nothing)):
            threading.Thread(target=self._pump, args=(source, target, look), daemon=True).start()

    def _pump(
        self, source: socket.socket, target: socket.socket, look: Callable[[bytes], Asked | None]
    ) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(_CHUNK):
                self._flows.wait()
                asked = look(data)
                if asked and self.cut_at and self.cut_at(asked):
                    self.cut_at = None
                    self.cut()
                if not self._up.is_set() or (look is _nothing and self.lose_answers):
                    break
                target.sendall(data)
                self.forwarded_while_cut += not self._up.is_set()
        with self._lock:
            self._open -= {source, target}
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


class _Reader:
    """Writes down the requests of one connection (HTTP/1.1, bodies of a told length)."""

    def __init__(self, asked: list[Asked]) -> None:
        self._asked = asked
        self._buffer = bytearray()
        self._now: Asked | None = None

    def read(self, data: bytes) -> Asked | None:
        """The request under way after these bytes."""
        self._buffer += data
        while self._buffer:
            if self._now is None or self._now.whole:
                head, found, rest = self._buffer.partition(b"\r\n\r\n")
                if not found:
                    return None
                self._now = _parse(bytes(head))
                self._asked.append(self._now)
                self._buffer = rest
            missing = self._now.length - len(self._now.body)
            self._now.body += self._buffer[:missing]
            del self._buffer[:missing]
        return self._now


def _parse(head: bytes) -> Asked:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Asked(method, path, int(headers.get("content-length", "0")))


def _nothing(_data: bytes) -> None:
    return None


def _send_to_the_portal(client: socket.socket) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
    with contextlib.suppress(OSError):
        client.recv(_CHUNK)
        client.sendall(head % len(PORTAL) + PORTAL)
    client.close()


def _reset(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
