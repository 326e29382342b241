"""Households and persons counted together, and what moves them from one month to the next (S4-04…S4-07).

The one definition of every word (docs/statistics.md says the same to readers):

- *Stock* of a month: households with a spell that covers it, with the persons of that spell.
- *Added* in a month: households whose first spell begins in it.
- *Cancelled* in a month: households for which it is the first month without payment, so the month after the
  last one paid. Who is paid for December and then stopped is in the year's stock and cancelled in the next.
- *Changed*: persons who joined or left households that stay.

So stock = stock of the month before + added − cancelled, for households; for persons + changed as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from server.domain.month import month_after
from server.domain.period import Period


@dataclass(frozen=True)
class Count:
    """Households (户) and the persons (人) in them."""

    households: int = 0
    persons: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.households + other.households, self.persons + other.persons)

    def __sub__(self, other: Count) -> Count:
        return Count(self.households - other.households, self.persons - other.persons)


@dataclass(frozen=True)
class SpellGroup:
    """Spells alike: ``first`` begin a household's receipt, ``last`` end it; ``until`` is empty while open."""

    residence: str
    since: str
    until: str
    first: bool
    last: bool
    count: Count

    def covers(self, month: str) -> bool:
        return self.since <= month and (not self.until or month <= self.until)

    @property
    def gone(self) -> str:
        """The first month without it, empty while open."""
        return month_after(self.until) if self.until else ""


@dataclass(frozen=True)
class Movement:
    """What moved within a period: stock before it, at its end, and what lies between."""

    before: Count
    added: Count
    cancelled: Count
    changed: (
        Count  # of households that stay: none of households where the record is whole, persons by balance
    )
    stock: Count

    @property
    def holds(self) -> bool:
        """stock = before + added − cancelled + persons changed, no household from nowhere."""
        return (
            self.changed.households == 0
            and self.before + self.added - self.cancelled + self.changed == self.stock
        )

    def __add__(self, other: Movement) -> Movement:
        return Movement(
            self.before + other.before,
            self.added + other.added,
            self.cancelled + other.cancelled,
            self.changed + other.changed,
            self.stock + other.stock,
        )


def movement_in(groups: Iterable[SpellGroup], period: Period) -> Movement:
    """The movement of a period, each of its parts counted by itself, so that their identity is a check."""
    before = added = cancelled = changed = stock = Count()
    for group in groups:
        if group.covers(period.before):
            before += group.count
        if group.covers(period.last):
            stock += group.count
        if period.first <= group.since <= period.last:
            added, changed = (added + group.count, changed) if group.first else (added, changed + group.count)
        if group.until and period.first <= group.gone <= period.last:
            cancelled, changed = (
                (cancelled + group.count, changed) if group.last else (cancelled, changed - group.count)
            )
    return Movement(before, added, cancelled, changed, stock)
