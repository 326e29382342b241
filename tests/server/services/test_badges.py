"""Whole codes, judged by the keys alone, as the tablet judges them (RFC 7515, ES256 and nothing else)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from server.domain.credential import Standing, parse_claims
from server.errors import Refusal
from server.records.key_chain import Link
from server.services.badges import Unverified, read_signed

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "badges.json").read_text("utf-8"))


@pytest.mark.parametrize("token", VECTORS["tokens"], ids=lambda token: token["name"])
def test_a_code_is_judged_as_the_vectors_say(token: dict[str, Any]) -> None:
    links = [Link(_public(key), "", compromised=key.get("compromised", "")) for key in VECTORS["keys"]]
    assert _standing(links, token["token"]) == token["standing"]


def _standing(links: list[Link], token: str) -> Standing:
    """The vectors' claims are valid on the vectors' roster: what is signed and a badge counts."""
    try:
        parse_claims(read_signed(links, token))
    except Unverified as unverified:
        return unverified.standing
    except Refusal:
        return Standing.MALFORMED
    return Standing.VALID


def _public(key: dict[str, str]) -> dict[str, str]:
    return {name: key[name] for name in ("kty", "crv", "x", "y", "kid")}
