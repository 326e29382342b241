"""An HTTP client that costs little, so that what is measured is the server.

It knows what CouchDBs answer with: a Content-Length, or chunks that end with an empty one. One thread
speaks for many clients: each is a generator that yields what it asks and is sent the answer.
"""

from __future__ import annotations

import base64
import json
import selectors
import socket
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar
from urllib.parse import unquote, urlsplit

_HEAD_END = b"\r\n\r\n"
_CHUNKS_END = b"0\r\n\r\n"
_AT_ONCE = 1 << 18


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def check(self, *others: int) -> Answer:
        """Anything but success, or one of the others, is an AssertionError."""
        assert 200 <= self.status < 300 or self.status in others, (self.status, self.body[:1000])
        return self


Result = TypeVar("Result")
Talk: TypeAlias = Generator[bytes, Answer, Result]


class Connection:
    """One kept alive. ``url`` may carry ``user:password@``; paths follow it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 80
        self._base = parts.path.rstrip("/")
        self._head = f"Host: {host}:{port}\r\nAccept: application/json\r\n"
        if parts.username:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            self._head += f"Authorization: Basic {base64.b64encode(pair.encode()).decode()}\r\n"
        self._received = bytearray()
        self.socket = socket.create_connection((host, port), timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def message(
        self, method: str, path: str, body: bytes | None = None, kind: str = "application/json"
    ) -> bytes:
        """The bytes of a request, so that they can be made before the clock runs."""
        head = f"{method} {self._base}{path} HTTP/1.1\r\n{self._head}"
        if body is None:
            return f"{head}\r\n".encode()
        return f"{head}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body

    def ask(self, message: bytes) -> Answer:
        self.socket.sendall(message)
        while (answer := self.receive()) is None:
            pass
        return answer.check()

    def receive(self) -> Answer | None:
        """Reads once; the answer where that was the rest of it."""
        part = self.socket.recv(_AT_ONCE)
        if not part:
            raise ConnectionError("the server closed the connection")
        self._received += part
        head_end = self._received.find(_HEAD_END)
        if head_end < 0:
            return None
        head = bytes(self._received[:head_end]).lower()
        body = _whole_body(head, self._received, head_end + len(_HEAD_END))
        if body is None:
            return None
        self._received.clear()
        return Answer(int(head[9:12]), body)

    def close(self) -> None:
        self.socket.close()


@contextmanager
def connect(url: str, count: int = 1) -> Iterator[list[Connection]]:
    with ExitStack() as stack:
        connections = [Connection(url) for _ in range(count)]
        for one in connections:
            stack.callback(one.close)
        yield connections


def converse(
    talks: Sequence[tuple[Connection, Talk[None]]], begun: Callable[[], object] = lambda: None
) -> None:
    """All talk at once, each on its own connection, until all have said everything."""
    with selectors.DefaultSelector() as selector:
        for connection, talk in talks:
            selector.register(connection.socket, selectors.EVENT_READ, (connection, talk))
            connection.socket.sendall(next(talk))
        begun()
        while selector.get_map():
            for key, _ in selector.select():
                connection, talk = key.data
                answer = connection.receive()
                if answer is None:
                    continue
                try:
                    connection.socket.sendall(talk.send(answer))
                except StopIteration:
                    selector.unregister(key.fileobj)


def _whole_body(head: bytes, received: bytearray, start: int) -> bytes | None:
    if b"transfer-encoding: chunked" in head:
        return _dechunk(bytes(received[start:])) if received.endswith(_CHUNKS_END) else None
    length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0] or 0)
    return bytes(received[start:]) if len(received) >= start + length else None


def _dechunk(body: bytes) -> bytes:
    parts, at = [], 0
    while size := int(body[at : (start := body.index(b"\r\n", at))].split(b";")[0], 16):
        parts.append(body[start + 2 : start + 2 + size])
        at = start + size + 4
    return b"".join(parts)
