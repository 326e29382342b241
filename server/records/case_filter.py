"""Which cases a list holds, and the SQL that selects a page of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

# What narrows a list, by the field of the filter that says so; one that is empty is left out of the query, so
# that the others can be looked up by an index.
_MATCHING: Final = {
    "street": "street = :street",
    "community": "community = :community",
    "due_before": "due_on != '' AND due_on < :due_before",
    "stages": "stage IN (SELECT value FROM json_each(:stages))",
    "legs": "(leg = '' OR leg IN (SELECT value FROM json_each(:legs)))",
    "clocks": """number IN (SELECT number FROM clocks WHERE kind IN (SELECT value FROM json_each(:clocks))
      AND (:clock_before = '' OR due_on != '' AND due_on < :clock_before)
      AND (NOT :clock_stopped OR due_on = ''))""",
    "text": """NOT EXISTS (SELECT 1 FROM json_each(:words)
      WHERE instr(lower(number || ' ' || head || ' ' || address), value) = 0)""",
}
_DUE_FIRST: Final = "ORDER BY due_on = '', due_on, last_at, number LIMIT :limit OFFSET :offset"
# A page of the whole district: an index has cases in that order with what narrows them; nothing is sorted.
_NOT_IN_ORDER: Final = ("street", "community", "text")
_IN_ORDER: Final = (
    "SELECT * FROM cases WHERE number IN (SELECT number FROM cases INDEXED BY cases_in_order",
    _DUE_FIRST,
    ") ORDER BY due_on = '', due_on, last_at, number",
)


@dataclass(frozen=True)
class CaseFilter:
    """Which cases are wanted; an empty field does not narrow."""

    text: str = ""
    street: str = ""
    community: str = ""
    stages: Sequence[str] = ()
    due_before: str = ""
    legs: Sequence[str] = ()  # of papers on their way, those that go to one of these
    clocks: Sequence[str] = ()  # with an open clock of one of these kinds
    clock_before: str = ""  # and due before that day
    clock_stopped: bool = False  # and standing still


def matching(wanted: CaseFilter) -> str:
    conditions = [condition for name, condition in _MATCHING.items() if getattr(wanted, name)]
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def page_query(wanted: CaseFilter) -> str:
    """What selects a page of the cases wanted."""
    if any(getattr(wanted, name) for name in _NOT_IN_ORDER):
        return " ".join(("SELECT * FROM cases", matching(wanted), _DUE_FIRST))
    return " ".join((_IN_ORDER[0], matching(wanted), *_IN_ORDER[1:]))


def parameters(wanted: CaseFilter) -> dict[str, Any]:
    return {
        "street": wanted.street,
        "community": wanted.community,
        "due_before": wanted.due_before,
        "stages": json.dumps(list(wanted.stages)),
        "legs": json.dumps(list(wanted.legs)),
        "clocks": json.dumps(list(wanted.clocks)),
        "clock_before": wanted.clock_before,
        "clock_stopped": wanted.clock_stopped,
        "words": json.dumps(wanted.text.lower().split()),
    }
