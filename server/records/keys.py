"""The district's keys: P-256 (design §4), one private JWK a file, readable by their owner alone.

``credential`` signs badges and the roster, ``log`` what the tablets are told, ``token`` the access tokens,
``encryption`` keeps the caseload keys of the envelope, ``bundle`` opens what a tablet could not send by
itself. A key is named by its RFC 7638 thumbprint. The credential key and the log key can be followed by
another (``server.records.key_chain``); the credential key can live outside this machine (:class:`Signer`).
"""

from __future__ import annotations

import json
import os
import secrets
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Protocol, cast

import pybase64
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from server.errors import Refusal

NAMES: Final = ("credential", "log", "token", "encryption", "bundle")
ALGORITHM: Final = "ES256"
CREDENTIAL: Final = "credential"
LOG: Final = "log"
FOLLOWED: Final = (CREDENTIAL, LOG)  # those another key can follow
MADE: Final = "made.json"  # beside the keys: which there were, so that one that is gone is missed
_KINDS: Final = (".jwk", ".secret")
_RENEWED: Final = "session.secret"  # may be removed: then everybody signs in again
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_HALF: Final = 32  # bytes of each half of an ES256 signature (RFC 7518 §3.4)


class Signer(Protocol):
    """A private P-256 key, wherever it is kept: a file, a PKCS#11 token, a key service."""

    @property
    def public(self) -> ECKey:
        """The public half."""

    @property
    def kid(self) -> str:
        """The RFC 7638 thumbprint."""

    def sign(self, message: bytes) -> bytes:
        """The ES256 signature over ``message``: r and s, 32 bytes each (RFC 7518 §3.4)."""


@dataclass(frozen=True)
class FileSigner:
    """A private key in this process's memory, read from a file only its owner can read.

    It signs deterministically (RFC 6979): a paper printed again carries the same code.
    """

    key: ECKey

    @property
    def public(self) -> ECKey:
        return parse_public_key(public_jwk(self.key))

    @property
    def kid(self) -> str:
        return self.key.thumbprint()

    def sign(self, message: bytes) -> bytes:
        private = self.key.private_key
        if private is None:
            raise ValueError(self.kid)
        r, s = decode_dss_signature(private.sign(message, ec.ECDSA(SHA256(), deterministic_signing=True)))
        return r.to_bytes(_HALF) + s.to_bytes(_HALF)


class Keys:
    """The five private keys of a district, kept in ``folder``.

    A key that can be followed is read again when its file is replaced, so that a succession done by a command
    reaches the server that is running.
    """

    def __init__(self, folder: Path) -> None:
        self.folder: Final = folder
        self.token: Final = _open_key(folder / "token.jwk")
        self.encryption: Final = _open_key(folder / "encryption.jwk")
        self.bundle: Final = _open_key(folder / "bundle.jwk")
        self._present: dict[str, tuple[tuple[int, int], ECKey]] = {}
        for name in FOLLOWED:
            finish_succession(folder, name)
            self.present(name)

    @property
    def credential(self) -> ECKey:
        """The key that signs badges and the roster now."""
        return self.present(CREDENTIAL)

    @property
    def log(self) -> ECKey:
        """The key that signs heads, tasks, papers and published versions now."""
        return self.present(LOG)

    def present(self, name: str) -> ECKey:
        """The last key of a succession, the one that signs."""
        path = self.folder / f"{name}.jwk"
        read = self._present.get(name)
        if read is None or _version(path) != read[0]:
            key = _open_key(path)
            read = self._present[name] = _version(path), key
        return read[1]


def open_keys(folder: Path) -> Keys:
    """The keys in ``folder``, made where there were none; refuses one that is gone or others can read."""
    _make_private_folder(folder)
    keys = Keys(folder)
    note_made(folder)
    return keys


def open_secret(folder: Path, name: str) -> bytes:
    """32 random bytes kept in ``folder`` (the web sessions' key), made where there were none."""
    _make_private_folder(folder)
    path = folder / f"{name}.secret"
    if not path.exists():
        _make(path, secrets.token_hex(32))
    check_private(path)
    try:
        return bytes.fromhex(path.read_text("ascii"))
    except ValueError as error:
        raise Refusal("run.key_unreadable", file=path) from error


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
        return _import_public(jwk["kty"], jwk["x"], jwk["y"])
    except (JoseError, KeyError, ValueError, TypeError) as error:
        raise Refusal("device.key") from error


