"""The rows of an export, a page at a time, so that many take no more memory than few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from server.domain.export import CASES, VISITS, ExportFilter
from server.records.index import Index
from server.records.receipt_rows import with_receipt

_PAGE: Final = 500
_OF_AREA: Final = "(:street = '' OR {t}.street = :street) AND (:community = '' OR {t}.community = :community)"
_OF_DAYS: Final = "(:first = '' OR {day} >= :first) AND (:last = '' OR {day} <= :last)"
_WANTED: Final = {
    CASES: " AND ".join(
        (_OF_AREA.format(t="c"), _OF_DAYS.format(day="c.applied_on"), "(:stage = '' OR c.stage = :stage)")
    ),
    VISITS: " AND ".join(
        (
            _OF_AREA.format(t="v"),
            _OF_DAYS.format(day="v.visited_on"),
            "(:stage = '' OR EXISTS (SELECT 1 FROM cases WHERE number = v.file AND stage = :stage))",
        )
    ),
}
_FROM: Final = {CASES: "FROM cases AS c", VISITS: "FROM visits AS v"}
# The columns of each kind under the names of domain.export, then what the next page goes on from.
_SELECT: Final = {
    CASES: with_receipt("""SELECT c.number AS number, c.street AS street, c.community AS community,
  c.stage AS stage, c.head AS head, c.identity_tail AS identity_tail, c.address AS address,
  {persons_now} AS persons,
  c.applied_on AS applied_on, c.due_on AS due_on, c.lead AS lead, {amount_now} AS amount_yuan,
  coalesce(r.klass, '') AS class, coalesce({first_month}, '') AS received_since, c.last_at AS last_at
FROM cases AS c {receipt}
WHERE c.number > :file"""),
    VISITS: """SELECT v.file AS "case", v.n AS n, v.round AS round, v.street AS street,
  v.community AS community, v.visited_on AS visited_on, v.started_at AS started_at, v.sealed_at AS sealed_at,
  v.received_at AS received_at, v.lead AS lead, v.assessors AS assessors, v.photos AS photos,
  v.persons AS persons, v.income_total_fen AS income_total_yuan,
  v.income_per_capita_fen AS income_per_capita_yuan, v.counts AS counts, v.digest AS digest,
  v.latitude AS latitude, v.longitude AS longitude, v.accuracy_m AS accuracy_m
FROM visits AS v WHERE (v.file > :file OR v.file = :file AND v.n > :n)""",
}
_NAMES: Final = {
    CASES: (
        *("number", "street", "community", "stage", "head", "identity_tail", "address", "persons"),
        *("applied_on", "due_on", "lead", "amount_yuan", "class", "received_since", "last_at"),
    ),
    VISITS: (
        *("case", "n", "round", "street", "community", "visited_on", "started_at", "sealed_at"),
        *("received_at", "lead", "assessors", "photos", "persons", "income_total_yuan"),
        *("income_per_capita_yuan", "counts", "digest", "latitude", "longitude", "accuracy_m"),
    ),
}
_ORDER: Final = {CASES: "ORDER BY c.number LIMIT :limit", VISITS: "ORDER BY v.file, v.n LIMIT :limit"}


def count_rows(index: Index, kind: str, wanted: ExportFilter) -> int:
    """How many rows an export holds."""
    query = " ".join(("SELECT count(*)", _FROM[kind], "WHERE", _WANTED[kind]))
    return int(index.query(query, vars(wanted))[0][0])


def export_rows(index: Index, kind: str, wanted: ExportFilter) -> Iterator[Mapping[str, Any]]:
    """The rows by case, as they stand when their page is asked for."""
    query = " ".join((_SELECT[kind], "AND", _WANTED[kind], _ORDER[kind]))
    after: dict[str, Any] = {"file": "", "n": 0}
    while True:
        page = index.query(query, {**vars(wanted), **after, "limit": _PAGE})
        rows = [dict(zip(_NAMES[kind], values, strict=True)) for values in page]
        yield from rows
        if len(rows) < _PAGE:
            return
        after = {"file": rows[-1].get("number") or rows[-1]["case"], "n": rows[-1].get("n", 0)}
