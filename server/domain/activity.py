"""A public-benefit activity of a community for recipients who can work and have none (S7-EMP-08, S7-DUTY-C5).

It is a file of its own: organised, put right, called off. Who came is an act of each household's case.
Nothing is decided by attendance: neither the seed nor national rules say what follows from staying away, nor
how many hours anybody owes (S7-EMP-09).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from server.domain.act import Act
from server.domain.days import parse_date
from server.errors import Refusal

OPENING: Final = "activity_organised"
CORRECTED: Final = "activity_corrected"
CALLED_OFF: Final = "activity_called_off"
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
    called_off: str = ""  # digest of why; nobody is written down for it


@dataclass(frozen=True)
class Attendance:
    """How one member stood to one activity."""

    how: str  # attended | excused | absent
    hours: int | None = None  # of who came and did not stay for all of it
    reason: str = ""  # digest of why they were excused; empty where it was recorded before reasons were


def fold_activity(acts: Sequence[Act]) -> Activity:
    """The activity its chain adds up to."""
    if not acts or acts[0].kind != OPENING:
        raise Refusal("activity.unknown")
    first = acts[0]
    activity = Activity(
        id=first.file,
        street=first.facts["street"],
        community=first.facts["community"],
        on=parse_date(first.facts["on"]),
        hours=first.facts["hours"],
        words=first.facts["words"],
    )
    for act in acts[1:]:
        activity = _next(activity, act)
    return activity


def _next(activity: Activity, act: Act) -> Activity:
    facts = act.facts
    if act.kind == CORRECTED:
        return replace(activity, on=parse_date(facts["on"]), hours=facts["hours"], words=facts["words"])
    if act.kind == CALLED_OFF:
        return replace(activity, called_off=facts["reason"])
    return activity


def series_of(community: str, year: int) -> str:
    """The activities of a community in a year are numbered: ``activity:huaian:2026-03``."""
    return f"activity:{community}:{year}-"
