"""The door of the feed: a token for a password, and every answer says which OData it is (Part 1 §8.1.5)."""

from __future__ import annotations

import hashlib
from typing import Final

from flask import Blueprint, Response, g, request

from server.domain.feed import VERSION
from server.domain.permission import Actor
from server.errors import Refusal
from server.services.feed_tokens import find_reader
from server.web.current import current_district
from server.web.limits import limiter, source

feed: Final = Blueprint("feed", __name__, url_prefix="/odata")


def _of_token() -> str:
    """One token, from wherever it is used; without one, an address."""
    given = request.headers.get("Authorization", "")
    return f"feed:{hashlib.sha256(given.encode()).hexdigest()[:16]}" if given else source()


def _is_wrong(response: Response) -> bool:
    return response.status_code == 401


READING: Final = limiter.limit("240 per minute", key_func=_of_token)
GUESSING: Final = limiter.limit("30 per hour", deduct_when=_is_wrong)


def open_door() -> None:
    """The person of the token: by Basic, where spreadsheets ask for a name and a password, or as Bearer."""
    _check_version(request.headers.get("OData-MaxVersion", VERSION))
    given = request.authorization
    if given is None or given.type not in ("basic", "bearer"):
        raise Refusal("feed.token")
    token = given.password if given.type == "basic" else given.token
    user = (given.username or "") if given.type == "basic" else ""
    g.reader = find_reader(current_district(), token or "", user)


@feed.after_request
def _say_version(response: Response) -> Response:
    response.headers["OData-Version"] = VERSION
    response.headers["Cache-Control"] = "no-store"
    return response


def current_reader() -> Actor:
    """The person this request reads for."""
    reader: Actor = g.reader
    return reader


def _check_version(most: str) -> None:
    """Refuses a client that understands no 4.0 (Part 1 §8.2.7)."""
    major, _, minor = most.strip().partition(".")
    if not (major.isdecimal() and (minor.isdecimal() or not minor) and int(major[:4]) >= 4):
        raise Refusal("feed.version")
