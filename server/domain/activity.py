"""A public-benefit activity of a community for recipients who can work and have none (S7-EMP-08, S7-DUTY-C5).

It is a file of its own, opened by one act; who came is an act of each household's case. Nothing is decided
by attendance: neither the seed nor national rules say what follows from staying away (S7-EMP-09).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from server.domain.act import Act
from server.domain.days import parse_date
from server.errors import Refusal

OPENING: Final = "activity_organised"
MOST_HOURS: Final = 12
SERIES_WIDTH: Final = 2


@dataclass(frozen=True)
class Activity:
    id: str
    street: str
    community: str
    on: date
    hours: int
    words: str  # digest of what is done, and where


def fold_activity(acts: Sequence[Act]) -> Activity:
    """The activity its chain adds up to."""
    if not acts or acts[0].kind != OPENING:
        raise Refusal("activity.unknown")
    facts = acts[0].facts
    return Activity(
        id=acts[0].file,
        street=facts["street"],
        community=facts["community"],
        on=parse_date(facts["on"]),
        hours=facts["hours"],
        words=facts["words"],
    )


def series_of(community: str, year: int) -> str:
    """The activities of a community in a year are numbered: ``activity:huaian:2026-03``."""
    return f"activity:{community}:{year}-"
