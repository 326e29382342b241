"""A plain HTTP client for the contract tests: what curl would send, nothing more."""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def refusal(self) -> tuple[int, str]:
        """Status and CouchDB's error name."""
        return self.status, self.json["error"]


class Client:
    """``url`` may carry ``user:password@``; ``authorization`` overrules it (empty: none).

    A server that says nothing for ``patience`` seconds has not answered: TimeoutError.
    """

    def __init__(self, url: str, authorization: str | None = None, patience: float = 30) -> None:
        parts = urlsplit(url)
        self.host, self.port = parts.hostname or "", parts.port or 80
        self.base = parts.path.rstrip("/")
        if authorization is None and parts.username:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            authorization = "Basic " + base64.b64encode(pair.encode()).decode()
        self.authorization = authorization
        self.patience = patience
        self.bare_url = f"http://{self.host}:{self.port}{self.base}"

    def at(self, *segments: str) -> Client:
        below = "/".join(quote(segment, safe=":") for segment in segments)
        return Client(f"{self.bare_url}/{below}", self.authorization or "", self.patience)

    def as_user(self, authorization: str) -> Client:
        return Client(self.bare_url, authorization, self.patience)

    def open(
        self,
        method: str,
        path: str = "",
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        **query: Any,
    ) -> tuple[HTTPConnection, HTTPResponse]:
        """The answer as a stream; the caller closes both."""
        connection = HTTPConnection(self.host, self.port, timeout=self.patience)
        sent = {"Accept": "application/json", **(headers or {})}
        if self.authorization:
            sent.setdefault("Authorization", self.authorization)
        if body is not None and not isinstance(body, bytes | Iterator):
            body = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        target = f"{self.base}/{path}" if path else self.base or "/"
        if query:
            target += "?" + urlencode({key: _query(value) for key, value in query.items()})
        try:
            connection.request(method, target, body, sent)
            return connection, connection.getresponse()
        except BaseException:
            connection.close()
            raise

    def connect(self) -> socket.socket:
        """A bare connection."""
        return socket.create_connection((self.host, self.port), timeout=self.patience)

    def raw(self, head: str, body: bytes = b"") -> socket.socket:
        """A connection that has sent these header lines (with who asks) and this much of a body."""
        one = self.connect()
        lines = [head, f"Host: {self.host}", f"Authorization: {self.authorization}", "", ""]
        one.sendall("\r\n".join(lines).encode("utf-8", "surrogateescape") + body)
        return one

    def stall(self, method: str, path: str, *, length: int, sent: bytes) -> socket.socket:
        """A connection whose body stops coming."""
        return self.raw(f"{method} {self.base}/{path} HTTP/1.1\r\nContent-Length: {length}", sent)

    def request(self, method: str, path: str = "", body: Any = None, **more: Any) -> Answer:
        connection, answer = self.open(method, path, body, **more)
        try:
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path: str = "", **more: Any) -> Answer:
        return self.request("GET", path, **more)

    def put(self, path: str = "", body: Any = None, **more: Any) -> Answer:
        return self.request("PUT", path, body, **more)

    def post(self, path: str = "", body: Any = None, **more: Any) -> Answer:
        return self.request("POST", path, body, **more)

    def delete(self, path: str = "", **more: Any) -> Answer:
        return self.request("DELETE", path, **more)


def _query(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value)
