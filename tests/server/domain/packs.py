"""The shipped policy packs, for tests of rules."""

import tomllib
from functools import cache
from pathlib import Path

from server.domain.policy import Policy, parse_policy

PACKS = Path(__file__).parents[3] / "server" / "policies"


@cache
def sifang() -> Policy:
    """The pack of rules.md as written."""
    return parse_policy(tomllib.loads((PACKS / "sifang-seed" / "1.toml").read_text(encoding="utf-8")))