@lru_cache(maxsize=256)
def _import_public(kty: str, x: str, y: str) -> ECKey:
    """The point is proved to lie on the curve once for each key in use."""
    return ECKey.import_key({"kty": kty, "crv": "P-256", "x": x, "y": y})


def public_jwk(key: ECKey) -> dict[str, str]:
    """The public half with its ``kid``, as tablets and CouchDB are given it."""
    members = cast("dict[str, str]", key.as_dict(private=False))
    return {name: members[name] for name in ("kty", "crv", "x", "y")} | {"kid": key.thumbprint()}


def public_pem(key: ECKey) -> str:
    """The public half as PEM (RFC 7468), as Apache CouchDB's ``[jwt_keys]`` wants it."""
    return key.as_pem(private=False).decode("ascii")


def sign(key: ECKey | Signer, payload: bytes, typ: str | None = None, kid: str = "") -> str:
    """A compact JWS (RFC 7515) by ``key``; the header names the key, by its thumbprint if not by ``kid``."""
    signer = FileSigner(key) if isinstance(key, ECKey) else key
    header = {"alg": ALGORITHM, "kid": kid or signer.kid} | ({"typ": typ} if typ else {})
    text = json.dumps(header, separators=(",", ":")).encode("ascii")
    signed = b".".join((_base64url(text), _base64url(payload)))
    return b".".join((signed, _base64url(signer.sign(signed)))).decode("ascii")


def verified_payload(signed: str, keys: Sequence[ECKey], typ: str) -> bytes | None:
    """The payload one of ``keys`` signed as ``typ`` and as nothing else (RFC 7515); None where none did."""
    try:
        header = jws.extract_compact(signed.encode("ascii")).headers()
        named = [key for key in keys if key.thumbprint() == header.get("kid")]
        if header.get("typ") != typ or not named:
            return None
        return jws.deserialize_compact(signed, named[0], algorithms=[ALGORITHM]).payload
    except (JoseError, ValueError):
        return None


def chain_of(folder: Path, name: str) -> Path:
    """The file with every key there was of a succession, public, in order."""
    return folder / f"{name}.chain.json"


def make_successor(folder: Path, name: str) -> ECKey:
    """A new key beside the present one; one left by a succession cut short is taken again."""
    return _open_key(folder / f"{name}.next.jwk")


def finish_succession(folder: Path, name: str) -> None:
    """Puts a successor the chain names already in its place; a crash may have come in between."""
    successor, chain = folder / f"{name}.next.jwk", chain_of(folder, name)
    if not (successor.exists() and chain.exists()):
        return
    if _open_key(successor).thumbprint() in chain.read_text("ascii"):
        successor.rename(folder / f"{name}.jwk")


def write_private(path: Path, text: str) -> None:
    """Writes beside the file and moves it into place, so that no half-written key is ever opened."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def _make_private_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _open_key(path: Path) -> ECKey:
    if not path.exists():
        key = ECKey.generate_key("P-256", private=True)
        _make(path, json.dumps(key.as_dict(private=True), sort_keys=True))
    check_private(path)
    try:
        return ECKey.import_key(json.loads(path.read_text("ascii")))
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Refusal("run.key_unreadable", file=path) from error


def _make(path: Path, text: str) -> None:
    """A key there never was; one that is gone is not replaced by another, which would open nothing."""
    if path.name in read_made(path.parent):
        raise Refusal("run.key_gone", file=path)
    write_private(path, text)


def read_made(folder: Path) -> set[str]:
    """The files of keys that were ever made in ``folder``, as far as is written down."""
    try:
        return set(json.loads((folder / MADE).read_text("ascii")))
    except FileNotFoundError:
        return set()
    except ValueError as error:
        raise Refusal("run.key_unreadable", file=folder / MADE) from error


def note_made(folder: Path) -> None:
    """Writes down which there are now; a successor that waits for its turn is none yet."""
    there = {file.name for file in folder.iterdir() if file.suffix in _KINDS}
    files = {name for name in there if ".next." not in name and name != _RENEWED}
    known = read_made(folder)
    if not files <= known:
        write_private(folder / MADE, json.dumps(sorted(files | known)))


def _version(path: Path) -> tuple[int, int]:
    """Differs whenever the file was replaced by another."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns


def _base64url(content: bytes) -> bytes:
    return pybase64.urlsafe_b64encode(content).rstrip(b"=")
