"""Carries the requests of the ``couchdb`` package's client to a WSGI application in the same process."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from sync.chunk_stream import ChunkStream, Readable
from sync.couch_calls import encode_body, refusal_of
from sync.embedded.app import WSGIApp
from sync.embedded.identity import IN_PROCESS


class _Headers(dict[str, str]):
    """Headers by name, in whatever case: what of ``http.client.HTTPMessage`` the client looks at."""

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name.lower(), value)

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)


class InProcessSession:
    """Does what ``couchdb.http.Session`` does, calling the application instead of a socket.

    The identity travels beside the request, where nothing that comes by HTTP can put it.
    """

    def __init__(self, app: WSGIApp) -> None:
        self._app = app

    def request(
        self,
        method: str,
        url: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        **_: object,
    ) -> tuple[int, _Headers, Readable | None]:
        """Status, headers and body of the answer; the client's own exceptions for refusals."""
        sent, kind = encode_body(body)
        environ = _environ(method.upper(), url, sent, {"Content-Type": kind, **(headers or {})})
        status, got, chunks = self._call(environ)
        if status >= 400:
            raise refusal_of(status, b"".join(chunks))
        return status, got, ChunkStream(chunks)

    def _call(self, environ: dict[str, Any]) -> tuple[int, _Headers, Iterable[bytes]]:
        got = _Headers()
        lines: list[str] = []

        def start_response(line: str, headers: list[tuple[str, str]]) -> None:
            lines.append(line)
            for name, value in headers:
                got[name] = value

        chunks = self._app(environ, start_response)
        return int(lines[0].split(" ", 1)[0]), got, chunks


def _environ(method: str, url: str, body: bytes | Readable, headers: dict[str, str]) -> dict[str, Any]:
    parts = urlsplit(url)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "REQUEST_URI": f"{parts.path}?{parts.query}" if parts.query else parts.path,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
        "QUERY_STRING": parts.query,
        "HTTP_HOST": parts.netloc,
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body) if isinstance(body, bytes) else body,
        "ruhu.identity": IN_PROCESS,
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    if isinstance(body, bytes):
        environ["CONTENT_LENGTH"] = str(len(body))
    else:
        environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    return environ
