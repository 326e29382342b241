"""How often one address may try what can be guessed."""

from __future__ import annotations

from typing import Final

from flask import Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter: Final = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)


def failed_attempt(response: Response) -> bool:
    """Only an attempt that failed counts; a street behind one address may sign in all at once."""
    return response.status_code >= 400


SIGN_IN: Final = limiter.limit("10 per minute", methods=["POST"], deduct_when=failed_attempt)
