"""How often one address may try what can be guessed."""

from __future__ import annotations

from typing import Final

from flask import Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

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


def _of_account() -> str:
    """One account, from wherever it is tried."""
    return f"account:{request.form.get('user', '').strip()[:64]}"


SIGN_IN_AS: Final = limiter.limit(
    "30 per hour", key_func=_of_account, methods=["POST"], deduct_when=failed_attempt
)
