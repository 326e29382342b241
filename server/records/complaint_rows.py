"""What the index keeps of tip-offs: where they are and how far, never who or what (S7-DUTY-S6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.domain.complaint import CLOSED, RECOVERY, Complaint
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class ComplaintRow(Row, frozen=True):
    """A complaint as lists show it; ``due_on`` is empty where the pack sets no time."""

    file: str
    street: str
    community: str
    about: str
    how: str
    named: bool
    received_on: str
    due_on: str
    state: str
    result: str
    consequence: str
    case_number: str
    once: str


@dataclass(frozen=True)
class Asked:
    """Which complaints a list shows; an empty street is the whole district."""

    street: str = ""
    state: str = "open"  # open | all | a state of its own
    named: str = ""  # named | anonymous
    about: str = ""


COMPLAINTS: Final = Table(
    "complaints",
    ComplaintRow,
    key=("file",),
    indexes=(("street", "state"), ("case_number",), ("once",)),
)


def complaint_rows(complaint: Complaint, due_on: str) -> Iterator[ComplaintRow]:
    yield ComplaintRow(
        file=complaint.id,
        street=complaint.street,
        community=complaint.community,
        about=complaint.about,
        how=complaint.how,
        named=complaint.named,
        received_on=complaint.received_on.isoformat(),
        due_on=due_on,
        state=complaint.state,
        result=complaint.result,
        consequence=complaint.consequence,
        case_number=complaint.case,
        once=complaint.once,
    )


def complaints(index: Index, asked: Asked) -> list[ComplaintRow]:
    """Whoever gave a name first, then by the day: no heap of nameless ones hides them."""
    where, values = _where(asked)
    order = f"ORDER BY state = '{CLOSED}', named DESC, due_on, received_on, file"
    return index.rows(COMPLAINTS, f"{where} {order}", values)


def count_complaints(index: Index, street: str, due_before: str = "") -> int:
    """How many are not closed, with a day those due earlier; an empty street counts the whole district."""
    counting = (
        "SELECT count(*) FROM complaints WHERE state <> ?1 AND (?2 = '' OR street = ?2)"
        " AND (?3 = '' OR due_on <> '' AND due_on < ?3)"
    )
    return int(index.query(counting, [CLOSED, street, due_before])[0][0])


def filed_already(index: Index, once: str) -> ComplaintRow | None:
    """What the same form was received as before."""
    found = index.rows(COMPLAINTS, "WHERE once = ?", [once]) if once else []
    return next(iter(found), None)


def complaints_about(index: Index, case: str) -> list[ComplaintRow]:
    """Every complaint about one household."""
    return index.rows(COMPLAINTS, "WHERE case_number = ? ORDER BY received_on, file", [case]) if case else []


def complaints_suggesting(index: Index) -> list[ComplaintRow]:
    """Every complaint after which a recovery is suggested, the newest first."""
    return index.rows(COMPLAINTS, "WHERE consequence = ? ORDER BY received_on DESC, file", [RECOVERY])


def _where(asked: Asked) -> tuple[str, list[str]]:
    parts, values = ["1"], []
    if asked.street:
        parts.append("street = ?")
        values.append(asked.street)
    if asked.state == "open":
        parts.append("state <> ?")
        values.append(CLOSED)
    elif asked.state != "all":
        parts.append("state = ?")
        values.append(asked.state)
    if asked.named in ("named", "anonymous"):
        parts.append("named" if asked.named == "named" else "NOT named")
    if asked.about:
        parts.append("about = ?")
        values.append(asked.about)
    return f"WHERE {' AND '.join(parts)}", values
