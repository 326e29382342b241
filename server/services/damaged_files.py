"""Files whose chain does not hold: an index built anew has no row of them, so no list names them (§2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from server.domain.permission import Actor, may
from server.services.district import District

MOST_NAMED: Final = 10


@dataclass(frozen=True)
class DamagedFiles:
    """How many there are, and the first of them by name."""

    count: int
    named: tuple[str, ...]


def damaged_files(district: District, actor: Actor) -> DamagedFiles:
    """For whoever watches whether the record keeps up (``freshness.read``); to everybody else, none.

    They are of no known area: what says where a file belongs is in the chain that does not hold.
    """
    files = sorted(district.index.damaged()) if may(actor, "freshness.read") else []
    return DamagedFiles(len(files), tuple(files[:MOST_NAMED]))
