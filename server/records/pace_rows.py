"""How fast the work goes, as the index knows it: visits by the instant, approvals by the month they begin."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from server.domain.days import parse_instant
from server.domain.work import LED

if TYPE_CHECKING:
    from server.records.index import Index

_VISITS: Final = """SELECT work.at FROM work JOIN cases ON cases.number = work.file
WHERE work.kind = :kind AND work.month >= :month
  AND (:area = '' OR cases.street = :area OR cases.community = :area)"""
_APPROVED: Final = """SELECT since, COUNT(*) FROM spells
WHERE n = 1 AND opened_by = 'approved' AND since BETWEEN :first AND :last
  AND (:area = '' OR street = :area OR community = :area)
GROUP BY since"""
_DUE: Final = """SELECT COALESCE(SUM(amount_fen), 0) FROM spells
WHERE since <= :month AND (until = '' OR until >= :month)
  AND (:area = '' OR street = :area OR community = :area)"""


def visits_since(index: Index, month: str, area: str = "") -> list[datetime]:
    """When each visit from that month on was sealed; a visit counts once, by who led it."""
    rows = index.query(_VISITS, {"kind": LED, "month": month, "area": area})
    return [parse_instant(at) for (at,) in rows]


def approved_by_month(index: Index, first: str, last: str, area: str = "") -> dict[str, int]:
    """Households approved, by the month their benefit begins."""
    return dict(index.sums(_APPROVED, {"first": first, "last": last, "area": area}))


def due_in(index: Index, month: str, area: str = "") -> int:
    """What the households in receipt are to get in a month, in fen."""
    return int(index.sums(_DUE, {"month": month, "area": area})[0][0])
