"""How a request proves who makes it: basic, ES256 token, cookie; as Apache CouchDB's handlers do.

https://docs.couchdb.org/en/stable/api/server/authn.html
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from sync.embedded.errors import BadRequest, Unauthorized
from sync.embedded.identity import NOBODY, Identity
from sync.embedded.tokens import read_token
from sync.write_rules import ADMIN_ROLE

COOKIE = "AuthSession"
SESSION_SECONDS = 600  # CouchDB's default [chttpd_auth] timeout


@dataclass
class Access:
    """What the store knows of its users.

    ``admins``: name → argon2 hash, or the password itself as ``--admin`` gives it. ``token_keys``: kid →
    public JWK (P-256); keep the mapping and change it to rotate keys. ``origins``: who may call from
    another site (``*``: anybody). ``prefix``: the district's database prefix, for the write rules.
    ``everybody_is_admin_in_tests`` is CouchDB's old admin party; nothing but a test may switch it on.
    """

    admins: Mapping[str, str] = field(default_factory=dict)
    token_keys: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    origins: tuple[str, ...] = ()
    prefix: str = ""
    everybody_is_admin_in_tests: bool = False
    clock: Callable[[], float] = time.time
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _proven: set[bytes] = field(default_factory=set, init=False, repr=False)

    def identify(self, environ: Mapping[str, Any]) -> Identity:
        """Who is asking; NOBODY without credentials; a refusal when they are wrong.

        A token is looked at first, then a cookie that holds, then a password, as CouchDB's handlers are
        set up in its documentation of tokens.
        """
        header = environ.get("HTTP_AUTHORIZATION", "")
        scheme, _, value = header.partition(" ")
        if scheme.lower() == "bearer":
            return read_token(value.strip(), self.token_keys, self.clock())
        cookie = read_cookie(environ.get("HTTP_COOKIE", ""))
        identity = self._cookie(cookie) if cookie else NOBODY
        if identity is NOBODY and scheme.lower() == "basic":
            identity = self._basic(value)
        if identity is NOBODY and not header and self.everybody_is_admin_in_tests:
            return Identity(None, (ADMIN_ROLE,), "admin_party")
        return identity

    def log_in(self, name: str, password: str, how: str = "cookie") -> Identity:
        """An administrator by name and password."""
        kept = self.admins.get(name)
        if kept is None or not self._matches(kept, name, password):
            raise Unauthorized("Name or password is incorrect.")
        return Identity(name, (ADMIN_ROLE,), how)

    def new_cookie(self, name: str) -> str:
        issued = f"{name}:{int(self.clock()):X}"
        mark = self._mark(issued)
        return base64.urlsafe_b64encode(f"{issued}:".encode() + mark).decode().rstrip("=")

    def _basic(self, value: str) -> Identity:
        try:
            name, colon, password = base64.b64decode(value, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, ValueError) as error:
            raise BadRequest("Authorization header has invalid base64 value") from error
        if not colon or (name, password) == ("_", "_"):
            return NOBODY  # a browser logs out by sending "_:_"
        return self.log_in(name, password, "default")

    def _cookie(self, value: str) -> Identity:
        """A cookie that does not hold is refused like a wrong password; an old one is nobody's."""
        try:
            raw = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
            issued, mark = raw[:-33].decode("utf-8"), raw[-32:]
            name, _, stamp = issued.rpartition(":")
            issued_at = int(stamp, 16)
        except (binascii.Error, ValueError) as error:
            raise BadRequest("Malformed AuthSession cookie. Please clear your cookies.") from error
        if not hmac.compare_digest(mark, self._mark(issued)) or name not in self.admins:
            return NOBODY
        expires_at = issued_at + SESSION_SECONDS
        if self.clock() >= expires_at:
            return NOBODY
        return Identity(name, (ADMIN_ROLE,), "cookie", expires_at)

    def _mark(self, issued: str) -> bytes:
        return hmac.digest(self.secret, issued.encode(), "sha256")

    def _matches(self, kept: str, name: str, password: str) -> bool:
        """A password is hashed once; what was proven is remembered under a keyed digest."""
        if not kept.startswith("$argon2"):
            return hmac.compare_digest(kept.encode(), password.encode())
        proof = hmac.digest(self.secret, "\0".join((kept, name, password)).encode(), hashlib.sha256)
        if proof in self._proven:
            return True
        try:
            PasswordHasher().verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False
        self._proven.add(proof)
        return True


def read_cookie(header: str) -> str | None:
    """The value of the session cookie; None when there is none or it is empty."""
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE:
            return value.strip('"') or None
    return None
