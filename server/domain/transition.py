"""A line of the procedure: one act, where it may happen, by whom, under which rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from server.domain.stage import Stage

_NOTHING: Final[frozenset[Stage]] = frozenset()


@dataclass(frozen=True)
class Transition:
    """One act: where it is the next thing to do, where it may happen besides, and what follows."""

    act: str
    rule: str
    permission: str  # "" where it comes from a tablet or another file
    role: str  # who is expected to do it
    waits_at: frozenset[Stage] = _NOTHING
    beside: frozenset[Stage] = _NOTHING
    to: frozenset[Stage] = _NOTHING
    papers: tuple[str, ...] = ()
    begins: bool = False  # something new, which needs a pack in force that day


def at(*stages: Stage) -> frozenset[Stage]:
    """The stages given, as a set."""
    return frozenset(stages)
