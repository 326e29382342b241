"""What a household receives, month by month: from when, how many persons, how much, in which class.

A spell is a run of months in which nothing of that changes. It begins with an approval (S7-APPR-08) or with
the state in which a household was taken over, and is followed by one more for every change that is decided
(S7-REV-01, S7-AMB-23). Months are text such as ``2026-03``; money is fen a month.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.domain.act import Act
from server.domain.changed import changed
from server.domain.days import shanghai_date
from server.domain.month import month_before
from server.domain.stage import Stage
from server.errors import Refusal

if TYPE_CHECKING:
    from server.domain.case import Case

CLASSES: Final = ("A", "B", "C")  # S7-REV-03…05; a pack says who is in which (S7-AMB-14)
RESIDENCES: Final = ("urban", "rural")


@dataclass(frozen=True)
class Spell:
    """A run of months with the same persons, amount and class; ``until`` is its last, empty while open."""

    since: str
    persons: int
    amount_fen: int
    klass: str
    opened_by: str  # the kind of the act
    until: str = ""
    closed_by: str = ""

    def covers(self, month: str) -> bool:
        return self.since <= month and (not self.until or month <= self.until)


@dataclass(frozen=True)
class Receipt:
    """The spells of a household, oldest first, without overlap."""

    residence: str
    spells: tuple[Spell, ...]
    stop_reason: str = ""  # a code of ``periodic_review.STOP_REASONS``

    @property
    def now(self) -> Spell:
        return self.spells[-1]

    @property
    def is_open(self) -> bool:
        return not self.now.until

    def in_month(self, month: str) -> Spell | None:
        """What counts in a month; None where nothing is paid for it."""
        return next((spell for spell in self.spells if spell.covers(month)), None)


def begin(case: Case, act: Act) -> Receipt:
    """The receipt an approval begins: the amount of the finding from its first month (S7-APPR-08)."""
    facts = act.facts
    persons = case.visit.persons if case.visit else case.persons
    spell = Spell(facts["start_month"], persons, facts["amount_fen"], facts.get("class", ""), act.kind)
    return Receipt(case.residence, (spell,))


def change(
    receipt: Receipt,
    act: Act,
    since: str,
    *,
    persons: int | None = None,
    amount_fen: int | None = None,
    klass: str = "",
) -> Receipt:
    """The receipt with what is decided from the month ``since`` on; what is not given stays.

    A decision for a month no later than the open spell's first replaces that spell.
    """
    if not receipt.is_open:
        raise Refusal("receipt.stopped")
    now = receipt.now
    anew = changed(
        now,
        since=since,
        persons=now.persons if persons is None else persons,
        amount_fen=now.amount_fen if amount_fen is None else amount_fen,
        klass=klass or now.klass,
        opened_by=act.kind,
    )
    if since <= now.since:
        first = changed(anew, since=now.since, opened_by=now.opened_by)
        return changed(receipt, spells=(*receipt.spells[:-1], first))
    closed = changed(now, until=month_before(since), closed_by=act.kind)
    return changed(receipt, spells=(*receipt.spells[:-1], closed, anew))


def stop(receipt: Receipt, act: Act, until: str, reason: str) -> Receipt:
    """The receipt ended with the month ``until``, the last one that is paid.

    What began later is taken back, as where a death is learned of months afterwards (D-31); the first spell
    stays in any case, of no month at all where nothing was to be paid.
    """
    if not receipt.is_open:
        raise Refusal("receipt.stopped")
    first, *later = receipt.spells
    begun = (first, *(spell for spell in later if spell.since <= until))
    closed = changed(begun[-1], until=until, closed_by=act.kind)
    return changed(receipt, spells=(*begun[:-1], closed), stop_reason=reason)


def _take_over(case: Case, act: Act) -> Case:
    facts = act.facts
    spell = Spell(facts["since"], case.persons, facts["amount_fen"], facts["class"], act.kind)
    return changed(case, stage=Stage.IN_RECEIPT, receipt=Receipt(case.residence, (spell,)))


def _set_class(case: Case, act: Act) -> Case:
    """A class set now counts from the month it is set in (S7-AMB-15)."""
    if case.receipt is None:
        raise Refusal("receipt.none")
    month = shanghai_date(act.at).isoformat()[:7]
    return changed(case, receipt=change(case.receipt, act, month, klass=act.facts["class"]))


RECEIPT_FOLDS: Final[Mapping[str, Callable[[Case, Act], Case]]] = {
    "taken_over": _take_over,
    "class_set": _set_class,
}
