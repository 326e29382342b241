"""What lists of reviews ask of the index (see ``review_rows``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.records.index import Index
from server.records.review_rows import PLANS, RENEWALS, REVIEWS, PlanRow, RenewalRow, ReviewRow

_AREA = "(:street = '' OR street = :street) AND (:community = '' OR community = :community)"
_AND_AREA = " ".join(("AND", _AREA))
# Of each household the last spell that reaches into the months asked for.
_RECEIVING = """
SELECT s.file, c.head, s.klass FROM spells s JOIN cases c ON c.number = s.file
WHERE (:street = '' OR s.street = :street) AND (:community = '' OR s.community = :community)
AND s.since <= :last AND (s.until = '' OR (s.until >= :month AND s.until >= s.since))
GROUP BY s.file HAVING s.n = max(s.n) ORDER BY s.file
"""
_CLASS = "(:klass = '' OR klass = :klass)"


@dataclass(frozen=True)
class Asked:
    """An area, a class and a month; what is empty is not asked for."""

    street: str = ""
    community: str = ""
    klass: str = ""
    month: str = ""


def find_plans(index: Index, asked: Asked, *, before: str = "", classless: bool = False) -> list[PlanRow]:
    """Households due in the month; with ``before`` those due earlier than it; or those without a class."""
    if classless:
        due = "klass = ''"
    elif before:
        due = f"{_CLASS} AND due_month != '' AND due_month < :before"
    else:
        due = f"{_CLASS} AND due_month = :month"
    rest = f"WHERE {_AREA} AND {due} ORDER BY due_month, community, file"
    return index.rows(PLANS, rest, _values(asked) | {"before": before})


def find_reviews(index: Index, asked: Asked, *, waiting: Sequence[str] = ()) -> list[ReviewRow]:
    """Reviews of the month; with ``waiting`` those of any month that wait for one of these acts."""
    if waiting:
        names = {f"w{place}": act for place, act in enumerate(waiting)}
        holders = ", ".join(f":{name}" for name in names)
        rest = f"WHERE {_AREA} AND waits_for IN ({holders}) ORDER BY due_on, file"
        return index.rows(REVIEWS, rest, _values(asked) | names)
    rest = f"WHERE {_AREA} AND {_CLASS} AND month = :month ORDER BY due_on, community, file"
    return index.rows(REVIEWS, rest, _values(asked))


def count_waiting(index: Index, asked: Asked, waiting: Sequence[str]) -> int:
    return len(find_reviews(index, asked, waiting=waiting)) if waiting else 0


def count_classless(index: Index, asked: Asked) -> int:
    return len(find_plans(index, asked, classless=True))


def months_known(index: Index, asked: Asked, now: str) -> list[str]:
    """The months in which something is due or was reviewed, the present one among them."""
    values = _values(asked)
    due = index.query(
        " ".join(("SELECT DISTINCT due_month FROM review_plans WHERE due_month != ''", _AND_AREA)), values
    )
    done = index.query(" ".join(("SELECT DISTINCT month FROM periodic_reviews WHERE", _AREA)), values)
    return sorted({now, *(str(row[0]) for row in (*due, *done))}, reverse=True)


def find_renewals(index: Index, asked: Asked) -> list[RenewalRow]:
    return index.rows(RENEWALS, f"WHERE {_AREA} AND period = :month", _values(asked))


def receiving_in(index: Index, asked: Asked, last: str) -> list[tuple[str, str, str]]:
    """Number, head and class of every household that receives in any month from the asked one to ``last``."""
    found = index.query(_RECEIVING, _values(asked) | {"last": last})
    return [(str(file), str(head), str(klass)) for file, head, klass in found]


def _values(asked: Asked) -> dict[str, Any]:
    return {
        "street": asked.street,
        "community": asked.community,
        "klass": asked.klass,
        "month": asked.month,
    }
