"""Carries the requests of the ``couchdb`` package's client over HTTP, bodies of any size as streams.

The package's own session sends a stream a second time from where it stands when a connection breaks, waits
for ever, and cannot read a refusal that comes in chunks.
"""

from __future__ import annotations

import io
import selectors
import socket
import ssl
import threading
from base64 import b64encode
from collections import defaultdict
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlsplit

from sync.chunk_stream import Readable
from sync.couch_calls import encode_body, refusal_of

# Longer than a long-poll waits; a server that says nothing for so long is gone.
TIMEOUT_SECONDS = 120
CHUNK = 64 * 1024
_EMPTY = frozenset({204, 304})
_NO_CHECK_TIME: Final = 0x200000  # X509_V_FLAG_NO_CHECK_TIME, which Python's ssl has no name for


def trust_alone(certificate: str) -> ssl.SSLContext:
    """Believes whoever holds the key of this one certificate (PEM), under any name and at any time."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | _NO_CHECK_TIME
    context.load_verify_locations(cadata=certificate)
    return context


class HTTPSession:
    """Does what ``couchdb.http.Session`` does; may be used by several threads at once."""

    def __init__(
        self, timeout_seconds: float = TIMEOUT_SECONDS, context: ssl.SSLContext | None = None
    ) -> None:
        self._timeout = timeout_seconds
        self._context = context
        self._idle: dict[tuple[str, str], list[HTTPConnection]] = defaultdict(list)
        self._lock = threading.Lock()

    def request(
        self,
        method: str,
        url: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        credentials: tuple[str, str] | None = None,
        **_: object,
    ) -> tuple[int, Message, Readable | None]:
        """Status, headers and body of the answer; the client's own exceptions for refusals, else OSError."""
        sent, kind = encode_body(body)
        asked = {"Accept": "application/json", "Content-Type": kind, **(headers or {})}
        if credentials:
            asked["Authorization"] = "Basic " + b64encode(":".join(credentials).encode()).decode()
        try:
            connection, answer = self._exchange(method.upper(), url, sent, asked)
        except HTTPException as error:
            raise ConnectionError(f"{type(error).__name__} {error}".strip()) from error
        content = _Content(answer, self, _place(url), connection)
        if answer.status >= 300:
            raise refusal_of(answer.status, content.read())
        if method == "HEAD" or answer.status in _EMPTY or answer.length == 0:
            content.read()
            return answer.status, answer.msg, None
        return answer.status, answer.msg, content

    def _exchange(
        self, method: str, url: str, body: bytes | Readable, headers: dict[str, str]
    ) -> tuple[HTTPConnection, HTTPResponse]:
        """A connection that was kept may have been closed by the other side: then once more on a new one.

        One that only says nothing may have got the request, which is not sent twice.
        """
        connection = self._take(_place(url))
        if connection is not None:
            try:
                return connection, _ask(connection, method, url, body, headers)
            except (OSError, HTTPException) as error:
                connection.close()
                if not isinstance(body, bytes) or isinstance(error, TimeoutError):
                    raise
            except BaseException:
                connection.close()
                raise
        connection = self._connect(_place(url))
        try:
            return connection, _ask(connection, method, url, body, headers)
        except BaseException:
            connection.close()
            raise

    def _take(self, place: tuple[str, str]) -> HTTPConnection | None:
        """A kept connection on which nothing has arrived: something would be the other side's farewell."""
        while True:
            with self._lock:
                if not self._idle[place]:
                    return None
                connection = self._idle[place].pop()
            if connection.sock is not None and not _has_arrived(connection.sock):
                return connection
            connection.close()

    def _connect(self, place: tuple[str, str]) -> HTTPConnection:
        scheme, host = place
        if scheme == "https":
            return HTTPSConnection(host, timeout=self._timeout, context=self._context)
        return HTTPConnection(host, timeout=self._timeout)

    def __del__(self) -> None:
        for connection in (one for kept in self._idle.values() for one in kept):
            connection.close()

    def keep(self, place: tuple[str, str], connection: HTTPConnection) -> None:
        """For the next request."""
        with self._lock:
            self._idle[place].append(connection)


class _Content(io.RawIOBase):
    """The body of an answer; read to its end, its connection serves again."""

    def __init__(
        self,
        answer: HTTPResponse,
        session: HTTPSession,
        place: tuple[str, str],
        connection: HTTPConnection,
    ) -> None:
        super().__init__()
        self._answer = answer
        self._session = session
        self._place = place
        self._connection: HTTPConnection | None = connection

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        """All of it without ``size``. A body that ends before its length is an OSError, never an answer."""
        try:
            data = self._answer.read(None if size is None or size < 0 else size)
        except (HTTPException, ValueError) as error:
            self.close()
            raise ConnectionError("The answer ends early.") from error
        if not data and self._answer.length and size != 0:
            self.close()
            raise ConnectionError("The answer ends early.")
        if self._answer.isclosed() and self._connection is not None:
            self._let_go(self._connection)
        return data

    def _let_go(self, connection: HTTPConnection) -> None:
        self._connection = None
        if self._answer.will_close:
            connection.close()
        else:
            self._session.keep(self._place, connection)

    def close(self) -> None:
        """Given up before its end, the connection is of no more use."""
        if self._connection is not None:
            self._answer.close()
            self._connection.close()
            self._connection = None
        super().close()


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _has_arrived(sock: socket.socket) -> bool:
    """Whatever the number of the descriptor: ``select`` takes none above 1023."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(sock, selectors.EVENT_READ)
        return bool(waiting.select(0))


def _ask(
    connection: HTTPConnection, method: str, url: str, body: bytes | Readable, headers: dict[str, str]
) -> HTTPResponse:
    parts = urlsplit(url)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    connection.putrequest(method, target, skip_accept_encoding=True)
    for name, value in headers.items():
        if value:
            connection.putheader(name, value)
    length = len(body) if isinstance(body, bytes) else getattr(body, "length", None)
    if length is None:
        connection.putheader("Transfer-Encoding", "chunked")
    elif length or method not in ("GET", "HEAD"):
        connection.putheader("Content-Length", str(length))
    if isinstance(body, bytes):
        connection.endheaders(body or None)
        return connection.getresponse()
    connection.endheaders()
    _send(connection, body, chunked=length is None)
    return connection.getresponse()


def _send(connection: HTTPConnection, body: Readable, *, chunked: bool) -> None:
    """Stops where the other side hangs up: it refused early, and its answer says more than a broken pipe."""
    ended = False
    while not ended:
        chunk = body.read(CHUNK)
        ended = not chunk
        try:
            connection.send(b"%x\r\n%s\r\n" % (len(chunk), chunk) if chunked else chunk)
        except (BrokenPipeError, ConnectionResetError):
            return
