"""Tokens as the server issues them, and as somebody else would like to."""

from __future__ import annotations

import json
import time
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OctKey

KEY = ECKey.generate_key("P-256")
OTHER_KEY = ECKey.generate_key("P-256")
PUBLIC_KEYS = {"2026": KEY.as_dict(private=False)}
PUBLIC_KEYS_OPTION = json.dumps(PUBLIC_KEYS)


def claims(**changes: Any) -> dict[str, Any]:
    """A tablet's claims, valid for a minute; a claim given as None is left out."""
    full = {
        "sub": "a-0217",
        "exp": int(time.time()) + 60,
        "_couchdb.roles": ["device:thumbprint"],
        **changes,
    }
    return {name: value for name, value in full.items() if value is not None}


def bearer(given: dict[str, Any], *, key: Any = KEY, **header: Any) -> str:
    protected = {"alg": "ES256", "kid": "2026", "typ": "JWT", **header}
    payload = json.dumps(given).encode()
    return "Bearer " + jws.serialize_compact(protected, payload, key, algorithms=["ES256", "HS256"])


def bearer_signed_with_public_key_as_secret(given: dict[str, Any]) -> str:
    """The old confusion of algorithms: HS256 with the public key's text as the secret."""
    secret = OctKey.import_key(json.dumps(PUBLIC_KEYS["2026"]).encode())
    return bearer(given, key=secret, alg="HS256")
