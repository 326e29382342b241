"""Which of a household's incomes and costs its amount rests on only until a day the pack names (D-29).

An exemption with a last day stops applying by itself: whatever is worked out later counts the income. What is
paid meanwhile rests on the older decision, until a review looks at the household. Amounts are fen a month.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from server.domain.benefit_answers import EXEMPT, read_claims
from server.domain.benefit_income import find_item, is_in_force
from server.domain.days import shanghai_date
from server.domain.in_force import counted_on
from server.domain.periodic_review import STOP
from server.domain.policy import Policy
from server.domain.policy_benefit import IncomeItem

if TYPE_CHECKING:
    from server.domain.act import Act
    from server.domain.case import Case

_NEXT: Final = timedelta(days=1)


@dataclass(frozen=True)
class Basis:
    """What the amount of now was worked out from: on which day, under which pack, what was found by then."""

    on: date
    policy: str
    household: str  # digest of what the last review found; empty: the visit


@dataclass(frozen=True)
class Expiry:
    """An item the amount rests on, its last day, and how much goes by it in the household."""

    kind: str  # exempt | deduct
    code: str
    until: date
    fen: int


def basis_of(case: Case) -> Basis | None:
    """The last decision on the amount: the approval's finding, a review that was closed, a new standard.

    None where nothing is received, and of a household taken over, whose amount was found elsewhere.
    """
    if case.receipt is None or not case.receipt.is_open:
        return None
    closing = {each.closed_n: each for each in case.reviews if not each.is_open}
    basis: Basis | None = None
    worked_out: Act | None = None  # the act the next decision confirms
    for act in case.acts:
        review = closing.get(act.n)
        if act.kind in _WORKED_OUT:
            worked_out = act
        elif act.kind == "approved" and worked_out:
            basis = Basis(shanghai_date(worked_out.at), worked_out.policy, "")
        elif act.kind == "standard_applied":
            found = basis.household if basis else ""
            basis = Basis(shanghai_date(act.at), act.facts["pack"] or act.policy, found)
        elif review and review.recorded and review.outcome != STOP and worked_out:
            basis = Basis(shanghai_date(worked_out.at), worked_out.policy, review.recorded.household)
    return basis


_WORKED_OUT: Final = ("committee_found", "review_recorded")


def has_dated(policy: Policy) -> bool:
    """Whether any exemption or cost of the pack has a last day."""
    return any(item.until is not None for item in (*policy.income.exempt, *policy.income.deduct))


def expiries_of(policy: Policy, answers: Mapping[str, Any], on: date) -> Iterator[Expiry]:
    """The items with a last day that applied when the amount was worked out, and what goes by each in all.

    Under a pack that had ended by then it was worked out for the pack's last day.
    """
    day = counted_on(policy, on)
    totals: dict[tuple[str, str], int] = {}
    for claim in read_claims(answers):
        totals[claim.kind, claim.code] = totals.get((claim.kind, claim.code), 0) + claim.fen
    for (kind, code), fen in totals.items():
        until = last_day(_items(policy, kind), code, day)
        if until is not None and fen:
            yield Expiry(kind, code, until, fen)


def last_day(items: Iterable[IncomeItem], code: str, day: date) -> date | None:
    """The last day an item in force on ``day`` applies, through items of its code that follow on it.

    None where it does not end, and where none is in force on that day.
    """
    items, last = tuple(items), None
    while (item := find_item(items, code, day)) is not None and is_in_force(item, day):
        if item.until is None:
            return None
        last = item.until
        day = last + _NEXT
    return last


def find_title(policy: Policy, kind: str, code: str, until: date) -> tuple[str, str]:
    """What the pack calls an item, in both languages; its code where the pack has it no more."""
    item = find_item(_items(policy, kind), code, until)
    return (item.title.zh, item.title.en) if item else (code, code)


def _items(policy: Policy, kind: str) -> tuple[IncomeItem, ...]:
    return policy.income.exempt if kind == EXEMPT else policy.income.deduct
