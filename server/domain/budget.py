"""The budget of a year, and how it stands: what is paid, what is committed, what is left (S7-DUTY-D2).

A budget is a file of its own, of the district or of one street. An amount is proposed by one person and
stands once another confirms it; it is amended, with a reason, the same way. Of the year are the payments of
its rolls; committed is what the households in receipt are still owed until December. Money is fen, months are
text such as ``2026-03``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from server.domain.act import Act
from server.errors import Refusal

SERIES: Final = "budget:"
OPENING: Final = "budget_proposed"
AMENDED: Final = "budget_amended"
CONFIRMED: Final = "budget_confirmed"
RETURNED: Final = "budget_returned"
DISTRICT: Final = "district"  # the area of a budget that is no street's
PENDING, STANDING, SENT_BACK = "pending", "standing", "sent_back"
MOST_FEN: Final = 10**14  # a thousand milliards of yuan: more is a slip of the hand
# How it stands: nothing confirmed, enough, no longer a month's payments to spare, not enough.
NONE, ENOUGH, TIGHT, SHORT = "none", "enough", "tight", "short"


@dataclass(frozen=True)
class Proposal:
    """One amount asked for; ``words`` is the digest of its ground, ``answer`` of why it was sent back."""

    n: int  # of the act
    amount_fen: int
    words: str
    by: str
    state: str = PENDING
    answered_by: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Budget:
    """The fold of a budget's acts; ``amount_fen`` is what was confirmed last, zero before."""

    id: str
    year: int
    area: str
    policy: str
    proposals: tuple[Proposal, ...]
    amount_fen: int = 0
    acts: tuple[Act, ...] = ()

    @property
    def pending(self) -> Proposal | None:
        """The amount that waits for a second person."""
        return self.proposals[-1] if self.proposals[-1].state == PENDING else None


@dataclass(frozen=True)
class MonthSum:
    """What the rolls of a month paid, and what they will pay if nothing changes."""

    month: str
    paid_fen: int
    committed_fen: int


@dataclass(frozen=True)
class Standing:
    """A year's budget beside its payments; ``months`` are the twelve of it."""

    amount_fen: int
    months: tuple[MonthSum, ...]

    @property
    def paid_fen(self) -> int:
        return sum(each.paid_fen for each in self.months)

    @property
    def committed_fen(self) -> int:
        return sum(each.committed_fen for each in self.months)

    @property
    def left_fen(self) -> int:
        """What is neither paid nor committed; below zero is what is missing."""
        return self.amount_fen - self.paid_fen - self.committed_fen

    @property
    def left_by_month(self) -> tuple[int, ...]:
        """What is left after the payments of each month."""
        left, found = self.amount_fen, []
        for each in self.months:
            left -= each.paid_fen + each.committed_fen
            found.append(left)
        return tuple(found)

    @property
    def runs_out(self) -> str:
        """The first month the budget does not cover, empty where it lasts."""
        after = zip(self.months, self.left_by_month, strict=True)
        return next((each.month for each, left in after if left < 0), "")

    @property
    def state(self) -> str:
        """none | enough | tight | short; tight is less to spare than the largest month takes."""
        if not self.amount_fen:
            return NONE
        if self.left_fen < 0:
            return SHORT
        largest = max((each.paid_fen + each.committed_fen for each in self.months), default=0)
        return TIGHT if self.left_fen < largest else ENOUGH


def budget_id(year: int, area: str) -> str:
    """One file a year and area: a second budget for it has nowhere to stand."""
    return f"{SERIES}{year}:{area}"


def months_of(year: int) -> tuple[str, ...]:
    return tuple(f"{year:04d}-{month:02d}" for month in range(1, 13))


def place_owed(owed: Mapping[str, int], year: int, next_roll: str) -> dict[str, int]:
    """In which month of a year what is owed will be paid: its own, or the next roll where that is later.

    What is owed for months before the year is paid in it only where the next roll is in it.
    """
    first, last = months_of(year)[0], months_of(year)[-1]
    placed: dict[str, int] = {}
    for month, fen in owed.items():
        when = max(month, next_roll)
        if first <= when <= last:
            placed[when] = placed.get(when, 0) + fen
    return placed


def stand(
    amount_fen: int, year: int, paid: Mapping[str, int], committed: Sequence[Mapping[str, int]]
) -> Standing:
    """The twelve months of a year; what ``committed`` holds of other years is not of it."""
    return Standing(
        amount_fen,
        tuple(
            MonthSum(month, paid.get(month, 0), sum(each.get(month, 0) for each in committed))
            for month in months_of(year)
        ),
    )


def check_amount(amount_fen: int, paid_fen: int) -> None:
    """A budget is of some money, and never below what is paid already."""
    if not 0 < amount_fen <= MOST_FEN:
        raise Refusal("budget.amount")
    if amount_fen < paid_fen:
        raise Refusal("budget.below_paid")


def check_answer(budget: Budget, who: str, amount_fen: int) -> None:
    """Another person than the one who asked, about the amount their page showed."""
    pending = budget.pending
    if pending is None:
        raise Refusal("budget.nothing_pending")
    if pending.by == who:
        raise Refusal("budget.own")
    if pending.amount_fen != amount_fen:
        raise Refusal("budget.changed")


def check_amending(budget: Budget) -> None:
    """One amount at a time waits for the second person."""
    if budget.pending is not None:
        raise Refusal("budget.pending")


def fold_budget(acts: Sequence[Act]) -> Budget:
    """The budget its acts add up to."""
    if not acts or acts[0].kind != OPENING:
        raise Refusal("budget.unknown")
    first = acts[0]
    budget = Budget(
        id=first.file,
        year=first.facts["year"],
        area=first.facts["area"],
        policy=first.policy,
        proposals=(_proposal(first),),
        acts=(first,),
    )
    for act in acts[1:]:
        budget = replace(_FOLDS[act.kind](budget, act), acts=(*budget.acts, act))
    return budget


def _proposal(act: Act) -> Proposal:
    return Proposal(act.n, act.facts["amount_fen"], act.facts["words"], act.by)


def _amend(budget: Budget, act: Act) -> Budget:
    return replace(budget, proposals=(*budget.proposals, _proposal(act)))


def _confirm(budget: Budget, act: Act) -> Budget:
    return replace(_answered(budget, act, STANDING), amount_fen=act.facts["amount_fen"])


def _return(budget: Budget, act: Act) -> Budget:
    return _answered(budget, act, SENT_BACK)


def _answered(budget: Budget, act: Act, state: str) -> Budget:
    answer = act.facts.get("reason", "")
    last = replace(budget.proposals[-1], state=state, answered_by=act.by, answer=answer)
    return replace(budget, proposals=(*budget.proposals[:-1], last))


_FOLDS: Final[Mapping[str, Callable[[Budget, Act], Budget]]] = {
    AMENDED: _amend,
    CONFIRMED: _confirm,
    RETURNED: _return,
}
