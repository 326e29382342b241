"""What budgets are held against: the payments of the rolls, and what the next ones will pay (S7-DUTY-D2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.domain.month import month_after
from server.domain.payroll import owed_months
from server.records.payment_rows import (
    HELD,
    RECOVERY,
    RETURNED,
    first_month,
    households_owed,
    paid_months,
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
_LAST_SENT: Final = """SELECT COALESCE(MAX(month), '') FROM payments WHERE street = ?"""


def paid_by_month(index: Index, street: str, year: int) -> dict[str, int]:
    """What the rolls of each month of a year paid, without what the bank gave back."""
    paid = _roll_sums(index, street, year, was_sent=True)
    for month, fen in index.query(_CAME_BACK, (RECOVERY, street, HELD, RETURNED)):
        if month in paid:
            paid[month] -= fen
    return paid


def unsent_by_month(index: Index, street: str, year: int) -> dict[str, int]:
    """The rolls of a year that are made and not with the bank yet."""
    return _roll_sums(index, street, year, was_sent=False)


def next_roll(index: Index, street: str, this_month: str) -> str:
    """The month whose roll is the next to be made."""
    last = str(index.query(_LAST_SENT, (street,))[0][0])
    return max(month_after(last), this_month) if last else this_month


def owed_until(index: Index, street: str, month: str, next_month: str) -> dict[str, int]:
    """What no roll pays yet, by the month it is for: as the rolls from ``next_month`` on will work it out."""
    begun, paid = first_month(index, street) or next_month, paid_months(index, street)
    sums: dict[str, int] = {}
    for owed in households_owed(index, street, month):
        since = begun if owed.taken_over else ""
        for each, fen in owed_months(owed.runs, paid.get(owed.case, {}), month, since).items():
            sums[each] = sums.get(each, 0) + fen
    return sums


def to_pay_again(index: Index, street: str) -> int:
    """What is held, and subsidies the bank returned; the months of a returned benefit are owed anew."""
    held = int(index.query(_HELD, (RECOVERY, street, HELD))[0][0])
    return held + sum(sum(months.values()) for months in subsidies_due(index, street).values())


def _roll_sums(index: Index, street: str, year: int, *, was_sent: bool) -> dict[str, int]:
    values = (RECOVERY, street, f"{year:04d}-01", f"{year:04d}-12", was_sent)
    return {str(month): int(fen) for month, fen in index.query(_ROLLS, values)}
