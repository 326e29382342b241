"""The envelope (design §4): JWE (RFC 7516) with A256GCM; photos as bare AES-256-GCM (NIST SP 800-38D).

A *caseload key* is 32 random bytes an assessor, named by ``kid``. What passes between a tablet and the server
is sealed to it (``alg: dir``); the key itself travels and rests in a JWE to somebody's P-256 key
(``alg: ECDH-ES``). Nothing here knows what is sealed.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import pybase64
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, GuestProtocol, OctKey

KEY_BYTES: Final = 32
_DIRECT: Final = ("dir", "A256GCM")
_AGREED: Final = ("ECDH-ES", "A256GCM")
_IV_BYTES: Final = 12
_TAG_BYTES: Final = 16
_UNSAFE: Final = "=+/"  # in base64, and never in base64url as it is written here
_LARGEST: Final = 2**30  # bytes of a sealed text: what is too large is for the store to say
# What hostile text may raise in the parts of joserfc that read it.
_UNREADABLE: Final = (JoseError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


class CannotOpen(Exception):
    """A seal names no key that is known, or was not made by the key it names over these bytes."""


class OtherKey(CannotOpen):
    """A seal is for another key than the one at hand."""


class CaseloadKey:
    """One caseload key, ready for use."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_BYTES:
            raise ValueError("a caseload key has 32 bytes")
        self.kid: Final = key_id(raw)
        self.jwk: Final = {"kty": "oct", "k": _base64url(raw), "kid": self.kid}
        self.key: Final = OctKey.import_key(raw)
        self._gcm: Final = AESGCM(raw)

    def seal(self, plaintext: bytes, content_type: str = "") -> str:
        """A compact JWE over ``plaintext``; ``content_type`` is its ``cty`` (``JOSE`` for a JWS inside).

        A visit comes with a dozen of them: put together here a seal takes a fifth of joserfc's time.
        """
        header = {"alg": "dir", "enc": "A256GCM", "kid": self.kid}
        header |= {"cty": content_type} if content_type else {}
        protected = _base64url(json.dumps(header, separators=(",", ":")).encode("utf-8"))
        iv = os.urandom(_IV_BYTES)
        sealed = self._gcm.encrypt(iv, plaintext, protected.encode("ascii"))
        text, tag = sealed[:-_TAG_BYTES], sealed[-_TAG_BYTES:]
        return ".".join((protected, "", _base64url(iv), _base64url(text), _base64url(tag)))

    def open(self, protected: str, iv: str, text: str, tag: str) -> bytes:
        """What :meth:`seal` sealed, by the parts of the compact JWE (RFC 7516 §5.2)."""
        try:
            sealed = _bytes_of(text) + _bytes_of(tag)
            return self._gcm.decrypt(_bytes_of(iv), sealed, protected.encode("ascii"))
        except (InvalidTag, ValueError) as error:
            raise CannotOpen("not sealed over these bytes by the key it names") from error

    def seal_bytes(self, content: bytes, name: str) -> bytes:
        """``iv ‖ ciphertext ‖ tag``; the name of the document they belong to is authenticated with them."""
        iv = os.urandom(_IV_BYTES)
        return iv + self._gcm.encrypt(iv, content, name.encode("utf-8"))

    def open_bytes(self, sealed: bytes, name: str) -> bytes:
        """The inverse of :meth:`seal_bytes`; refuses bytes that were moved to another document."""
        try:
            return self._gcm.decrypt(sealed[:_IV_BYTES], sealed[_IV_BYTES:], name.encode("utf-8"))
        except (InvalidTag, ValueError) as error:
            raise CannotOpen("these bytes belong to another document or were changed") from error


Caseload = Sequence[CaseloadKey]  # an assessor's keys, the newest first


def new_key() -> CaseloadKey:
    return CaseloadKey(secrets.token_bytes(KEY_BYTES))


def key_id(raw: bytes) -> str:
    """The first 16 characters of base64url(SHA-256) of a key: what its documents name it by."""
    return _base64url(hashlib.sha256(raw).digest())[:16]


def import_key(jwk: Mapping[str, Any]) -> CaseloadKey:
    return CaseloadKey(bytes(OctKey.import_key({"kty": "oct", "k": jwk["k"]}).raw_value))


