"""What the index keeps of a housing file: one row a household (S8-SURV-01)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from server.domain.days import format_instant
from server.domain.housing import QUEUED, SUPPORTED, Housing, State
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
    surveyed_since: bool  # the survey came after the last decision or review, which the next rests on
    moved_at: str
    declined: int
    n: int


HOUSING: Final = Table(
    "housing",
    HousingRow,
    key=("file",),
    indexes=(("state", "street", "community"), ("state", "review_due_on"), ("case_number",)),
)
# What somebody has to do about a file: an application to decide, a yearly review that comes due, and the
# survey of the year that the review rests on (S8-SURV-02).
TO_DECIDE, TO_REVIEW, TO_SURVEY = WAITS = ("to_decide", "to_review", "to_survey")
DUE: Final = "due"  # to review or to survey
_IN_AREA: Final = "(:street = '' OR street = :street) AND (:community = '' OR community = :community)"
_DUE: Final = f"state IN {tuple(state.value for state in SUPPORTED)} AND review_due_on <= :horizon"
_SURVEYED: Final = "surveyed_since AND surveyed_on >= :year"
_IN_STATE: Final = {
    **{state.value: f"state = '{state}'" for state in State},
    TO_DECIDE: f"state = '{State.APPLIED}'",
    TO_REVIEW: f"{_DUE} AND {_SURVEYED}",
    TO_SURVEY: f"{_DUE} AND NOT ({_SURVEYED})",
    DUE: _DUE,
}


@dataclass(frozen=True)
class Asked:
    """An area (empty: the whole district), and any of these states or of what waits (none: every file).

    ``horizon`` is the last day of what comes due, ``year`` the first day of the year of the survey.
    """

    street: str = ""
    community: str = ""
    states: Sequence[str] = ()
    horizon: str = ""
    year: str = ""


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
        surveyed_since=housing.surveyed_since,
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


def sum_housing(index: Index, asked: Asked) -> tuple[int, int]:
    """How many files are asked for, and what they are paid a month."""
    query = " ".join(("SELECT count(*), coalesce(sum(monthly_fen), 0) FROM housing", _matching(asked)))
    [(count, fen)] = index.sums(query, _values(asked))
    return int(count), int(fen)


def list_files(index: Index, asked: Asked, *, limit: int = -1, offset: int = 0) -> list[HousingRow]:
    """The files asked for, by case number; ``limit`` -1 is all of them."""
    rest = " ".join((_matching(asked), "ORDER BY case_number LIMIT :limit OFFSET :offset"))
    return index.rows(HOUSING, rest, _values(asked) | {"limit": limit, "offset": offset})


def _matching(asked: Asked) -> str:
    wanted = " OR ".join(f"({_IN_STATE.get(state, '0')})" for state in asked.states) or "1"
    return f"WHERE {_IN_AREA} AND ({wanted})"


def _values(asked: Asked) -> dict[str, Any]:
    names = ("street", "community", "horizon", "year")
    return {name: getattr(asked, name) for name in names}
