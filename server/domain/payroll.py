"""The monthly payment roll of a street: who is paid what, signed by two people, sent once (S7-DUTY-D2, S3).

A roll is a file of its own. What each household is paid stands in evidence, named by its digest; the acts
hold totals. A signature is of that digest: a roll made anew is signed anew. Months are text such as
``2026-03``, money is fen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from server.domain.act import Act
from server.domain.changed import made
from server.domain.money import format_yuan
from server.domain.month import month_after
from server.errors import Refusal

SERIES: Final = "payroll-"
OPENING: Final = "payroll_opened"
LINES: Final = "payroll"  # the kind of evidence the lines are
SIGNATURES: Final = 2
BENEFIT: Final = "benefit"
SUBSIDY: Final = "price_subsidy"
ARREARS: Final = "arrears"
RECOVERY: Final = "recovery"  # kept back from what is paid
KINDS: Final = (BENEFIT, SUBSIDY, ARREARS, RECOVERY)

PROPOSED: Final = "proposed"
SENT_BACK: Final = "sent_back"
SIGNED: Final = "signed"
SENT: Final = "sent"
CLOSED: Final = "closed"


@dataclass(frozen=True)
class Run:
    """Months in which a household is owed the same, ``until`` empty while they go on."""

    since: str
    until: str
    amount_fen: int
    persons: int

    def covers(self, month: str) -> bool:
        return self.since <= month and (not self.until or month <= self.until)


@dataclass(frozen=True)
class Line:
    """What one household is paid by a roll: benefit and price subsidy by the month they are for.

    ``recovery_fen`` is kept back from it. Of the account there are the bank and the last four digits
    (S7-APPR-12).
    """

    case: str
    community: str
    residence: str
    persons: int
    months: Mapping[str, int]
    subsidies: Mapping[str, int]
    recovery_fen: int = 0
    payee: str = ""
    bank: str = ""
    account: str = ""

    @property
    def total_fen(self) -> int:
        return sum(self.months.values()) + sum(self.subsidies.values()) - self.recovery_fen

    def of_kind(self, kind: str, month: str) -> int:
        """The part of one kind; ``month`` is the roll's own."""
        if kind == BENEFIT:
            return self.months.get(month, 0)
        if kind == ARREARS:
            parts = (*self.months.items(), *self.subsidies.items())
            return sum(fen for other, fen in parts if other != month)
        return self.subsidies.get(month, 0) if kind == SUBSIDY else self.recovery_fen


@dataclass(frozen=True)
class Total:
    """Households, persons and fen of one kind in a community and residence."""

    community: str
    residence: str
    kind: str
    households: int
    persons: int
    fen: int


@dataclass(frozen=True)
class Payroll:
    """The fold of a roll's acts. ``returned`` are payments the bank gave back, ``held`` those kept back."""

    id: str
    street: str
    month: str
    policy: str
    lines: str  # digest of the lines in evidence
    count: int
    total_fen: int
    waiting: int  # households left out because they have no passbook yet
    subsidy_fen: int  # a person, for this month alone
    proposed_by: str
    totals: tuple[Total, ...]
    state: str = PROPOSED
    signed_by: tuple[str, ...] = ()
    bank_file: str = ""  # SHA-256 of the bytes that went to the bank
    encoding: str = ""  # of those bytes
    returned: Mapping[str, int] = field(default_factory=dict)  # case → fen
    reasons: Mapping[str, str] = field(default_factory=dict)  # case → digest of the bank's words
    held: tuple[str, ...] = ()
    sent_back_by: str = ""
    sent_back_for: str = ""  # digest of why, while it waits to be worked out anew
    has_result: bool = False
    acts: tuple[Act, ...] = ()

    @property
    def returned_fen(self) -> int:
        return sum(self.returned.values())

    @property
    def paid_fen(self) -> int:
        return self.total_fen - self.returned_fen


def payroll_id(street: str, month: str) -> str:
    """One file a street and month: a second roll for it has nowhere to stand."""
    return f"{SERIES}{street}-{month}"


def owed_months(runs: Sequence[Run], paid: Mapping[str, int], month: str, since: str = "") -> dict[str, int]:
    """What is owed up to ``month`` and is not paid, by the month it is for; none before ``since``.

    A month that was paid more than is owed by now takes nothing from another: that is for a decision
    (``overpayment_found``), not for a sum.
    """
    owed: dict[str, int] = {}
    for run in runs:
        last = min(run.until, month) if run.until else month
        each = max(run.since, since)
        while each <= last:
            left = run.amount_fen - paid.get(each, 0)
            if left > 0:
                owed[each] = left
            each = month_after(each)
    return owed


def persons_in(runs: Sequence[Run], month: str) -> int:
    """How many persons receive in a month; zero where the household does not."""
    return next((run.persons for run in runs if run.covers(month)), 0)


def is_owed_less(line: Line, runs: Sequence[Run], paid: Mapping[str, int], month: str) -> bool:
    """Whether a line pays more than is owed by now: stopped, or less, since it was worked out (S7-REV-01).

    ``paid`` is what the rolls that stand pay the household, this line among them; ``month`` the roll's own.
    """
    owed = {each: sum(run.amount_fen for run in runs if run.covers(each)) for each in line.months}
    too_much = any(paid.get(each, 0) > owed[each] for each in owed)
    return too_much or (month in line.subsidies and persons_in(runs, month) < max(1, line.persons))


