"""A browser somebody has signed in with before is known, so that strangers' guesses do not shut it out.

The cookie holds what only this server could have written: a random name for the browser, and for each account
that signed in with it a digest. It opens nothing; it only says on whose account a wrong password is counted
(https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, Final

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

COOKIE: Final = "known"
_SECONDS: Final = 365 * 24 * 3600
_MOST: Final = 8  # accounts of one browser; the longest unused is forgotten first
_SALT: Final = "ruhu.known-browser"


def remember_browser(response: Response, user_id: str) -> Response:
    """From now on this browser is one ``user_id`` has signed in with."""
    known = _read() or {"name": secrets.token_urlsafe(16), "of": []}
    mark = _mark(user_id)
    known["of"] = [*(one for one in known["of"] if one != mark), mark][-_MOST:]
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(
        f"__Host-{COOKIE}" if secure else COOKIE,
        _serializer().dumps(known),
        max_age=_SECONDS,
        secure=secure,
        httponly=True,
        samesite="Strict",
    )
    return response


def name_of_browser(user_id: str) -> str:
    """What this browser is called if ``user_id`` signed in with it before; empty for a stranger's."""
    known = _read()
    return str(known["name"]) if known and _mark(user_id) in known["of"] else ""


def _read() -> dict[str, Any] | None:
    given = request.cookies.get(f"__Host-{COOKIE}") or request.cookies.get(COOKIE, "")
    try:
        known: dict[str, Any] = _serializer().loads(given, max_age=_SECONDS)
    except BadSignature:
        return None
    return known


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=_SALT)


def _mark(user_id: str) -> str:
    return hashlib.sha256(user_id.encode()).hexdigest()[:16]
