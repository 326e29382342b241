"""What makes a community one to look at more often: weak staffing, difficult work (S7-SPOT-03).

Somebody says so with a date and a source; it stands until somebody says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.domain.act import Act
from server.domain.days import parse_date
from server.errors import Refusal


@dataclass(frozen=True)
class Burden:
    """What counts of a community now; ``source`` is evidence by its digest."""

    community: str
    street: str
    weak: bool
    difficult: bool
    since: date
    source: str


def burden_file(community: str) -> str:
    return f"burden:{community}"


def check_burden(since: date, source: str, today: date) -> None:
    """A source beside every value, and no day to come."""
    if not source.strip():
        raise Refusal("burden.source")
    if since > today:
        raise Refusal("burden.day")


def fold_burden(acts: Sequence[Act]) -> Burden:
    """The last that was said of it."""
    facts = acts[-1].facts
    return Burden(
        community=facts["community"],
        street=facts["street"],
        weak=facts["weak"],
        difficult=facts["difficult"],
        since=parse_date(facts["since"]),
        source=facts["source"],
    )
