"""Answers that htmx and a plain browser both understand."""

from __future__ import annotations

from flask import Response, make_response, redirect, request
from flask.typing import ResponseReturnValue


def is_htmx() -> bool:
    """Whether the page itself asks, and only wants its part (https://htmx.org/reference/#request_headers)."""
    return request.headers.get("HX-Request") == "true"


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
