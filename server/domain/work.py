"""What an assessor did, as the acts of a case say it: what a pay office counts by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from server.domain.act import Act
from server.domain.days import parse_instant, shanghai_date

LED, JOINED, CONTRIBUTED, SIGNED = "led", "joined", "contributed", "countersigned"


@dataclass(frozen=True)
class Piece:
    """One thing an assessor did, when it was done as the tablet says, else when it was received."""

    assessor: str
    kind: str
    case: str
    round: int
    at: datetime

    @property
    def month(self) -> str:
        """``2026-03`` in China."""
        return month_of(self.at)


def month_of(at: datetime) -> str:
    return shanghai_date(at).isoformat()[:7]


def pieces_of(act: Act) -> list[Piece]:
    """The pieces of work an act records; one whose facts are damaged counts for nothing."""
    read = _READERS.get(act.kind)
    if read is None:
        return []
    try:
        done = act.facts.get("sealed_at")
        at = parse_instant(done) if done else act.at
        number = int(act.facts.get("round", 0))
        return [Piece(assessor, kind, act.file, number, at) for assessor, kind in read(act)]
    except (LookupError, TypeError, ValueError):
        return []


def _who(act: Act) -> str:
    return act.by.removeprefix("assessor:")


def _read_visit(act: Act) -> Iterator[tuple[str, str]]:
    for assessor in act.facts["assessors"]:
        yield assessor, LED if assessor == _who(act) else JOINED


def _read_contribution(act: Act) -> Iterator[tuple[str, str]]:
    """A second record of the lead's own visit is no second piece of work."""
    if act.facts.get("how") != "second_tablet":
        yield str(act.facts.get("assessor") or _who(act)), CONTRIBUTED


def _read_countersign(act: Act) -> Iterator[tuple[str, str]]:
    yield act.facts["assessor"], SIGNED


class _Reader(Protocol):
    def __call__(self, act: Act, /) -> Iterator[tuple[str, str]]: ...


_READERS: Final[Mapping[str, _Reader]] = {
    "visit_received": _read_visit,
    "review_visited": _read_visit,
    "contribution_received": _read_contribution,
    "visit_confirmed": _read_countersign,
}
