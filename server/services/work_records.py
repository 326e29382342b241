"""Who did what, month by month: what an assessor is paid for, whether it was accepted or not.

Visits, contributions and countersignatures stand in the acts of the cases; what was set aside, in the office.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from server.domain.act import Act, check_document
from server.domain.days import parse_instant, shanghai_date
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import Assessor, SetAside
from server.services.district import District

LED, JOINED, CONTRIBUTED, SIGNED, SET_ASIDE = "led", "joined", "contributed", "countersigned", "set_aside"
KINDS: Final = (LED, JOINED, CONTRIBUTED, SIGNED, SET_ASIDE)
IN_RECORD: Final = "in_record"


@dataclass(frozen=True)
class Piece:
    """One thing an assessor did; ``state`` says whether it is in the record, or how it stands set aside."""

    assessor: str
    kind: str
    case: str
    round: int
    at: datetime
    state: str

    @property
    def month(self) -> str:
        """``2026-03`` in China."""
        return f"{shanghai_date(self.at):%Y-%m}"


@dataclass(frozen=True)
class Worked:
    """An assessor's month: how many of each kind."""

    assessor: Assessor
    counts: Mapping[str, int]


def list_pieces(district: District, actor: Actor, month: str) -> list[Piece]:
    """Everything done in a month by the assessors a person may see, in the order it happened."""
    check_may(actor, "assessor.read")
    seen = {assessor.id for assessor in _assessors(district, actor)}
    pieces = (*_in_record(district), *_set_aside(district))
    mine = (piece for piece in pieces if piece.assessor in seen and piece.month == month)
    return sorted(mine, key=lambda piece: (piece.at, piece.case, piece.assessor, piece.kind))


def sum_up(district: District, actor: Actor, pieces: list[Piece]) -> list[Worked]:
    """The assessors who did anything, with how much of each kind."""
    counts: dict[str, Counter[str]] = {}
    for piece in pieces:
        counts.setdefault(piece.assessor, Counter())[piece.kind] += 1
    people = sorted(_assessors(district, actor), key=lambda one: (one.serial, one.id))
    return [Worked(one, counts[one.id]) for one in people if one.id in counts]


def _assessors(district: District, actor: Actor) -> list[Assessor]:
    return [one for one in district.office.every(Assessor) if actor.street in ("", one.street)]


def _in_record(district: District) -> Iterator[Piece]:
    for document in district.casebook.documents():
        if document.get("kind") in _READERS:
            yield from _read(document)


def _read(document: dict[str, Any]) -> Iterator[Piece]:
    """The pieces of an act; one that is damaged is named by verification, and counts for nothing here."""
    try:
        act = check_document(document)
        for assessor, kind in _READERS[act.kind](act):
            yield Piece(assessor, kind, act.file, int(act.facts.get("round", 0)), _done_at(act), IN_RECORD)
    except (Refusal, LookupError, TypeError, ValueError):
        return


def _done_at(act: Act) -> datetime:
    """When it was done as the tablet says, else when it was received."""
    return parse_instant(act.facts["sealed_at"]) if act.facts.get("sealed_at") else act.at


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


_READERS: Final = {
    "visit_received": _read_visit,
    "contribution_received": _read_contribution,
    "visit_confirmed": _read_countersign,
}


def _set_aside(district: District) -> Iterator[Piece]:
    """What is not in the record: work was done all the same."""
    for entry in district.office.every(SetAside):
        if entry.state != "accepted" and entry.received_at:
            at = parse_instant(entry.received_at)
            yield Piece(entry.assessor, SET_ASIDE, entry.case, entry.round, at, entry.state)
