"""Overpayments: found, told, paid back or let off; never twice and never above what was paid (S7-DUTY-D2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from server.domain.case import Case
from server.domain.money import format_yuan
from server.domain.payroll import Run
from server.domain.permission import Actor, check_in_area, check_may, may_in_area
from server.domain.procedure import check_step
from server.domain.recovery import (
    INSTALMENTS,
    OFFICE,
    REASONS,
    WAYS,
    check_within,
    overpaid_months,
)
from server.errors import Refusal
from server.records.goods_rows import HandoutLineRow, goods_of
from server.records.payment_rows import PaymentLineRow, payments_of
from server.records.recovery_rows import RecoveryRow, kept_by_case, kept_of, list_recoveries, paid_of
from server.services.district import District, draft_act

LINES: Final = "recovery"  # the kind of evidence: how an overpayment was worked out
REASON: Final = "reason"


@dataclass(frozen=True)
class Worked:
    """One month of an overpayment: what was paid for it, what is owed for it, what is asked back."""

    month: str
    paid_fen: int
    owed_fen: int
    over_fen: int


@dataclass(frozen=True)
class Account:
    """A household's payments and what it still has to pay back."""

    case: Case
    payments: Sequence[PaymentLineRow]
    kept_fen: int
    balance_fen: int
    overpaid: Sequence[Worked]  # found by nobody yet
    goods: Sequence[HandoutLineRow]  # handed out to it, the newest first


@dataclass(frozen=True)
class ListedRecovery:
    """A line of the list: the account with what the rolls have kept."""

    row: RecoveryRow
    kept_fen: int

    @property
    def balance_fen(self) -> int:
        row = self.row
        return row.asked_fen - row.received_fen - row.waived_fen - self.kept_fen


def get_account(district: District, actor: Actor, number: str) -> Account:
    """The household's payments, newest first, and its account."""
    check_may(actor, "payment.read")
    case = district.get_case(number)
    check_in_area(actor, case.street, case.community)
    return Account(
        case,
        payments_of(district.index, number),
        kept_of(district.index, number),
        _balance(district, case),
        work_out_overpaid(district, case),
        goods_of(district.index, number),
    )


def work_out_overpaid(district: District, case: Case) -> list[Worked]:
    """From what the rolls paid and what the spells say is owed, month by month."""
    spells = case.receipt.spells if case.receipt else ()
    runs = [Run(each.since, each.until, each.amount_fen, each.persons) for each in spells]
    paid = paid_of(district.index, case.number)
    over = overpaid_months(runs, paid, case.recovery)
    return [
        Worked(month, paid[month], sum(run.amount_fen for run in runs if run.covers(month)), fen)
        for month, fen in over.items()
    ]


def find_overpayment(district: District, actor: Actor, number: str, reason: str, words: str) -> Case:
    """Writes down what was paid too much and why; the amount is worked out, nobody types it.

    A mistake of the office is written down too, and not asked back from the family.
    """
    check_may(actor, "recovery.find")
    with district.casebook.turn:
        case = _case(district, actor, number, "overpayment_found")
        if reason not in REASONS:
            raise Refusal("recovery.reason")
        worked = work_out_overpaid(district, case)
        if not worked:
            raise Refusal("recovery.nothing")
        content = {"lines": [vars(each) for each in worked]}
        facts = {
            "months": {each.month: each.over_fen for each in worked},
            "amount_fen": sum(each.over_fen for each in worked),
            "reason": reason,
            "asked_back": reason != OFFICE,
            "words": _put_words(district, number, words),
            "lines": district.evidence.put(LINES, number, content, salt=district.new_salt()),
        }
        return district.append_to_case(case, draft_act(actor, "recovery.find", "overpayment_found", facts))


def agree(district: District, actor: Actor, number: str, way: str, monthly_fen: int = 0) -> Case:
    """How the family pays back; instalments only while it receives something to keep them from."""
    check_may(actor, "recovery.receive")
    with district.casebook.turn:
        case = _case(district, actor, number, "recovery_agreed")
        if way not in WAYS:
            raise Refusal("recovery.way")
        if way == INSTALMENTS:
            if case.receipt is None or not case.receipt.is_open:
                raise Refusal("recovery.stopped")
            check_within(monthly_fen, _balance(district, case))
        facts = {"way": way, "monthly_fen": monthly_fen if way == INSTALMENTS else 0}
        return district.append_to_case(case, draft_act(actor, "recovery.receive", "recovery_agreed", facts))


def receive(district: District, actor: Actor, number: str, fen: int, on: date, words: str) -> Case:
    """What the family paid back itself, with the number of the receipt it was given."""
    check_may(actor, "recovery.receive")
    with district.casebook.turn:
        case = _case(district, actor, number, "recovery_received")
        check_within(fen, _balance(district, case))
        if on > district.today():
            raise Refusal("recovery.future")
        _check_once(district, case, fen, on, words)
        facts = {"fen": fen, "on": on.isoformat(), "words": _put_words(district, number, words)}
        return district.append_to_case(case, draft_act(actor, "recovery.receive", "recovery_received", facts))


def waive(district: District, actor: Actor, number: str, fen: int, words: str) -> Case:
    """The bureau's head lets off what the family cannot pay; never whoever found the overpayment."""
    check_may(actor, "recovery.waive")
    with district.casebook.turn:
        case = _case(district, actor, number, "recovery_waived")
        if actor.user_id in {each.found_by for each in case.recovery.found}:
            raise Refusal("recovery.own")
        check_within(fen, _balance(district, case))
        facts = {"fen": fen, "words": _put_words(district, number, words)}
        return district.append_to_case(case, draft_act(actor, "recovery.waive", "recovery_waived", facts))


def list_accounts(district: District, actor: Actor, *, is_open: bool | None = None) -> list[ListedRecovery]:
    """The accounts of the person's area; ``is_open`` those with a balance, or those without."""
    check_may(actor, "payment.read")
    kept = kept_by_case(district.index)
    found = [
        ListedRecovery(row, kept.get(row.file, 0))
        for row in list_recoveries(district.index, actor.street)
        if may_in_area(actor, row.street, row.community)
    ]
    return [each for each in found if is_open is None or (each.balance_fen > 0) == is_open]


def count_open(district: District, actor: Actor) -> int:
    return len(list_accounts(district, actor, is_open=True))


def read_worked(district: District, case: Case, digest: str) -> list[Worked]:
    kept: dict[str, Any] = district.evidence.get(LINES, case.number, digest)
    return [Worked(**line) for line in kept["lines"]]


def _case(district: District, actor: Actor, number: str, act: str) -> Case:
    case = district.get_case(number)
    check_in_area(actor, case.street, case.community)
    check_step(case, act)
    return case


def _balance(district: District, case: Case) -> int:
    return case.recovery.balance_fen(kept_of(district.index, case.number))


def _check_once(district: District, case: Case, fen: int, on: date, words: str) -> None:
    """One receipt is written down once, also where the page is sent twice or two people have it in hand."""
    for act in case.acts:
        same = act.kind == "recovery_received" and (act.facts["fen"], act.facts["on"]) == (fen, str(on))
        if same and district.get_text(case.number, REASON, act.facts["words"]) == words.strip():
            raise Refusal("recovery.received_already", day=str(on), amount=format_yuan(fen))


def _put_words(district: District, number: str, words: str) -> str:
    if not words.strip():
        raise Refusal("recovery.words")
    return district.put_text(number, REASON, words.strip())
