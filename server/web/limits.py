"""How often one address may try what can be guessed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from flask import Response, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from server.services.accounts import note_shut
from server.services.people import known_id
from server.web.current import current_district, find_actor

_log: Final = logging.getLogger("ruhu.sign_in")
limiter: Final = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)


# Who hands in a photo as a phone takes it may send so much; everybody else what the application allows.
_PHOTO_BYTES: Final = 16_000_000
_TAKES_PHOTOS: Final = frozenset({"desk.prove"})


def allow_photos() -> None:
    """Lets the body of a page that takes photos be larger; asked before anything reads it."""
    if request.endpoint in _TAKES_PHOTOS:
        request.max_content_length = _PHOTO_BYTES


def failed_attempt(response: Response) -> bool:
    """Only an attempt that failed counts; a street behind one address may sign in all at once."""
    return response.status_code >= 400


def _of_notice() -> str:
    """One notice, whoever asks: nobody buries a family under objections."""
    return f"notice:{(request.view_args or {}).get('notice_id', '')}"


# A whole building may stand behind one address.
OBJECTING: Final = limiter.limit("10 per hour", methods=["POST"])
OBJECTING_TO_ONE: Final = limiter.limit("60 per day", key_func=_of_notice, methods=["POST"])


def _of_community() -> str:
    """One community, whoever complains: no office is buried under heaps of tip-offs."""
    return f"complaint:{request.form.get('community', '')[:64]}"


COMPLAINING: Final = limiter.limit("60 per day", key_func=_of_community, methods=["POST"])
FOLLOWING: Final = limiter.limit("20 per minute")
SIGN_IN: Final = limiter.limit("10 per minute", methods=["POST"], deduct_when=failed_attempt)


def _tried() -> str:
    return request.form.get("user", "").strip()[:64]


def _half_way() -> str:
    """Whose password was given, so that a code is asked for."""
    return str(session.get("half", [""])[0])


def _tell_shut(user_id: str) -> None:
    """The administrator finds it on the account's page; whoever collects the log, there."""
    note_shut(current_district(), user_id)
    account = known_id(current_district(), user_id)
    event = {"event": "sign_in_shut", "account": account, "address": request.remote_addr}
    _log.warning("sign_in_shut", extra={"event": event})


def _of_account(prefix: str, whose: Callable[[], str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """One account, from wherever it is tried."""
    return limiter.limit(
        "30 per hour",
        key_func=lambda: f"{prefix}:{whose()}",
        methods=["POST"],
        deduct_when=failed_attempt,
        on_breach=lambda _limit: _tell_shut(whose()),
    )


SIGN_IN_AS: Final = _of_account("account", _tried)
# Six digits, three codes good at a time: thirty tries an hour find one in about a year.
CODE_AS: Final = _of_account("code", _half_way)


def _signed_in() -> str:
    actor = find_actor()
    return actor.user_id if actor else ""


# Whoever sits down at a desk left open guesses its password no faster than at the door.
AGAIN_AS: Final = _of_account("again", _signed_in)
