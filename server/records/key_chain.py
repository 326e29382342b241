"""The succession of the credential keys and of the log keys: each introduced by the one before (design §4).

A link is ``{"jwk", "from"}``; every link but the first has ``signed``, a compact JWS by the key before over
``{"type": "successor", "previous", "jwk", "from"}``. A retired key that is no longer trusted has
``compromised``, the instant that was declared: no badge it signed counts any more, since a thief dates badges
as he likes. Tablets follow the same links (``static/app/core/key_chain.mjs``); both sides read
``tests/vectors/key_chains.json``. The roster, which a credential key signs, tells them the log keys.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from server.domain.days import format_instant
from server.errors import Refusal
from server.records.keys import (
    ALGORITHM,
    CREDENTIAL,
    LOG,
    Keys,
    Signer,
    chain_of,
    parse_public_key,
    public_jwk,
    sign,
    write_private,
)

SUCCESSOR: Final = "successor"
_TYPE: Final = "ruhu-key+jws"


@dataclass(frozen=True)
class Link:
    """One key of the chain; ``since`` is when it began to sign."""

    jwk: Mapping[str, str]
    since: str
    signed: str = ""
    compromised: str = ""

    @property
    def kid(self) -> str:
        return self.jwk["kid"]

    @property
    def key(self) -> ECKey:
        return parse_public_key(dict(self.jwk))


def next_link(before: Signer, successor: ECKey, at: datetime) -> Link:
    """The link by which ``before`` introduces the key that follows it."""
    jwk, since = public_jwk(successor), format_instant(at)
    payload = {"type": SUCCESSOR, "previous": before.kid, "jwk": jwk, "from": since}
    text = json.dumps(payload, separators=(",", ":"), sort_keys=True)
    return Link(jwk, since, sign(before, text.encode("ascii"), _TYPE))


def check_links(links: Sequence[Link]) -> None:
    """Every key is the one the key before it introduced; refuses a chain that is broken or empty."""
    if not links or links[0].kid != links[0].key.thumbprint():
        raise Refusal("credential.key_chain", file="jwk")
    for before, link in pairwise(links):
        if _introduced(before, link) != (SUCCESSOR, before.kid, dict(link.jwk), link.since):
            raise Refusal("credential.key_chain", file=link.kid)


def format_link(link: Link) -> dict[str, Any]:
    """A link as tablets are given it."""
    optional = {"signed": link.signed, "compromised": link.compromised}
    return {"jwk": dict(link.jwk), "from": link.since} | {key: text for key, text in optional.items() if text}


def parse_link(data: Mapping[str, Any]) -> Link:
    return Link(data["jwk"], data["from"], data.get("signed", ""), data.get("compromised", ""))


def read_links(keys: Keys, name: str = CREDENTIAL) -> list[Link]:
    """Every key of a succession, the present one last; refuses a chain that does not hold."""
    path, present = chain_of(keys.folder, name), public_jwk(keys.present(name))
    if not path.exists():
        return [Link(present, "")]
    links = _read_file(path, path.stat().st_mtime_ns)
    if links[-1].kid != present["kid"]:
        raise Refusal("credential.key_chain", file=path)
    return list(links)


def read_log_keys(keys: Keys) -> list[ECKey]:
    """Every log key there was, the present one last: what one of them signed in its time counts for good."""
    return [link.key for link in read_links(keys, LOG)]


def district_id(keys: Keys) -> str:
    """What tells this district's keys from another's for good: the thumbprint of its first log key."""
    return read_links(keys, LOG)[0].kid


def write_links(keys: Keys, links: Sequence[Link], name: str = CREDENTIAL) -> None:
    """Keeps the chain; from here on the last key of it is the one that signs."""
    check_links(links)
    write_private(chain_of(keys.folder, name), json.dumps([format_link(link) for link in links], indent=1))


@lru_cache(maxsize=8)
def _read_file(path: Path, _version: int) -> tuple[Link, ...]:
    """The chain in a file, checked once a version of it."""
    try:
        links = [parse_link(data) for data in json.loads(path.read_text("ascii"))]
        check_links(links)
    except (Refusal, KeyError, TypeError, ValueError) as error:
        raise Refusal("credential.key_chain", file=path) from error
    return tuple(links)


def _introduced(before: Link, link: Link) -> tuple[Any, ...]:
    """What the key before says of the key after; refuses what it did not sign (ES256 only)."""
    try:
        payload = json.loads(jws.deserialize_compact(link.signed, before.key, algorithms=[ALGORITHM]).payload)
        named = link.jwk["kid"] == link.key.thumbprint()
    except (JoseError, ValueError) as error:
        raise Refusal("credential.key_chain", file=link.kid) from error
    if not isinstance(payload, dict) or not named:
        raise Refusal("credential.key_chain", file=link.kid)
    return tuple(payload.get(name) for name in ("type", "previous", "jwk", "from"))
