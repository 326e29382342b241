"""The rows of the index's first tables: what lists show of cases, notices, objections, meetings and work."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import replace

from server.records.table import Row


class CaseRow(Row, frozen=True):
    """One line of a work list; days and instants as text, the head and address from evidence."""

    number: str
    street: str
    community: str
    stage: str
    persons: int
    applied_on: str
    due_on: str
    due_for: str  # the kind of the clock that is due then
    leg: str  # who receives the papers next, while they are on their way
    head: str
    address: str
    identity_tail: str  # the last four of the head's identity number; found by another way (find_tails)
    lead: str
    amount_fen: int
    last_kind: str
    last_at: str
    last_by: str
    n: int


class NoticeRow(Row, frozen=True):
    """A notice with what it says, as things stood when it was posted; head and place from evidence."""

    id: str
    number: int
    year: int
    case: str
    street: str
    community: str
    posted_on: str
    first_day: str
    last_day: str
    policy: str
    head: str
    persons: int
    amount_fen: int
    place: str
    posted_last_day: str  # what hangs in the stairwell says
    provisional: bool
    stopped_on: str  # when it was taken down before its time, empty where it was not
    proofs: tuple[str, ...]  # posted, removed


class ObjectionRow(Row, frozen=True):
    """An objection by its receipt: where its case stands, nothing of who objects or what."""

    receipt: str
    case: str
    street: str
    community: str
    notice: str
    kind: str  # notice | resolution
    how: str
    named: bool
    filed_at: str
    answered_at: str
    stage: str


class MeetingRow(Row, frozen=True):
    id: str
    street: str
    community: str
    chair: str
    held_on: str
    cases: tuple[str, ...]
    state: str  # open | closed | called_off | broken_off
    n: int

    @property
    def closed(self) -> bool:
        """Whether nothing is added to it any more."""
        return self.state != "open"


class WorkRow(Row, frozen=True):
    """One thing an assessor did, with the act that says so; ``at`` is an instant as text in UTC."""

    file: str
    n: int
    assessor: str
    kind: str
    round: int
    at: str
    month: str


class RegisteredRow(Row, frozen=True):
    """A case on a register of its own (C-08, §11); ``due`` is empty where nothing waits."""

    register: str  # relative | hardship
    case: str
    street: str
    community: str
    head: str
    since: str
    due: str
    what: str
    stage: str


def parse_notice(row: tuple[Any, ...]) -> NoticeRow:
    """A notice as its table holds it."""
    found = NoticeRow(*row)
    return replace(found, provisional=bool(found.provisional), proofs=tuple(json.loads(row[-1])))
