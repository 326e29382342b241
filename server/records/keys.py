"""The district's keys: P-256 (design §4), one private JWK a file, readable by their owner alone.

``credential`` signs badges and the roster, ``log`` what the tablets are told, ``token`` the access tokens,
``encryption`` keeps the caseload keys of the envelope. A key is named by its RFC 7638 thumbprint.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from server.errors import Refusal

NAMES: Final = ("credential", "log", "token", "encryption")
ALGORITHM: Final = "ES256"
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class Keys:
    """The four private keys of a district."""

    credential: ECKey
    log: ECKey
    token: ECKey
    encryption: ECKey


def open_keys(folder: Path) -> Keys:
    """The keys in ``folder``, made where they are missing; refuses a file that others can read."""
    _make_private_folder(folder)
    return Keys(**{name: _open_key(folder / f"{name}.jwk") for name in NAMES})


def open_secret(folder: Path, name: str) -> bytes:
    """32 random bytes kept in ``folder`` (the web sessions' key), made where they are missing."""
    _make_private_folder(folder)
    path = folder / f"{name}.secret"
    if not path.exists():
        _write_private(path, secrets.token_hex(32))
    check_private(path)
    return bytes.fromhex(path.read_text("ascii"))


def check_private(path: Path) -> None:
    """Refuses to start with a key that anybody but its owner can read."""
    if path.stat().st_mode & _OTHERS:
        raise Refusal("run.keys_readable", file=path)


def thumbprint(jwk: dict[str, Any]) -> str:
    """The RFC 7638 thumbprint of a public P-256 key; refuses anything else."""
    return parse_public_key(jwk).thumbprint()


def parse_public_key(jwk: Any) -> ECKey:
    """A P-256 public key from its JWK; private parts and other curves are refused (RFC 7517)."""
    if not isinstance(jwk, dict) or jwk.get("crv") != "P-256" or "d" in jwk:
        raise Refusal("device.key")
    try:
        return ECKey.import_key({name: jwk[name] for name in ("kty", "crv", "x", "y")})
    except (JoseError, KeyError, ValueError, TypeError) as error:
        raise Refusal("device.key") from error


def public_jwk(key: ECKey) -> dict[str, str]:
    """The public half with its ``kid``, as tablets and CouchDB are given it."""
    members = cast("dict[str, str]", key.as_dict(private=False))
    return {name: members[name] for name in ("kty", "crv", "x", "y")} | {"kid": key.thumbprint()}


def public_pem(key: ECKey) -> str:
    """The public half as PEM (RFC 7468), as Apache CouchDB's ``[jwt_keys]`` wants it."""
    return key.as_pem(private=False).decode("ascii")


def sign(key: ECKey, payload: bytes, typ: str | None = None, kid: str = "") -> str:
    """A compact JWS (RFC 7515) by ``key``; the header names the key, by its thumbprint if not by ``kid``."""
    header = {"alg": ALGORITHM, "kid": kid or key.thumbprint()} | ({"typ": typ} if typ else {})
    return jws.serialize_compact(header, payload, key, algorithms=[ALGORITHM])


def _make_private_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _open_key(path: Path) -> ECKey:
    if not path.exists():
        key = ECKey.generate_key("P-256", private=True)
        _write_private(path, json.dumps(key.as_dict(private=True), sort_keys=True))
    check_private(path)
    return ECKey.import_key(json.loads(path.read_text("ascii")))


def _write_private(path: Path, text: str) -> None:
    """Writes beside the file and moves it into place, so that no half-written key is ever opened."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
