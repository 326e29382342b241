"""Lists of housing: the files of an area, the waiting list of the district, whose review is due (S8-SURV)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from server.domain.housing import State
from server.domain.housing_lines import format_area
from server.domain.housing_queue import Place, order_queue
from server.domain.money import plain_yuan
from server.domain.page import Page, page_of
from server.domain.permission import Actor, check_may, may_in_area
from server.records.housing_rows import HousingRow, due_for_review, queue_of, rows_of_housing
from server.services.district import District

PAGE: Final = 20
SOON: Final = timedelta(days=30)


@dataclass(frozen=True)
class HousingList(Page[HousingRow]):
    """A page of the files, with the heads of the families by case."""

    heads: Mapping[str, str]
    monthly_fen: int  # of all found, not of the page


@dataclass(frozen=True)
class QueueRow:
    """A place on the waiting list; ``head`` is empty where the household is of another area."""

    place: Place
    head: str
    state: str
    declined: int


def list_housing(
    district: District, actor: Actor, state: str = "", community: str = "", page: int = 1
) -> HousingList:
    """The files a person may see, in a state (``due``: whose yearly review is due soon); page 0 is all."""
    check_may(actor, "housing.read")
    street, own = actor.street, actor.community or community
    if state == "due":
        rows = due_for_review(district.index, street, own, (district.today() + SOON).isoformat())
    else:
        rows = rows_of_housing(district.index, street, own, [state] if state else [])
    found = page_of(rows, page, PAGE)
    total_fen = sum(row.monthly_fen for row in rows)
    return HousingList(found.rows, found.span, _heads(district, found.rows), total_fen)


def list_queue(district: District, actor: Actor) -> list[QueueRow]:
    """The waiting list in its order, with the reason of each place; names only of one's own area."""
    check_may(actor, "housing.read")
    places = order_queue(queue_of(district.index))
    rows = {row.case_number: row for row in rows_of_housing(district.index, "", "")}
    mine = [row for row in rows.values() if may_in_area(actor, row.street, row.community)]
    heads = _heads(district, mine)
    return [
        QueueRow(place, heads.get(case, ""), rows[case].state, rows[case].declined)
        for place in places
        for case in (place.waiting.case,)
    ]


def count_to_decide(district: District, actor: Actor) -> int:
    """Applications nobody decided yet, and reviews that are due."""
    applied = rows_of_housing(district.index, actor.street, actor.community, [State.APPLIED.value])
    due = due_for_review(district.index, actor.street, actor.community, district.today().isoformat())
    return len(applied) + len(due)


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
        ]
        for row in rows
    ]


def _heads(district: District, rows: Sequence[HousingRow]) -> dict[str, str]:
    found = (district.index.find_case(row.case_number) for row in rows)
    return {case.number: case.head for case in found if case}
