"""Receipts as they are written: what one copy of a tablet was told is not taken back by another's.

A tablet restored from a backup seals under the same name, and both copies look for the same receipt. It names
what came last, and as ``others`` everything accepted under the name before, so that either copy finds its own
digest and drops against nothing else (field lesson 12).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

ACCEPTED: Final = "accepted"
_NAMED: Final = ("status", "digest", "photos", "received_at", "act")


def with_others(receipt: Mapping[str, Any], told: Mapping[str, Any] | None) -> dict[str, Any]:
    """A receipt that also names what the one ``told`` under its name before accepted."""
    before = [*told.get("others", ()), told] if told else []
    others = [
        {key: one[key] for key in _NAMED if key in one}
        for one in before
        if one["status"] == ACCEPTED and one["digest"] != receipt["digest"]
    ]
    return dict(receipt) | ({"others": others} if others else {})
