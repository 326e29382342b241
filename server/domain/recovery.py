"""What a household was paid above what it was owed, and how it is paid back (S7-DUTY-D2, national-rules §8).

An overpayment names the months and the fen of each; a month is never asked back twice. The balance is what
was found, less what was paid back, kept from the rolls and let off; it is never below zero. Months are text
such as ``2026-03``, money is fen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from server.domain.act import Act
from server.domain.payroll import Run
from server.errors import Refusal

if TYPE_CHECKING:
    from server.domain.case import Case

OFFICE: Final = "office"  # its own mistake is not asked back from the family
REASONS: Final = ("died", "moved", "concealed", "changed", OFFICE, "other")
INSTALMENTS: Final = "instalments"  # kept from the next rolls
WAYS: Final = ("at_once", INSTALMENTS, "cash")
_FOLLOWING: Final = frozenset({"recovery_agreed", "recovery_received", "recovery_waived"})


@dataclass(frozen=True)
class Overpayment:
    """One finding; ``lines`` is the digest of how it was worked out, ``words`` of the reason."""

    n: int  # of the act
    months: Mapping[str, int]
    reason: str
    asked_back: bool
    found_by: str
    lines: str
    words: str

    @property
    def amount_fen(self) -> int:
        return sum(self.months.values())


@dataclass(frozen=True)
class Recovery:
    """The account of a household; what the rolls kept stands in the rolls."""

    found: tuple[Overpayment, ...] = ()
    way: str = ""
    monthly_fen: int = 0  # kept from each roll, under the cap
    received_fen: int = 0
    waived_fen: int = 0

    @property
    def asked_fen(self) -> int:
        return sum(each.amount_fen for each in self.found if each.asked_back)

    def balance_fen(self, kept_fen: int) -> int:
        """What is still to be paid back, with what the rolls have kept."""
        return self.asked_fen - self.received_fen - self.waived_fen - kept_fen

    def found_in(self, month: str) -> int:
        return sum(each.months.get(month, 0) for each in self.found)


def overpaid_months(runs: Sequence[Run], paid: Mapping[str, int], recovery: Recovery) -> dict[str, int]:
    """What was paid for each month above what is owed for it and was not found before."""
    over: dict[str, int] = {}
    for month in sorted(paid):
        owed = sum(run.amount_fen for run in runs if run.covers(month))
        left = paid[month] - owed - recovery.found_in(month)
        if left > 0:
            over[month] = left
    return over


def instalment_fen(benefit_fen: int, monthly_fen: int, balance_fen: int, share: tuple[int, int]) -> int:
    """What a roll keeps: the instalment, at most the pack's share of the benefit, at most what is left.

    ``share`` is ``payment.recovery_share``; a part of a fen stays with the family.
    """
    most, of = share
    return max(0, min(monthly_fen, benefit_fen * most // of, balance_fen))


def barred_recovering(case: Case) -> set[str]:
    """Nothing is paid back or let off where nothing is asked back."""
    return set() if case.recovery.balance_fen(0) > 0 else set(_FOLLOWING)


def _find(case: Case, act: Act) -> Case:
    facts = act.facts
    months = {str(month): int(fen) for month, fen in facts["months"].items()}
    if not months or min(months.values()) <= 0 or sum(months.values()) != facts["amount_fen"]:
        raise Refusal("recovery.nothing")
    found = Overpayment(
        act.n, months, facts["reason"], facts["asked_back"], act.by, facts["lines"], facts["words"]
    )
    return replace(case, recovery=replace(case.recovery, found=(*case.recovery.found, found)))


def _agree(case: Case, act: Act) -> Case:
    facts = act.facts
    return replace(case, recovery=replace(case.recovery, way=facts["way"], monthly_fen=facts["monthly_fen"]))


def _receive(case: Case, act: Act) -> Case:
    received = case.recovery.received_fen + _within(case, act)
    return replace(case, recovery=replace(case.recovery, received_fen=received))


def _waive(case: Case, act: Act) -> Case:
    waived = case.recovery.waived_fen + _within(case, act)
    return replace(case, recovery=replace(case.recovery, waived_fen=waived))


def _within(case: Case, act: Act) -> int:
    """The fen of an act; refuses none, and more than is left."""
    fen = int(act.facts["fen"])
    check_within(fen, case.recovery.balance_fen(0))
    return fen


def check_within(fen: int, balance_fen: int) -> None:
    if not 0 < fen <= balance_fen:
        raise Refusal("recovery.amount")


RECOVERY_FOLDS: Final[Mapping[str, Callable[[Case, Act], Case]]] = {
    "overpayment_found": _find,
    "recovery_agreed": _agree,
    "recovery_received": _receive,
    "recovery_waived": _waive,
}
