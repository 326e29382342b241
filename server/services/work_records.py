"""Who did what, month by month: what an assessor is paid for, whether it was accepted or not.

What is in the record stands in the index, by month; what was set aside, in the office.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from server.domain.days import parse_instant
from server.domain.permission import Actor, check_may
from server.domain.work import CONTRIBUTED, JOINED, LED, SIGNED, month_of
from server.records.entries import Assessor, SetAside
from server.services.district import District

SET_ASIDE: Final = "set_aside"
KINDS: Final = (LED, JOINED, CONTRIBUTED, SIGNED, SET_ASIDE)
IN_RECORD: Final = "in_record"


@dataclass(frozen=True)
class WorkDone:
    """One thing an assessor did; ``state`` says whether it is in the record, or how it stands set aside."""

    assessor: str
    kind: str
    case: str
    round: int
    at: datetime
    state: str


@dataclass(frozen=True)
class Worked:
    """An assessor's month: how many of each kind."""

    assessor: Assessor
    counts: Mapping[str, int]


def list_pieces(district: District, actor: Actor, month: str) -> list[WorkDone]:
    """Everything done in a month by the assessors a person may see, in the order it happened."""
    check_may(actor, "assessor.read")
    seen = {assessor.id for assessor in _assessors(district, actor)}
    pieces = (*_in_record(district, month), *_set_aside(district, month))
    mine = (piece for piece in pieces if piece.assessor in seen)
    return sorted(mine, key=lambda piece: (piece.at, piece.case, piece.assessor, piece.kind))


def sum_up(district: District, actor: Actor, pieces: list[WorkDone]) -> list[Worked]:
    """The assessors who did anything, with how much of each kind."""
    counts: dict[str, Counter[str]] = {}
    for piece in pieces:
        counts.setdefault(piece.assessor, Counter())[piece.kind] += 1
    people = sorted(_assessors(district, actor), key=lambda one: (one.serial, one.id))
    return [Worked(one, counts[one.id]) for one in people if one.id in counts]


def _assessors(district: District, actor: Actor) -> list[Assessor]:
    return [one for one in district.office.every(Assessor) if actor.street in ("", one.street)]


def _in_record(district: District, month: str) -> Iterator[WorkDone]:
    for row in district.index.work(month):
        yield WorkDone(row.assessor, row.kind, row.file, row.round, parse_instant(row.at), IN_RECORD)


def _set_aside(district: District, month: str) -> Iterator[WorkDone]:
    """What is not in the record: work was done all the same."""
    for entry in district.office.every(SetAside):
        if entry.state == "accepted" or not entry.received_at:
            continue
        at = parse_instant(entry.received_at)
        if month_of(at) == month:
            yield WorkDone(entry.assessor, SET_ASIDE, entry.case, entry.round, at, entry.state)
