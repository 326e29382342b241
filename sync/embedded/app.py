"""The WSGI application: who asks, what for, and CouchDB's answer when it is refused."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any

from sync.embedded.access import Access
from sync.embedded.cors import cors_headers, preflight
from sync.embedded.endpoints.sessions import renewed
from sync.embedded.errors import StoreError
from sync.embedded.http import CHUNK, Headers, Request, Response, answer, brings_body
from sync.embedded.routes import dispatch
from sync.embedded.store import Store

StartResponse = Callable[[str, Headers], object]
WSGIApp = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

# How much of a refused body is read, and how long that may take.
_DRAINED_BYTES = 128_000_000
_DRAINED_SECONDS = 10.0

ASKED_BY = "ruhu.asked_by"  # the name of who asked, kept in the environ for a log around this application

_log = logging.getLogger(__name__)


def create_store_app(store: Store, access: Access) -> WSGIApp:
    """CouchDB's HTTP API over a store. May be mounted below any path."""

    def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        response = _respond(environ, store, access)
        headers = [
            ("Server", "CouchDB/3.5.0 (Ruhu)"),
            ("X-Couch-Request-ID", secrets.token_hex(5)),
            *response.headers,
            *cors_headers(environ, access),
        ]
        body = response.body
        if isinstance(body, bytes):
            headers.append(("Content-Length", str(len(body))))
            body = [body]
        start_response(response.status_line, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else body

    return app


def _respond(environ: dict[str, Any], store: Store, access: Access) -> Response:
    if environ["REQUEST_METHOD"] == "OPTIONS":
        return preflight(environ, access)
    try:
        request = Request(environ, store, access)
        if "ruhu.identity" not in environ:
            request.identity = access.identify(environ)
        environ[ASKED_BY] = request.identity.name
        return renewed(request, dispatch(request))
    except StoreError as error:
        drain(environ)
        response = refused(error)
        asked = environ.get("HTTP_X_COUCHDB_WWW_AUTHENTICATE")
        if asked and response.status == 401:
            response.headers.append(("WWW-Authenticate", asked))
        return response
    except Exception:
        _log.exception("A request of the store failed")  # its address names a file
        return answer(
            {"error": "internal_server_error", "reason": "The request could not be carried out."}, 500
        )


def drain(environ: dict[str, Any]) -> None:
    """Read what is left of a refused body, within bounds.

    A client that is still sending when the connection closes sees a reset and not the answer. One that asked
    first (``Expect: 100-continue``, RFC 9110 §10.1.1) has not begun to send.
    """
    if "HTTP_EXPECT" in environ or not brings_body(environ):
        return
    source, left, end = environ["wsgi.input"], _DRAINED_BYTES, time.monotonic() + _DRAINED_SECONDS
    while left > 0 and time.monotonic() < end and (chunk := source.read(CHUNK)):
        left -= len(chunk)


def refused(error: StoreError) -> Response:
    """The JSON body every client of CouchDB knows."""
    headers: Headers = []
    allowed = getattr(error, "allowed", None)
    if allowed:
        headers.append(("Allow", allowed))
    length = getattr(error, "length", None)
    if length is not None:
        headers.append(("Content-Range", f"bytes */{length}"))
    return answer({"error": error.error, "reason": error.reason}, error.status, headers)