def open_sealed(caseload: Caseload, sealed: object) -> tuple[bytes, CaseloadKey]:
    """What :meth:`CaseloadKey.seal` sealed, and the key of the caseload it names.

    What is written as seals are written here is opened here; everything else joserfc reads, or refuses.
    """
    parts = _parts_of(sealed)
    if parts and (kid := _kid_of(parts[0])):
        key = _find(caseload, kid)
        return key.open(*parts), key
    used: list[CaseloadKey] = []

    def choose(recipient: GuestProtocol) -> OctKey:
        used.append(_find(caseload, recipient.headers().get("kid")))
        return used[0].key

    try:
        opened = jwe.decrypt_compact(str(sealed), choose, registry=_REGISTRY)
    except _UNREADABLE as error:
        raise CannotOpen("no JWE, or not sealed over these bytes by the key it names") from error
    return opened.plaintext or b"", used[0]


def _parts_of(sealed: object) -> list[str]:
    """Header, initialization vector (12 bytes), ciphertext and tag (16 bytes) of a compact JWE without a key
    (RFC 7516 §7.1); nothing of what is written otherwise.

    A visit comes with fifty kilobytes of them: a regular expression would look at each character.
    """
    if not isinstance(sealed, str) or any(sign in sealed for sign in _UNSAFE):
        return []
    parts = sealed.split(".")
    is_ours = len(parts) == 5 and not parts[1] and (len(parts[2]), len(parts[4])) == (16, 22)
    return [parts[0], *parts[2:]] if is_ours else []


def seal_to(key: ECKey, payload: Mapping[str, Any], kid: str = "") -> str:
    """A compact JWE that only the holder of a P-256 key can open (ECDH-ES, RFC 7518 §4.6)."""
    header = {"alg": "ECDH-ES", "enc": "A256GCM"} | ({"kid": kid} if kid else {})
    return jwe.encrypt_compact(header, json.dumps(payload), key, algorithms=_AGREED)


def open_for(key: ECKey, sealed: str) -> dict[str, Any]:
    """The payload of :func:`seal_to` for the holder of the private key."""
    try:
        payload = json.loads(jwe.decrypt_compact(sealed, key, algorithms=_AGREED).plaintext or b"")
    except _UNREADABLE as error:
        raise CannotOpen("this was sealed to another key or changed") from error
    if not isinstance(payload, dict):
        raise CannotOpen("an object was expected")
    return payload


def open_file(key: ECKey, sealed: str) -> bytes:
    """What was sealed to a P-256 key, of any size (ECDH-ES); refuses what is for another, or changed."""

    def choose(recipient: GuestProtocol) -> ECKey:
        if recipient.headers().get("kid") != key.thumbprint():
            raise OtherKey("this was sealed to another key")
        return key

    try:
        return jwe.decrypt_compact(sealed, choose, registry=_AGREEMENT).plaintext or b""
    except _UNREADABLE as error:
        raise CannotOpen("no JWE, or it was cut short or changed") from error


def _find(caseload: Caseload, kid: object) -> CaseloadKey:
    found = next((key for key in caseload if key.kid == kid), None)
    if found is None:
        raise CannotOpen("no key of this name is known")
    return found


@lru_cache(maxsize=1024)
def _kid_of(protected: str) -> str:
    """The key a header names that says what a seal's says and nothing else; empty for any other header."""
    try:
        header = json.loads(_bytes_of(protected))
    except ValueError:
        return ""
    if not isinstance(header, dict) or not header.keys() <= {"alg", "enc", "kid", "cty"}:
        return ""
    is_ours = (header.get("alg"), header.get("enc")) == _DIRECT and isinstance(header.get("kid"), str)
    return str(header["kid"]) if is_ours else ""


def _base64url(raw: bytes) -> str:
    return pybase64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _bytes_of(text: str) -> bytes:
    return pybase64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)


class _Roomy(jwe.JWERegistry):
    """joserfc takes 64 kB of ciphertext; a form or a roster with portraits is more."""

    max_ciphertext_length = _LARGEST


_REGISTRY: Final = _Roomy(algorithms=_DIRECT)
_AGREEMENT: Final = _Roomy(algorithms=_AGREED)
