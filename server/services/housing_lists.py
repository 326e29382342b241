"""Lists of housing: the files of an area, the waiting list of the district, whose review is due (S8-SURV)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from server.domain.housing import is_hardship
from server.domain.housing_lines import format_area
from server.domain.housing_queue import Place, order_queue
from server.domain.money import plain_yuan
from server.domain.page import Page, span_of
from server.domain.permission import Actor, check_may, may, may_in_area
from server.records.housing_rows import (
    TO_DECIDE,
    TO_REVIEW,
    TO_SURVEY,
    Asked,
    HousingRow,
    list_files,
    queue_of,
    rows_of_housing,
    sum_housing,
)
from server.services.district import District
from server.services.housing import newest_survey
from server.services.housing_lines import find_lines

PAGE: Final = 20
SOON: Final = timedelta(days=30)
MINE: Final = "mine"
# Whose turn it is, by the permission of what is done next.
TURNS: Final = {TO_SURVEY: "housing.survey", TO_REVIEW: "housing.decide", TO_DECIDE: "housing.decide"}
_NOT_ANY_MORE: Final = ("按最新的调查已经不符合条件", "no longer meets the lines by the newest survey")
_NOBODY: Final = "nobody"  # a state no file is in


@dataclass(frozen=True)
class HousingList(Page[HousingRow]):
    """A page of the files, with the heads of the families by case."""

    heads: Mapping[str, str]
    monthly_fen: int  # of all found, not of the page


@dataclass(frozen=True)
class QueueRow:
    """A place on the waiting list; ``head`` is empty where the household is of another area.

    ``qualifies`` is whether the newest survey is within the lines of this year; of another area, of a year
    without lines, nobody says it is not.
    """

    place: Place
    head: str
    state: str
    declined: int
    qualifies: bool = True


def list_housing(
    district: District, actor: Actor, state: str = "", community: str = "", page: int = 1
) -> HousingList:
    """The files a person may see, page 0 all of them: in a state, ``due`` for the yearly review, or ``mine``.

    ``mine`` is what waits for this person, as :func:`count_waiting` counts it.
    """
    check_may(actor, "housing.read")
    states = {"": (), MINE: waits_for(actor) or (_NOBODY,)}.get(state, (state,))
    asked = _asked(district, actor, states, community)
    total, monthly_fen = sum_housing(district.index, asked)
    span = span_of(total, page, PAGE)
    rows = list_files(district.index, asked, limit=span.size, offset=span.offset)
    return HousingList(rows, span, _heads(district, rows), monthly_fen)


def list_queue(district: District, actor: Actor) -> list[QueueRow]:
    """The waiting list in its order, with the reason of each place; names only of one's own area."""
    check_may(actor, "housing.read")
    places = order_queue(queue_of(district.index))
    rows = {row.case_number: row for row in rows_of_housing(district.index, "", "")}
    mine = [row for row in rows.values() if may_in_area(actor, row.street, row.community)]
    heads, lines = _heads(district, mine), find_lines(district, district.today())
    return [
        QueueRow(
            place,
            heads.get(case, ""),
            rows[case].state,
            rows[case].declined,
            case not in heads or lines is None or is_hardship(newest_survey(district, case), lines),
        )
        for place in places
        for case in (place.waiting.case,)
    ]


def waits_for(actor: Actor) -> tuple[str, ...]:
    """What of housing is this person's: to survey for a yearly review, to review, to decide (S8-SURV-02)."""
    return tuple(wait for wait, permission in TURNS.items() if may(actor, permission))


def count_waiting(district: District, actor: Actor) -> int:
    """How many files wait for this person; a yearly review does from thirty days before it is due."""
    states = waits_for(actor)
    return sum_housing(district.index, _asked(district, actor, states))[0] if states else 0


def housing_lines_of(found: HousingList, words: Mapping[str, str]) -> list[list[str]]:
    """The files for a spreadsheet: areas in square metres, amounts in yuan."""
    return [
        [
            row.case_number,
            found.heads.get(row.case_number, ""),
            row.community,
            str(words[row.state]),
            str(row.persons),
            format_area(row.own_dm2),
            plain_yuan(row.monthly_fen),
            row.surveyed_on,
            row.applied_on,
            row.review_due_on,
        ]
        for row in found.rows
    ]


def queue_lines(rows: Sequence[QueueRow], lang: str) -> list[list[str]]:
    """The waiting list for a spreadsheet."""
    return [
        [
            str(row.place.place),
            row.place.waiting.case,
            row.head,
            row.place.en if lang == "en" else row.place.zh,
            str(row.declined),
            "" if row.qualifies else _NOT_ANY_MORE[lang == "en"],
        ]
        for row in rows
    ]


def _asked(district: District, actor: Actor, states: Sequence[str], community: str = "") -> Asked:
    today = district.today()
    horizon, year = (today + SOON).isoformat(), today.replace(month=1, day=1).isoformat()
    return Asked(actor.street, actor.community or community, states, horizon, year)


def _heads(district: District, rows: Sequence[HousingRow]) -> dict[str, str]:
    found = (district.index.find_case(row.case_number) for row in rows)
    return {case.number: case.head for case in found if case}
