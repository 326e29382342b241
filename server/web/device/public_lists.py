"""What anybody may know: public keys and the signed roster, for the check page (S7-CRED-07)."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from server.services.devices import public_keys
from server.services.rosters import roster as signed_roster
from server.web.current import current_district
from server.web.device.blueprint import device

_MINUTE = 60


@device.get("/keys")
def keys() -> Response:
    return _cached({"keys": public_keys(current_district().keys)})


@device.get("/roster")
def roster() -> Response:
    """The roster without portraits and streets, as a JWS by the credential key."""
    return _cached({"roster": signed_roster(current_district())})


def _cached(content: dict[str, Any]) -> Response:
    response = jsonify(content)
    response.cache_control.public = True
    response.cache_control.max_age = _MINUTE
    return response
