"""What lists of reviews ask of the index (see ``review_rows``)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.records.index import Index
from server.records.review_rows import PLANS, REVIEWS, PlanRow, ReviewRow

_AREA = "(:street = '' OR street = :street) AND (:community = '' OR community = :community)"
_CLASS = "(:klass = '' OR klass = :klass)"
_WAITS = "waits_for IN (SELECT value FROM json_each(:waiting))"
# What is under review, and waits for one of the steps asked for, is no longer to be begun.
_TO_BEGIN = " ".join(("file NOT IN (SELECT file FROM periodic_reviews WHERE", _AREA, "AND", _WAITS, ")"))
_PLANNED: Final = {
    "overdue": f"{_CLASS} AND due_month != '' AND due_month < :now AND {_TO_BEGIN}",
    "due": f"{_CLASS} AND due_month = :month AND due_month >= :now AND {_TO_BEGIN}",
    "classless": "klass = ''",
}
_REVIEWED: Final = {
    "open": f"{_CLASS} AND month = :month AND outcome = ''",
    "done": f"{_CLASS} AND month = :month AND outcome != ''",
    "month": "month = :month",
    "waiting": _WAITS,
}


@dataclass(frozen=True)
class Asked:
    """An area, a class and a month; what is empty is not asked for.

    ``waiting`` are the acts a review waits for; ``now`` is the present month.
    """

    street: str = ""
    community: str = ""
    klass: str = ""
    month: str = ""
    now: str = ""
    waiting: Sequence[str] = ()


def count_plans(index: Index, state: str, asked: Asked) -> int:
    """How many households are planned in a state: ``overdue``, ``due`` or ``classless``."""
    query = " ".join(("SELECT count(*) FROM review_plans WHERE", _AREA, "AND", _PLANNED[state]))
    return int(index.sums(query, _values(asked))[0][0])


def list_plans(index: Index, state: str, asked: Asked, *, limit: int = -1, offset: int = 0) -> list[PlanRow]:
    """Households planned in a state, the first due in front, a community after the other; -1 is all."""
    order = "ORDER BY due_month, community, file"
    of_page = ("SELECT file FROM review_plans WHERE", _AREA, "AND", _PLANNED[state], order)
    rest = " ".join(("WHERE file IN (", *of_page, "LIMIT :limit OFFSET :offset )", order))
    return index.rows(PLANS, rest, _values(asked) | {"limit": limit, "offset": offset})


def count_reviews(index: Index, state: str, asked: Asked) -> int:
    """How many reviews of the month are ``open`` or ``done``, or of any month ``waiting``."""
    query = " ".join(("SELECT count(*) FROM periodic_reviews WHERE", _AREA, "AND", _REVIEWED[state]))
    return int(index.sums(query, _values(asked))[0][0])


def list_reviews(
    index: Index, state: str, asked: Asked, *, limit: int = -1, offset: int = 0
) -> list[ReviewRow]:
    """Reviews in a state, the first due in front; ``limit`` -1 is all of them."""
    order = "ORDER BY due_on, community, file LIMIT :limit OFFSET :offset"
    rest = " ".join(("WHERE", _AREA, "AND", _REVIEWED[state], order))
    return index.rows(REVIEWS, rest, _values(asked) | {"limit": limit, "offset": offset})


def plans_of_month(index: Index, asked: Asked) -> list[PlanRow]:
    """Every household due in the month, begun or not."""
    rest = " ".join(("WHERE", _AREA, "AND due_month = :month ORDER BY community, file"))
    return index.rows(PLANS, rest, _values(asked))


def _values(asked: Asked) -> dict[str, Any]:
    return {**vars(asked), "waiting": json.dumps(list(asked.waiting))}
