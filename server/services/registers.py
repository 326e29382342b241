"""The register of families that apply (DOC-17, S7-DUTY-C1): one line a family, in the order they came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from server.domain.act import Act
from server.domain.case import Case
from server.domain.page import ALL, Page, span_of
from server.domain.permission import Actor, check_may
from server.domain.stage import Stage
from server.records.index import CaseRow
from server.records.register_rows import count_families, families_in
from server.services.district import District
from server.services.materials import missing_materials
from server.services.sentences import Names

PAGE: Final = 50


@dataclass(frozen=True)
class FamilyLine:
    """One family: when and where it applied, who handled it, what became of it and when (S7-PRE-02)."""

    number: str
    applied_on: str
    head: str
    persons: int
    address: str
    community: str
    channel: str
    missing: int  # papers that have not come
    registered_by: str
    outcome: str  # forwarded | not_handled | direct | handed_on; empty while it waits
    handled_by: str
    handled_at: str
    accepted_at: str
    stage: Stage
    relative: bool


@dataclass(frozen=True)
class FamilyRegister(Page[FamilyLine]):
    """A page of the register, or all of it."""

    year: int


def list_families(
    district: District, actor: Actor, year: int, community: str = "", page: int = ALL
) -> FamilyRegister:
    """Everybody who applied in a year within the person's area, in the order they came; page 0 is all."""
    check_may(actor, "register.read")
    index, wanted = district.index, (year, actor.street, actor.community or community)
    span = span_of(count_families(index, *wanted), page, PAGE)
    return FamilyRegister(list(_lines(district, families_in(index, *wanted, span))), span, year)


def _lines(district: District, rows: Sequence[CaseRow]) -> Iterator[FamilyLine]:
    names = Names(district)
    for row in rows:
        yield _line(district, row, district.get_case(row.number), names)


def _line(district: District, row: CaseRow, case: Case, names: Names) -> FamilyLine:
    handled = _find(case, "forwarded", "not_handled")
    accepted = _find(case, "accepted")
    return FamilyLine(
        number=row.number,
        applied_on=row.applied_on,
        head=row.head,
        persons=case.persons,
        address=row.address,
        community=row.community,
        channel=case.channel,
        missing=len(missing_materials(district, case)),
        registered_by=names.actor(case.acts[0].by),
        outcome=handled.kind if handled else _without_review(case),
        handled_by=names.actor(handled.by) if handled else "",
        handled_at=handled.at.isoformat() if handled else "",
        accepted_at=accepted.at.isoformat() if accepted else "",
        stage=case.stage,
        relative=case.relative is not None,
    )


def _without_review(case: Case) -> str:
    """Handed on where the pack has no review (D-02), applied for at the street, or still waiting."""
    if case.channel != "community":
        return "direct"
    return "" if case.acts[0].facts.get("reviewed", True) else "handed_on"


def _find(case: Case, *kinds: str) -> Act | None:
    return next((act for act in case.acts if act.kind in kinds), None)