def total_of(lines: Sequence[Line], month: str) -> list[Total]:
    """The totals of a roll by community, residence and kind, in that order."""
    groups: dict[tuple[str, str, str], tuple[int, int, int]] = {}
    for line in lines:
        for kind in KINDS:
            if fen := line.of_kind(kind, month):
                key = (line.community, line.residence, kind)
                households, persons, sum_fen = groups.get(key, (0, 0, 0))
                groups[key] = (households + 1, persons + line.persons, sum_fen + fen)
    return [Total(*key, *groups[key]) for key in sorted(groups)]


def format_line(line: Line) -> dict[str, Any]:
    return {**vars(line), "months": dict(line.months), "subsidies": dict(line.subsidies)}


def without_payee(line: Line) -> Line:
    """What is kept of a line when its years are over."""
    return replace(line, payee="", bank="", account="")


# What a line of an earlier year may leave out.
_UNSAID: Final = {"recovery_fen": 0, "payee": "", "bank": "", "account": ""}


def parse_line(data: Mapping[str, Any]) -> Line:
    return made(Line, **{**_UNSAID, **data})


def check_signing(payroll: Payroll, who: str, lines: str) -> None:
    """Two different people sign, neither proposed it, and both sign the same amounts."""
    if payroll.state != PROPOSED:
        raise Refusal("payroll.not_open")
    if who == payroll.proposed_by:
        raise Refusal("payroll.own")
    if who in payroll.signed_by:
        raise Refusal("payroll.signed_already")
    if lines != payroll.lines:
        raise Refusal("payroll.changed")


def check_result(payroll: Payroll, returned: Mapping[str, int]) -> None:
    """The bank's answer is about payments that were sent, each returned at most once."""
    if payroll.state != SENT:
        raise Refusal("payroll.not_sent")
    again = sorted(set(returned) & set(payroll.returned))
    if again:
        raise Refusal("payroll.returned_already", number=again[0])


def check_closing(payroll: Payroll, paid_fen: int) -> None:
    """Paid and returned add up to what was sent, to the fen."""
    if payroll.state != SENT or not payroll.has_result:
        raise Refusal("payroll.no_result")
    if paid_fen != payroll.paid_fen:
        sums = payroll.total_fen, payroll.returned_fen, payroll.paid_fen
        sent, returned, paid = map(format_yuan, sums)
        raise Refusal("payroll.sum", sent=sent, returned=returned, paid=paid)


def fold_payroll(acts: Sequence[Act]) -> Payroll:
    """The roll its acts add up to."""
    if not acts or acts[0].kind != OPENING:
        raise Refusal("payroll.unknown")
    payroll = _open(acts[0])
    for act in acts[1:]:
        payroll = replace(_FOLDS[act.kind](payroll, act), acts=(*payroll.acts, act))
    return payroll


def _open(act: Act) -> Payroll:
    return Payroll(
        id=act.file,
        street=act.facts["street"],
        month=act.facts["month"],
        policy=act.policy,
        acts=(act,),
        **_proposal(act),
    )


def _proposal(act: Act) -> dict[str, Any]:
    facts = act.facts
    return {
        "lines": facts["lines"],
        "count": facts["count"],
        "total_fen": facts["total_fen"],
        "waiting": facts["waiting"],
        "subsidy_fen": facts["subsidy_fen"],
        "proposed_by": act.by,
        "totals": tuple(Total(**total) for total in facts["totals"]),
    }


def _propose(payroll: Payroll, act: Act) -> Payroll:
    """Made anew: what was signed before is not signed any more."""
    return replace(payroll, state=PROPOSED, signed_by=(), sent_back_by="", sent_back_for="", **_proposal(act))


def _send_back(payroll: Payroll, act: Act) -> Payroll:
    return replace(
        payroll, state=SENT_BACK, signed_by=(), sent_back_by=act.by, sent_back_for=act.facts["reason"]
    )


def _sign(payroll: Payroll, act: Act) -> Payroll:
    signed = (*payroll.signed_by, act.by)
    return replace(payroll, signed_by=signed, state=SIGNED if len(signed) >= SIGNATURES else PROPOSED)


def _send(payroll: Payroll, act: Act) -> Payroll:
    return replace(payroll, state=SENT, bank_file=act.facts["file"], encoding=act.facts["encoding"])


def _record_result(payroll: Payroll, act: Act) -> Payroll:
    given = act.facts["returned"]
    return replace(
        payroll,
        has_result=True,
        returned={**payroll.returned, **{one["case"]: one["fen"] for one in given}},
        reasons={**payroll.reasons, **{one["case"]: one["reason"] for one in given}},
        held=(*payroll.held, *(one["case"] for one in given if one["held"])),
    )


def _release(payroll: Payroll, act: Act) -> Payroll:
    return replace(payroll, held=tuple(case for case in payroll.held if case != act.facts["case"]))


def _close(payroll: Payroll, _act: Act) -> Payroll:
    return replace(payroll, state=CLOSED)


def _erase(payroll: Payroll, act: Act) -> Payroll:
    """What is left of the lines names nobody and no account: by it nothing is paid twice."""
    return replace(payroll, lines=act.facts["lines"], reasons={}, sent_back_for="")


_FOLDS: Final[Mapping[str, Callable[[Payroll, Act], Payroll]]] = {
    "payroll_proposed": _propose,
    "payroll_sent_back": _send_back,
    "payroll_signed": _sign,
    "payroll_sent": _send,
    "bank_answered": _record_result,
    "payment_released": _release,
    "payroll_closed": _close,
    "erased": _erase,
}
