"""What the statistics ask the index: spells in groups, and payments summed by month (S4-04…S4-08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from server.domain.count import Count, SpellGroup
from server.domain.period import Period

if TYPE_CHECKING:
    from server.records.index import Index

# From the sums the index keeps (``receipt_rows.SPELLS``), in their order: nothing is sorted.
_GROUPS: Final = """SELECT residence, since, until, n = 1, stop_reason != '', SUM(rows), SUM(persons)
FROM spells_sums WHERE since <= :last AND (:area = '' OR street = :area OR community = :area)
GROUP BY since, until, residence, n, stop_reason"""
_TOTALS: Final = """SELECT since, until, COUNT(*), SUM(persons) FROM spells
WHERE since <= :last AND (:area = '' OR street = :area OR community = :area) GROUP BY since, until"""
# Spells of a household that reach into an earlier one, with the months both cover; a sound record has none.
_AGAIN: Final = """SELECT later.file, later.n, MAX(later.since, earlier.since),
  CASE WHEN later.until = '' THEN earlier.until WHEN earlier.until = '' THEN later.until
    ELSE MIN(later.until, earlier.until) END
FROM spells later JOIN spells earlier ON earlier.file = later.file AND earlier.n < later.n
WHERE later.n > 1 AND (earlier.until = '' OR later.since <= earlier.until)
  AND (later.until = '' OR earlier.since <= later.until)
  AND (:area = '' OR later.street = :area OR later.community = :area)"""
_PAID: Final = """SELECT month, residence, kind, SUM(households), SUM(persons), SUM(amount_fen)
FROM payments WHERE month BETWEEN :first AND :last AND state IN ('sent', 'closed')
  AND (:area = '' OR street = :area OR community = :area)
GROUP BY month, residence, kind"""
# What the bank gave back; a line's community and residence are the household's.
_RETURNED: Final = """SELECT line.month, spells.residence,
  CASE line.kind WHEN 'subsidy' THEN 'price_subsidy' WHEN 'recovery' THEN 'recovery' ELSE 'benefit' END,
  SUM(line.amount_fen)
FROM payment_lines AS line JOIN spells ON spells.file = line.case_number AND spells.n = 1
WHERE line.state IN ('returned', 'held') AND line.month BETWEEN :first AND :last
  AND (:area = '' OR spells.street = :area OR spells.community = :area)
GROUP BY 1, 2, 3"""

_LINES: Final = """SELECT COALESCE(SUM(CASE kind WHEN 'recovery' THEN -amount_fen ELSE amount_fen END), 0)
FROM payment_lines WHERE month = :month AND state IN ('sent', 'closed') AND (:area = '' OR case_number IN (
  SELECT file FROM spells WHERE n = 1 AND (street = :area OR community = :area)))"""


@dataclass(frozen=True)
class PaidSum:
    """What was paid in a month, of one kind, to one residence: households, persons (人次), fen."""

    month: str
    residence: str
    kind: str
    households: int
    persons: int
    amount_fen: int


def spell_groups(index: Index, period: Period, area: str = "") -> list[SpellGroup]:
    """Every spell that began by the end of the period, in groups."""
    rows = index.sums(_GROUPS, {"last": period.last, "area": area})
    return [
        SpellGroup(residence, since, until, bool(first), bool(last), Count(households, persons))
        for residence, since, until, first, last, households, persons in rows
    ]


def stocks_in(index: Index, months: Sequence[str], area: str = "") -> dict[str, Count]:
    """Households and persons in receipt in each month, not told apart: what the parts are checked against.

    A household counts once, however many of its spells cover a month.
    """
    totals = index.sums(_TOTALS, {"last": max(months), "area": area})
    again = index.sums(_AGAIN, {"area": area})
    stocks = {}
    for month in months:
        covering = [row for row in totals if _covers(row[0], row[1], month)]
        twice = {(file, n) for file, n, since, until in again if _covers(since, until, month)}
        households = sum(row[2] for row in covering) - len(twice)
        stocks[month] = Count(households, sum(row[3] for row in covering))
    return stocks


def paid_sums(index: Index, period: Period, area: str = "") -> list[PaidSum]:
    """What went out and stayed out: rolls that were sent, less what the bank gave back."""
    return sent_sums(index, period, area) + [
        PaidSum(one.month, one.residence, one.kind, 0, 0, -one.amount_fen)
        for one in returned_sums(index, period, area)
    ]


def sent_sums(index: Index, period: Period, area: str = "") -> list[PaidSum]:
    """What went to the bank, of every kind."""
    return [PaidSum(*row) for row in index.sums(_PAID, _asked(period, area))]


def returned_sums(index: Index, period: Period, area: str = "") -> list[PaidSum]:
    """What the bank gave back; of how many nobody asks."""
    rows = index.sums(_RETURNED, _asked(period, area))
    return [PaidSum(month, home, kind, 0, 0, fen) for month, home, kind, fen in rows]


def lines_fen(index: Index, month: str, area: str = "") -> int:
    """What the payments to each household of a month add up to: what the sums by kind are checked against."""
    return int(index.sums(_LINES, {"month": month, "area": area})[0][0])


def _covers(since: str, until: str, month: str) -> bool:
    return since <= month and (not until or month <= until)


def _asked(period: Period, area: str) -> dict[str, Any]:
    return {"first": period.first, "last": period.last, "area": area}
