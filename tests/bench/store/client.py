"""An HTTP client that costs little, so that what is measured is the server.

It knows what CouchDBs answer with: a Content-Length, or chunks that end with an empty one.
"""

from __future__ import annotations

import base64
import selectors
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_CHUNKS_END = b"0\r\n\r\n"
_AT_ONCE = 1 << 18


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


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
        """The answer; anything but success is an AssertionError."""
        self.socket.sendall(message)
        return self.receive()

    def receive(self) -> Answer:
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head, rest = received[:end].lower(), received[end + 4 :]
        body = self._body(head, rest)
        answer = Answer(int(head[9:12]), body)
        assert 200 <= answer.status < 300, (answer.status, body[:1000])
        return answer

    def close(self) -> None:
        self.socket.close()

    def _body(self, head: bytes, rest: bytes) -> bytes:
        if b"transfer-encoding: chunked" in head:
            return _dechunk(self._read_until_last_chunk(rest))
        _, _, length = head.partition(b"content-length:")
        return self._read(rest, int(length.split(b"\r\n", 1)[0] or 0))

    def _read(self, rest: bytes, length: int) -> bytes:
        parts, missing = [rest], length - len(rest)
        while missing > 0:
            part = self._more()
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def _read_until_last_chunk(self, rest: bytes) -> bytes:
        read = bytearray(rest)
        while not read.endswith(_CHUNKS_END):
            read += self._more()
        return bytes(read)

    def _more(self) -> bytes:
        part = self.socket.recv(_AT_ONCE)
        if not part:
            raise ConnectionError("the server closed the connection")
        return part


@contextmanager
def connect(url: str, count: int = 1) -> Iterator[list[Connection]]:
    with ExitStack() as stack:
        connections = [Connection(url) for _ in range(count)]
        for one in connections:
            stack.callback(one.close)
        yield connections


def ask_at_once(connections: Sequence[Connection], messages: Sequence[bytes]) -> None:
    """Every connection asks its next as soon as it is answered, until all messages are: one thread does."""
    waiting = iter(messages)
    with selectors.DefaultSelector() as selector:
        for connection, message in zip(connections, waiting, strict=False):
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.socket.sendall(message)
        while selector.get_map():
            for key, _ in selector.select():
                key.data.receive()
                following = next(waiting, None)
                if following is None:
                    selector.unregister(key.fileobj)
                else:
                    key.data.socket.sendall(following)


def _dechunk(body: bytes) -> bytes:
    parts, at = [], 0
    while size := int(body[at : (start := body.index(b"\r\n", at))].split(b";")[0], 16):
        parts.append(body[start + 2 : start + 2 + size])
        at = start + size + 4
    return b"".join(parts)
