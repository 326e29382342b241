"""What the index keeps of the errands of every file: which task of a household stands where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from server.domain.errand import Errand
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class ErrandRow(Row, frozen=True):
    """``state``: open, done, replaced, called_off or withdrawn."""

    file: str
    case_number: str
    round: int
    purpose: str
    lead: str
    due_on: str
    state: str


ERRANDS: Final = Table(
    "errands", ErrandRow, key=("file", "case_number", "round"), indexes=(("case_number", "round"), ("state",))
)


def errand_rows(errands: Iterable[Errand]) -> Iterator[ErrandRow]:
    for each in errands:
        yield ErrandRow(
            file=each.file,
            case_number=each.case,
            round=each.team.round,
            purpose=each.purpose.value,
            lead=each.team.lead,
            due_on=each.team.due_on.isoformat(),
            state=_state(each),
        )


def _state(errand: Errand) -> str:
    if errand.is_open:
        return "open"
    if errand.visit:
        return "done"
    if errand.is_replaced:
        return "replaced"
    return "called_off" if errand.is_called_off else "withdrawn"


def find_errand_row(index: Index, case: str, number: int) -> ErrandRow | None:
    return next(iter(index.rows(ERRANDS, "WHERE case_number = ? AND round = ?", [case, number])), None)


def open_errands(index: Index, lead: str = "") -> list[ErrandRow]:
    """What is still to be done, by everybody or by one lead."""
    return index.rows(ERRANDS, "WHERE state = 'open' AND (? = '' OR lead = ?)", [lead, lead])


def open_errands_of(index: Index, case: str) -> list[ErrandRow]:
    return index.rows(ERRANDS, "WHERE case_number = ? AND state = 'open'", [case])


def rounds_left(index: Index, file: str, case: str) -> list[int]:
    """The rounds of a household in a file that were given to others or called off, and so left undone."""
    where = "WHERE file = ? AND case_number = ? AND state IN ('replaced', 'called_off')"
    rows = index.rows(ERRANDS, where, [file, case])
    return [row.round for row in rows]


def last_round(index: Index, case: str) -> int:
    """The highest number of an errand's round to a household; 0 where nobody was sent."""
    [(number,)] = index.query("SELECT coalesce(max(round), 0) FROM errands WHERE case_number = ?", [case])
    return int(number)
