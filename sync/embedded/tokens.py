"""ES256 tokens, with the meaning Apache CouchDB's JWT handler gives them.

``sub`` is the name, ``_couchdb.roles`` the roles, ``exp`` is required, ``kid`` names the key
(https://docs.couchdb.org/en/stable/api/server/authn.html#jwt-authentication).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from sync.embedded.errors import BadRequest, Unauthorized
from sync.embedded.identity import Identity
from sync.embedded.json_text import parse_json

ALGORITHM = "ES256"


def read_token(token: str, keys: Mapping[str, Mapping[str, Any]], now: float) -> Identity:
    """The identity a valid token proves; every other token is refused with the reason."""
    claims = _signed_claims(token, keys)
    _check_times(claims, now)
    name = claims.get("sub")
    if not isinstance(name, str) or not name:
        raise Unauthorized("Token missing sub claim.")
    return Identity(name, _roles(claims), "jwt", float(claims["exp"]))


def _signed_claims(token: str, keys: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    try:
        header = jws.extract_compact(token.encode("utf-8")).headers()
        kid = header.get("kid")
        if header.get("alg") != ALGORITHM:
            raise BadRequest("Invalid alg header parameter")
        key = keys.get(kid) if isinstance(kid, str) else None
        if key is None:
            raise BadRequest("Unknown kid")
        signed = jws.deserialize_compact(token, ECKey.import_key(dict(key)), algorithms=[ALGORITHM])
    except (JoseError, ValueError) as error:
        raise BadRequest("Bad signature") from error
    claims = parse_json(signed.payload)
    if not isinstance(claims, dict):
        raise BadRequest("Malformed token")
    return claims


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    expires_at, not_before = claims.get("exp"), claims.get("nbf", 0)
    if not isinstance(expires_at, int | float) or isinstance(expires_at, bool):
        raise BadRequest("Missing exp claim")
    if expires_at <= now:
        raise Unauthorized("exp not in future")
    if not isinstance(not_before, int | float) or not_before > now:
        raise Unauthorized("nbf not in past")


def _roles(claims: Mapping[str, Any]) -> tuple[str, ...]:
    roles = claims.get("_couchdb.roles", [])
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise BadRequest("Malformed roles claim")
    return tuple(roles)
