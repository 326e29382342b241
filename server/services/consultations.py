"""Consultations: what was explained to somebody who asked, before there is a case (S7-APPLY-01…03).

Each community, and each street for who comes to it, keeps one file a year, ``C-SLHA-2026``: a chain of acts
like a case's. A consultation is named by its file and act, ``C-SLHA-2026-7``; name and telephone lie in
evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from server.domain.days import parse_instant
from server.domain.page import Page, span_of
from server.domain.permission import Actor, check_in_area, check_may, may_in_area
from server.errors import Refusal
from server.records.consultation_rows import (
    OPENING,
    ConsultationRow,
    consultation_rows,
    consultations_in,
    count_consultations,
)
from server.records.entries import Area
from server.services.district import District, draft_act

EVIDENCE: Final = "consultation"
PAGE: Final = 50
EXPLAINED: Final = ("conditions", "amount", "steps", "materials", "truth", "rights")
_ID: Final = re.compile(r"(C-[A-Z0-9]{1,12}-\d{4})-(\d{1,6})")


@dataclass(frozen=True)
class Asked:
    """Who asked and what was done; ``letter`` is whether the disclosure letter was given (DOC-01)."""

    name: str
    explained: Sequence[str]
    letter: bool
    phone: str = ""
    words: str = ""


@dataclass(frozen=True)
class Consultation:
    """One line of the register; ``case`` is the application that followed, empty where none did."""

    id: str
    at: datetime
    by: str
    area: str
    asked: Asked
    case: str = ""


def record_consultation(district: District, actor: Actor, asked: Asked) -> Consultation:
    """Records that the rules were explained, and whether the letter was given (S7-APPLY-02, S7-APPLY-03)."""
    check_may(actor, "consultation.record")
    area = district.office.get(Area, actor.community or actor.street)
    if not asked.name.strip():
        raise Refusal("consultation.name")
    if not asked.explained or set(asked.explained) - set(EXPLAINED):
        raise Refusal("consultation.explained")
    file = f"C-{area.code}-{district.today().year}"
    person = {"name": asked.name.strip(), "phone": asked.phone.strip(), "words": asked.words.strip()}
    with district.casebook.turn:
        acts = district.casebook.read(file)
        digest = district.evidence.put(EVIDENCE, file, person, salt=district.new_salt())
        facts = {
            "area": area.id,
            "explained": list(asked.explained),
            "letter": asked.letter,
            "person": digest,
        }
        draft = draft_act(actor, "consultation.record", OPENING, facts)
        last = acts[-1] if acts else None
        act = district.casebook.append(draft, file, last, policy=district.policy.key)
    return _read(district, next(consultation_rows([act])))


def list_consultations(district: District, actor: Actor, year: int, page: int = 1) -> Page[Consultation]:
    """The register of a year, newest first, of the areas this person may see."""
    check_may(actor, "register.read")
    areas = [
        area.id for area in district.office.every(Area) if may_in_area(actor, area.parent or area.id, area.id)
    ]
    span = span_of(count_consultations(district.index, year, areas), page, PAGE)
    rows = consultations_in(district.index, year, areas, span)
    return Page([_read(district, row) for row in rows], span)


def get_consultation(district: District, actor: Actor, consultation_id: str) -> Consultation:
    """One consultation of the person's area."""
    check_may(actor, "register.read")
    found = _find(district, consultation_id)
    area = district.area(found.area)
    check_in_area(actor, area.parent or area.id, area.id)
    return found


def check_unused(district: District, consultation_id: str) -> None:
    """One consultation leads to one application."""
    found = _find(district, consultation_id)
    if found.case:
        raise Refusal("consultation.used", case=found.case)


def link_consultation(district: District, actor: Actor, consultation_id: str, case: str) -> None:
    """The application it led to is written into the register; hold the appender's turn."""
    file, n = _parse(consultation_id)
    acts = district.casebook.read(file)
    facts = {"consultation": n, "case": case}
    draft = draft_act(actor, "case.register", "consultation_followed", facts)
    district.casebook.append(draft, file, acts[-1], policy=district.policy.key)


def _find(district: District, consultation_id: str) -> Consultation:
    file, _ = _parse(consultation_id)
    found = {each.id: each for each in _read_file(district, file)}
    if consultation_id not in found:
        raise Refusal("consultation.unknown", id=consultation_id)
    return found[consultation_id]


def _parse(consultation_id: str) -> tuple[str, int]:
    found = _ID.fullmatch(consultation_id)
    if found is None:
        raise Refusal("consultation.unknown", id=consultation_id)
    return found[1], int(found[2])


def _read_file(district: District, file: str) -> list[Consultation]:
    return [_read(district, row) for row in consultation_rows(district.casebook.read(file))]


def _read(district: District, row: ConsultationRow) -> Consultation:
    person = _person(district, row)
    asked = Asked(
        name=person.get("name", ""),
        phone=person.get("phone", ""),
        words=person.get("words", ""),
        explained=row.codes,
        letter=bool(row.letter),
    )
    at = parse_instant(row.at)
    return Consultation(f"{row.file}-{row.n}", at, row.by, row.area, asked, row.case_number)


def _person(district: District, row: ConsultationRow) -> dict[str, str]:
    """Who asked; empty where that was erased: the register stays readable."""
    try:
        return district.evidence.get(EVIDENCE, row.file, row.person)
    except Refusal:
        return {}
