"""The code on a badge: a compact JWS by the credential key (RFC 7515), read as strictly as it was made."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from joserfc import jws
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import ECKey

from server.domain.credential import Standing
from server.records.entries import Assessor
from server.records.keys import ALGORITHM, sign


class Unverified(Exception):
    """A code whose signature does not hold; ``standing`` says in which way."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        super().__init__(standing.value)


def sign_badge(key: ECKey, assessor: Assessor, issuer: str) -> str:
    """The badge of an assessor: short names, for a QR that a cheap camera reads."""
    claims = {
        "s": assessor.serial,
        "n": assessor.name,
        "a": assessor.id,
        "i": issuer,
        "f": assessor.valid_from,
        "u": assessor.valid_until,
        "p": assessor.portrait[:16],
    }
    text = json.dumps(claims, ensure_ascii=False, separators=(",", ":"))
    return sign(key, text.encode("utf-8"), kid=_key_name(key))


def read_badge(key: ECKey, token: str) -> dict[str, Any]:
    """The payload of a badge signed by the district (RFC 7515 §5.2, ES256 and nothing else)."""
    header = _header(token)
    if header.get("alg") != ALGORITHM:
        raise Unverified(Standing.FORGED)
    if header.get("kid") != _key_name(key):
        raise Unverified(Standing.UNKNOWN_ISSUER)
    try:
        payload = json.loads(jws.deserialize_compact(token, key, algorithms=[ALGORITHM]).payload)
    except BadSignatureError as error:
        raise Unverified(Standing.FORGED) from error
    except (JoseError, ValueError) as error:
        raise Unverified(Standing.MALFORMED) from error
    if not isinstance(payload, dict):
        raise Unverified(Standing.MALFORMED)
    return payload


def _key_name(key: ECKey) -> str:
    """The first 16 characters of the thumbprint: 96 bits, so that the QR has room for a host name."""
    return key.thumbprint()[:16]


def _header(token: str) -> dict[str, Any]:
    parts = token.split(".")
    if len(parts) != 3:
        raise Unverified(Standing.MALFORMED)
    try:
        header = json.loads(base64.b64decode(parts[0] + "=" * (-len(parts[0]) % 4), "-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise Unverified(Standing.MALFORMED) from error
    if not isinstance(header, dict):
        raise Unverified(Standing.MALFORMED)
    return header
