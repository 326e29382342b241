"""What the index keeps of each visit a case received: when, by how many, what was found, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from server.domain.act import Act
from server.domain.case import Case
from server.domain.days import format_instant, parse_instant, shanghai_date
from server.domain.position import as_wgs84, parse_position
from server.domain.seal import parse_photo
from server.errors import Refusal
from server.records.evidence import Evidence
from server.records.table import Row, Table

_VISIT: Final = "visit"
_PLACES: Final = 6  # decimals of a degree: a tenth of a metre
_NOWHERE: Final = MappingProxyType({"latitude": "", "longitude": "", "accuracy_m": "0"})


class VisitRow(Row, frozen=True):
    """A received visit; instants as text in UTC, degrees as text in WGS-84, empty where nobody knows them."""

    file: str  # the case's number
    n: int  # of the act that received it
    round: int
    street: str
    community: str
    visited_on: str  # the day it was sealed, in Asia/Shanghai
    started_at: str
    sealed_at: str
    received_at: str
    lead: str
    assessors: int
    photos: int
    persons: int
    income_total_fen: int
    income_per_capita_fen: int
    counts: bool  # whether no later visit took its place
    digest: str
    latitude: str
    longitude: str
    accuracy_m: int


VISITS: Final = Table("visits", VisitRow, key=("file", "n"), indexes=(("visited_on",),))


def visit_rows(case: Case, evidence: Evidence) -> Iterator[VisitRow]:
    """A row for each visit received; where its evidence is gone or damaged, without when and where."""
    received = [act for act in case.acts if act.kind == "visit_received"]
    for act in received:
        yield _visit_row(case, act, _find_sealed(case, act, evidence), counts=act is received[-1])


@dataclass(frozen=True)
class _Sealed:
    """When and where a visit was, of all that was sealed."""

    started_at: datetime
    sealed_at: datetime
    place: Mapping[str, str]


def _visit_row(case: Case, act: Act, sealed: _Sealed | None, *, counts: bool) -> VisitRow:
    facts, place = act.facts, sealed.place if sealed else _NOWHERE
    return VisitRow(
        file=case.number,
        n=act.n,
        round=facts["round"],
        street=case.street,
        community=case.community,
        visited_on=shanghai_date(sealed.sealed_at if sealed else act.at).isoformat(),
        started_at=format_instant(sealed.started_at) if sealed else "",
        sealed_at=format_instant(sealed.sealed_at) if sealed else "",
        received_at=format_instant(act.at),
        lead=act.by.removeprefix("assessor:"),
        assessors=len(facts["assessors"]),
        photos=len(facts["photos"]),
        persons=facts["persons"],
        income_total_fen=facts["income_total_fen"],
        income_per_capita_fen=facts["income_per_capita_fen"],
        counts=counts,
        digest=facts["visit"],
        latitude=place["latitude"],
        longitude=place["longitude"],
        accuracy_m=int(place["accuracy_m"]),
    )


def _find_sealed(case: Case, act: Act, evidence: Evidence) -> _Sealed | None:
    try:
        visit = evidence.get(_VISIT, case.number, act.facts["visit"])["visit"]
        started_at, sealed_at = parse_instant(visit["started_at"]), parse_instant(visit["sealed_at"])
        return _Sealed(started_at, sealed_at, _place_of(visit["photos"]))
    except (Refusal, KeyError):
        return None


def _place_of(photos: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    """Where the first photo that says so was taken."""
    said = (parse_photo(photo).position for photo in photos if photo.get("position"))
    found = next((place for place in map(parse_position, said) if place is not None), None)
    if found is None:
        return _NOWHERE
    place = as_wgs84(found)
    return {
        "latitude": f"{place.latitude:.{_PLACES}f}",
        "longitude": f"{place.longitude:.{_PLACES}f}",
        "accuracy_m": str(place.accuracy_m),
    }
