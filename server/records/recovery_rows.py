"""What the index keeps of overpayments: each household's account; what the rolls kept is added on reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from server.domain.case import Case
from server.domain.days import shanghai_date
from server.domain.recovery import INSTALMENTS
from server.records.payment_rows import MONTHLY, RECOVERY
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index

# What a household was really paid: of rolls that went to the bank, without what came back.
_PAID: Final = """SELECT for_month, SUM(amount_fen) FROM payment_lines
WHERE case_number = ? AND kind = ? AND state IN ('sent', 'closed') GROUP BY for_month"""
# What rolls keep back, with those not sent yet: no other roll keeps the same again. Looked up by household:
# the lines are many, and few households have an account.
_KEPT: Final = """SELECT case_number, SUM(amount_fen) FROM payment_lines
WHERE case_number IN (SELECT file FROM recoveries) AND kind = ? AND state != 'returned'
GROUP BY case_number"""
_KEPT_OF: Final = """SELECT COALESCE(SUM(amount_fen), 0) FROM payment_lines
WHERE case_number = ? AND kind = ? AND state != 'returned'"""


class RecoveryRow(Row, frozen=True):
    """One household from which something is or was asked back."""

    file: str
    street: str
    community: str
    head: str
    found_on: str  # of the newest finding
    reason: str  # of the newest finding
    found_fen: int
    asked_fen: int
    received_fen: int
    waived_fen: int
    way: str
    monthly_fen: int


RECOVERIES: Final = Table("recoveries", RecoveryRow, key=("file",), indexes=(("street",),))


def recovery_rows(case: Case, head: str) -> Iterator[RecoveryRow]:
    recovery = case.recovery
    if not recovery.found:
        return
    newest = recovery.found[-1]
    yield RecoveryRow(
        file=case.number,
        street=case.street,
        community=case.community,
        head=head,
        found_on=shanghai_date(case.acts[newest.n - 1].at).isoformat(),
        reason=newest.reason,
        found_fen=sum(each.amount_fen for each in recovery.found),
        asked_fen=recovery.asked_fen,
        received_fen=recovery.received_fen,
        waived_fen=recovery.waived_fen,
        way=recovery.way,
        monthly_fen=recovery.monthly_fen,
    )


def paid_of(index: Index, case: str) -> dict[str, int]:
    """What a household was really paid, by the month it is for."""
    return {month: int(fen) for month, fen in index.query(_PAID, (case, MONTHLY))}


def kept_of(index: Index, case: str) -> int:
    """What rolls keep back from a household."""
    return int(index.query(_KEPT_OF, (case, RECOVERY))[0][0])


def kept_by_case(index: Index) -> dict[str, int]:
    """What rolls keep back from each household that has an account."""
    return {case: int(fen) for case, fen in index.sums(_KEPT, (RECOVERY,))}


def list_recoveries(index: Index, street: str) -> list[RecoveryRow]:
    """The accounts of a street, or of all where it is empty; the newest finding first."""
    where, values = ("WHERE street = ? ", (street,)) if street else ("", ())
    return index.rows(RECOVERIES, f"{where}ORDER BY found_on DESC, file", values)


def instalments_due(index: Index, street: str) -> dict[str, tuple[int, int]]:
    """By household of a street that pays back by instalments: the instalment and the balance."""
    kept = kept_by_case(index)
    due = {}
    for row in list_recoveries(index, street):
        balance = row.asked_fen - row.received_fen - row.waived_fen - kept.get(row.file, 0)
        if row.way == INSTALMENTS and balance > 0:
            due[row.file] = (row.monthly_fen, balance)
    return due
