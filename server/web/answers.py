"""Answers that htmx and a plain browser both understand."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from flask import Response, make_response, redirect, request
from flask.typing import ResponseReturnValue

from server.errors import Refusal

_STATIC: Final = Path(__file__).parents[2] / "static"


def is_htmx() -> bool:
    """Whether the page itself asks, and only wants its part (https://htmx.org/reference/#request_headers)."""
    return request.headers.get("HX-Request") == "true"


def leads_here(address: str) -> bool:
    """Whether a browser stays on this server: a path of its own, without what would end a header."""
    parts = urlsplit(address.replace("\\", "/"))
    return (
        address.isprintable()
        and not (parts.scheme or parts.netloc)
        and parts.path.startswith("/")
        and not parts.path.startswith("//")
    )


def see(address: str) -> ResponseReturnValue:
    """Goes on to another page."""
    if not is_htmx():
        return redirect(address)
    answer = make_response("", 200)
    answer.headers["HX-Redirect"] = address
    return answer


def pdf(content: bytes, name: str) -> Response:
    """A paper, shown in the browser under a name it can be saved by."""
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def saved_file(content: bytes | Iterator[bytes], name: str, mimetype: str = "text/csv") -> Response:
    """A file to be saved under a name, whole or in pieces; no cache keeps it."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def script(path: str) -> Response:
    """A script below ``static`` that is not addressed by its digest: a worker."""
    return fresh(path, "text/javascript")


def fresh(path: str, mimetype: str) -> Response:
    """A file below ``static``, asked for again each time, so that a new version is seen; else a 304."""
    file = _STATIC / path
    if not file.is_file():
        raise Refusal("request.not_found")
    content = file.read_bytes()
    answer = Response(content, mimetype=mimetype)
    answer.headers["Cache-Control"] = "no-cache"
    answer.set_etag(sha256(content).hexdigest())
    answer.make_conditional(request)
    return answer


def kept_photo(content: bytes, digest: str) -> Response:
    """A photo under a name of its own, not to be kept by any browser."""
    answer = Response(content, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Disposition"] = f'inline; filename="{digest[:12]}.jpg"'
    return answer
