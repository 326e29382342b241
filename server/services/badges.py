"""The code on a badge: a compact JWS by a credential key (RFC 7515), read as strictly as it was made."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Sequence
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from server.domain.credential import Standing
from server.records.entries import Assessor
from server.records.key_chain import Link, read_links
from server.records.keys import ALGORITHM, FileSigner, Keys, Signer, sign

# RFC 7515 §2: base64url without padding.
_COMPACT: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
# The first characters of the thumbprint: 96 bits, so that the QR has room for a host name.
KEY_NAME: Final = 16


class Unverified(Exception):
    """A code whose signature does not hold; ``standing`` says in which way."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        super().__init__(standing.value)


def sign_badge(key: ECKey | Signer, assessor: Assessor, issuer: str) -> str:
    """The badge of an assessor: short names, for a QR that a cheap camera reads."""
    signer = FileSigner(key) if isinstance(key, ECKey) else key
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
    return sign(signer, text.encode("utf-8"), kid=_key_name(signer.kid))


def read_badge(keys: Keys, token: str) -> dict[str, Any]:
    """The payload of a badge signed by the district, by its present key or one before it."""
    return read_signed(read_links(keys), token)


def read_signed(links: Sequence[Link], token: str) -> dict[str, Any]:
    """The payload of a badge signed by one of the keys (RFC 7515 §5.2, ES256 and nothing else).

    A badge by a key declared compromised counts as revoked: who stole the key dates badges as he likes.
    """
    header = _header(token)
    if header.get("alg") != ALGORITHM:
        raise Unverified(Standing.FORGED)
    link = next((one for one in links if _key_name(one.kid) == header.get("kid")), None)
    if link is None:
        raise Unverified(Standing.UNKNOWN_ISSUER)
    payload = _verified(link, token)
    if link.compromised:
        raise Unverified(Standing.REVOKED)
    try:
        claims = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise Unverified(Standing.MALFORMED) from error
    if not isinstance(claims, dict):
        raise Unverified(Standing.MALFORMED)
    return claims


def _verified(link: Link, token: str) -> bytes:
    """What the key signed; a signature cut short or spelled otherwise is none."""
    try:
        payload = jws.deserialize_compact(token, link.key, algorithms=[ALGORITHM]).payload
        signature = token.rpartition(".")[2]
        spelled = base64.urlsafe_b64encode(base64.urlsafe_b64decode(f"{signature}==")).rstrip(b"=")
    except (JoseError, ValueError) as error:
        raise Unverified(Standing.FORGED) from error
    if spelled.decode("ascii") != signature:
        raise Unverified(Standing.FORGED)
    return payload


def _key_name(kid: str) -> str:
    return kid[:KEY_NAME]


def _header(token: str) -> dict[str, Any]:
    if not _COMPACT.fullmatch(token):
        raise Unverified(Standing.MALFORMED)
    head = token.partition(".")[0]
    try:
        header = json.loads(base64.b64decode(head + "=" * (-len(head) % 4), "-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise Unverified(Standing.MALFORMED) from error
    if not isinstance(header, dict):
        raise Unverified(Standing.MALFORMED)
    return header
