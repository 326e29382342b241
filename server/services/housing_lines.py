"""The district enters the housing standards a city publishes each year, with their source (S8-ELIG-03)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from server.domain.days import format_instant
from server.domain.housing_lines import (
    PUBLISHED,
    HousingLines,
    check_lines,
    fold_lines,
    format_lines,
    parse_lines,
)
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.services.district import District, draft_act

FILE: Final = "housing-lines"
_SOURCE: Final = "housing_lines_source"


@dataclass(frozen=True)
class PublishedLines:
    """One publication with where it is from; ``counts`` until another of the same year was entered."""

    lines: HousingLines
    source: str
    by: str
    at: str
    counts: bool


def publish_lines(district: District, actor: Actor, lines: HousingLines, source: str) -> HousingLines:
    """Enters the standards of a year; another entry for the year replaces it and both stay in the chain."""
    check_may(actor, "housing.lines")
    if not source.strip():
        raise Refusal("indicator.source")
    check_lines(lines)
    with district.casebook.turn:
        acts = district.casebook.read(FILE)
        whole = replace(lines, source=district.put_text(FILE, _SOURCE, source))
        draft = draft_act(actor, "housing.lines", PUBLISHED, format_lines(whole))
        district.casebook.append(draft, FILE, acts[-1] if acts else None, policy=district.policy.key)
    return whole


def list_lines(district: District, actor: Actor) -> list[PublishedLines]:
    """Everything entered, the newest first."""
    check_may(actor, "housing.read")
    return list(_published(district))


def lines_of(district: District, day: date) -> HousingLines:
    """The standards in force on a day: those of its year (S8-ELIG-03); refuses a year without any."""
    lines = find_lines(district, day)
    if lines is None:
        raise Refusal("housing.no_lines", year=day.year)
    return lines


def find_lines(district: District, day: date) -> HousingLines | None:
    return fold_lines(district.casebook.read(FILE)).get(day.year)


def _published(district: District) -> Iterator[PublishedLines]:
    acts = district.casebook.read(FILE)
    current = {parse_lines(act.facts).year: act.n for act in acts}
    for act in reversed(acts):
        lines = parse_lines(act.facts)
        yield PublishedLines(
            lines=lines,
            source=district.get_text(FILE, _SOURCE, lines.source),
            by=act.by,
            at=format_instant(act.at),
            counts=current[lines.year] == act.n,
        )
