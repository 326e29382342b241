"""What a tablet signed as a compact JWS, checked against the tablet its ``kid`` names (RFC 7515)."""

from __future__ import annotations

import json
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from server.errors import Refusal
from server.records.keys import ALGORITHM, parse_public_key
from server.services.devices import find_device
from server.services.district import District


def read_signed(district: District, token: str, noun: str) -> tuple[dict[str, Any], str]:
    """The payload and the id of the tablet that signed it; ``noun`` begins the code of a refusal.

    A public key the header carries is for a colleague's tablet with no network; here it counts for nothing.
    """
    try:
        device = find_device(district, str(jws.extract_compact(token.encode()).headers()["kid"]))
        if device is None:
            raise Refusal(f"{noun}.bad_signature")
        key = parse_public_key(dict(device.jwk))
        payload = json.loads(jws.deserialize_compact(token, key, algorithms=[ALGORITHM]).payload)
    except (JoseError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refusal(f"{noun}.bad_signature") from error
    if not isinstance(payload, dict):
        raise Refusal(f"{noun}.malformed")
    return payload, device.id
