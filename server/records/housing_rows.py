"""What the index keeps of a housing file: one row a household (S8-SURV-01)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from server.domain.days import format_instant
from server.domain.housing import QUEUED, SUPPORTED, Housing
from server.domain.housing_queue import Waiting
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class HousingRow(Row, frozen=True):
    """A household's housing as lists show it; days and months are empty where there is none."""

    file: str
    case_number: str
    street: str
    community: str
    state: str
    mode: str
    guarantee: str
    persons: int
    own_dm2: int
    monthly_fen: int
    surveyed_on: str
    applied_on: str
    review_due_on: str
    moved_at: str
    declined: int
    n: int


HOUSING: Final = Table(
    "housing", HousingRow, key=("file",), indexes=(("state", "street", "community"), ("case_number",))
)


def housing_rows(housing: Housing) -> Iterator[HousingRow]:
    """The row of a housing file."""
    moved = next((act for act in housing.acts if act.n == housing.moved_n), None)
    yield HousingRow(
        file=housing.file,
        case_number=housing.case,
        street=housing.street,
        community=housing.community,
        state=housing.state.value,
        mode=housing.mode.value if housing.applied_on else "",
        guarantee=housing.survey.guarantee,
        persons=housing.survey.persons,
        own_dm2=housing.survey.own_dm2,
        monthly_fen=housing.monthly_fen,
        surveyed_on=housing.survey.surveyed_on.isoformat(),
        applied_on=housing.applied_on.isoformat() if housing.applied_on else "",
        review_due_on=housing.review_due_on.isoformat() if housing.review_due_on else "",
        moved_at=format_instant(moved.at) if moved else "",
        declined=housing.declined,
        n=housing.last.n,
    )


def rows_of_housing(
    index: Index, street: str, community: str, states: Sequence[str] = ()
) -> list[HousingRow]:
    """The files of an area (empty: the whole district) in some states (empty: all), by case number."""
    where = ["(? = '' OR street = ?)", "(? = '' OR community = ?)"]
    values: list[str] = [street, street, community, community]
    if states:
        where.append(f"state IN ({', '.join('?' * len(states))})")
        values += states
    return index.rows(HOUSING, f"WHERE {' AND '.join(where)} ORDER BY case_number", values)


def queue_of(index: Index) -> list[Waiting]:
    """Everybody who waits for a flat or was offered one, the whole district: homes are its own."""
    rows = rows_of_housing(index, "", "", [state.value for state in QUEUED])
    return [
        Waiting(row.case_number, row.guarantee, row.persons, row.own_dm2, row.applied_on, row.moved_at)
        for row in rows
    ]


def due_for_review(index: Index, street: str, community: str, day: str) -> list[HousingRow]:
    """Households with support whose yearly review is due by a day (S8-SURV-02)."""
    rows = rows_of_housing(index, street, community, [state.value for state in SUPPORTED])
    return [row for row in rows if row.review_due_on <= day]
