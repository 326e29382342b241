"""What budgets are held against: the payments of the rolls, and what the next ones will pay (S7-DUTY-D2)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from server.domain.month import month_after
from server.records.payment_rows import (
    HELD,
    RECOVERY,
    RETURNED,
    first_month,
    subsidies_due,
)

if TYPE_CHECKING:
    from server.records.index import Index

# A roll's totals as sent; what was kept back of it is money that was not paid.
_ROLLS: Final = """SELECT month, SUM(CASE kind WHEN ? THEN -amount_fen ELSE amount_fen END) FROM payments
WHERE street = ? AND month BETWEEN ? AND ? AND (state IN ('sent', 'closed')) = ? GROUP BY month"""
_CAME_BACK: Final = """SELECT month, SUM(CASE kind WHEN ? THEN -amount_fen ELSE amount_fen END)
FROM payment_lines WHERE street = ? AND state IN (?, ?) GROUP BY month"""
_HELD: Final = """SELECT COALESCE(SUM(CASE kind WHEN ? THEN -amount_fen ELSE amount_fen END), 0)
FROM payment_lines WHERE street = ? AND state = ?"""
_SPELLS: Final = """SELECT taken_over, since, until, SUM(amount_fen) FROM spells
WHERE street = :street GROUP BY 1, 2, 3"""
# Of what is owed, what rolls that stand paid; what one paid more than is owed takes nothing from another.
# The plus signs: SQLite is not to walk all spells of the street for each line (sqlite.org/optoverview.html).
_PAID: Final = """SELECT s.taken_over, p.for_month, SUM(MIN(p.fen, s.amount_fen)) FROM (
  SELECT case_number, for_month, SUM(amount_fen) AS fen FROM payment_lines
  WHERE kind = 'monthly' AND street = :street AND state != 'returned' GROUP BY case_number, for_month) AS p
JOIN spells s ON s.file = p.case_number AND +s.street = :street
  AND +s.since <= p.for_month AND (s.until = '' OR s.until >= p.for_month)
GROUP BY 1, 2"""
_LAST_SENT: Final = """SELECT COALESCE(MAX(month), '') FROM payments WHERE street = ?"""


def paid_by_month(index: Index, street: str, year: int) -> dict[str, int]:
    """What the rolls of each month of a year paid, without what the bank gave back."""
    paid = _roll_sums(index, street, year, was_sent=True)
    for month, fen in index.sums(_CAME_BACK, (RECOVERY, street, HELD, RETURNED)):
        if month in paid:
            paid[month] -= fen
    return paid


def unsent_by_month(index: Index, street: str, year: int) -> dict[str, int]:
    """The rolls of a year that are made and not with the bank yet."""
    return _roll_sums(index, street, year, was_sent=False)


def next_roll(index: Index, street: str, this_month: str) -> str:
    """The month whose roll is the next to be made."""
    last = str(index.sums(_LAST_SENT, (street,))[0][0])
    return max(month_after(last), this_month) if last else this_month


def owed_until(index: Index, street: str, month: str, next_month: str) -> dict[str, int]:
    """What no roll pays yet, by the month it is for: as the rolls from ``next_month`` on will work it out.

    What the spells say, less what was paid of it: as ``domain.payroll.owed_months`` adds up a household's.
    """
    begun, owed = first_month(index, street) or next_month, Counter[str]()
    for taken_over, since, until, fen in index.sums(_SPELLS, {"street": street}):
        first, last = max(since, begun if taken_over else ""), min(until or month, month)
        if first <= last:
            owed[first] += fen
            owed[month_after(last)] -= fen
    owed = _added_up(owed, month)
    for taken_over, each, fen in index.sums(_PAID, {"street": street}):
        if each <= month and not (taken_over and each < begun):
            owed[each] -= fen
    return {each: fen for each, fen in owed.items() if fen}


def _added_up(changes: Counter[str], month: str) -> Counter[str]:
    """The amount of each month up to ``month``, of what is more or less from a month on."""
    found, fen, each = Counter[str](), 0, min(changes, default=month)
    while each <= month:
        fen += changes[each]
        found[each] = fen
        each = month_after(each)
    return found


def to_pay_again(index: Index, street: str) -> int:
    """What is held, and subsidies the bank returned; the months of a returned benefit are owed anew."""
    held = int(index.sums(_HELD, (RECOVERY, street, HELD))[0][0])
    return held + sum(sum(months.values()) for months in subsidies_due(index, street).values())


def _roll_sums(index: Index, street: str, year: int, *, was_sent: bool) -> dict[str, int]:
    values = (RECOVERY, street, f"{year:04d}-01", f"{year:04d}-12", was_sent)
    return {str(month): int(fen) for month, fen in index.sums(_ROLLS, values)}
