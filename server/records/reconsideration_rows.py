"""What the index keeps of decisions complained of (S7-DUTY-D5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from server.domain.reconsideration import CLOSED, Reconsideration
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class ReconsiderationRow(Row, frozen=True):
    """One line of the register; ``due_on`` is of what is waited for next."""

    file: str
    case_number: str
    kind: str
    applied_on: str
    due_on: str
    state: str
    outcome: str
    decided_on: str


RECONSIDERATIONS: Final = Table(
    "reconsiderations", ReconsiderationRow, key=("file",), indexes=(("case_number",), ("state",))
)


def reconsideration_rows(found: Reconsideration) -> Iterator[ReconsiderationRow]:
    yield ReconsiderationRow(
        file=found.id,
        case_number=found.case,
        kind=found.kind,
        applied_on=found.applied_on.isoformat(),
        due_on=found.due_on.isoformat() if found.due_on else "",
        state=found.state,
        outcome=found.outcome,
        decided_on=found.decided_on.isoformat() if found.decided_on else "",
    )


def reconsiderations(index: Index, state: str, street: str) -> list[ReconsiderationRow]:
    """``open``, ``all`` or one state, the next due first; an empty street is the whole district."""
    where = (
        "WHERE (:state = 'all' OR state = :state OR (:state = 'open' AND state <> :closed)) "
        "AND (:street = '' OR case_number IN (SELECT number FROM cases WHERE street = :street)) "
        "ORDER BY state = :closed, due_on = '', due_on, file"
    )
    return index.rows(RECONSIDERATIONS, where, {"state": state, "closed": CLOSED, "street": street})
