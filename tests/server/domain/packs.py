"""The shipped policy packs, for tests of rules."""

import tomllib
from functools import cache
from pathlib import Path

from server.domain.policy import Policy, parse_policy

PACKS = Path(__file__).parents[3] / "server" / "policies"


@cache
def shipped(pack: str) -> Policy:
    """The first version of a pack that is shipped."""
    return parse_policy(tomllib.loads((PACKS / pack / "1.toml").read_text(encoding="utf-8")))


def sifang() -> Policy:
    """The pack of rules.md as written."""
    return shipped("sifang-seed")


def national() -> Policy:
    """The national procedure of 2021."""
    return shipped("cn-2021")
