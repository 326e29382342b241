"""What the index keeps of payment rolls: their totals for the statistics, and each household's payments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.domain.payroll import SENT_BACK, Line, Payroll, Run
from server.records.receipt_rows import SPELLS
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index

HELD: Final = "held"
RETURNED: Final = "returned"
SUBSIDY: Final = "subsidy"
MONTHLY: Final = "monthly"
RECOVERY: Final = "recovery"
_STANDING: Final = """SELECT case_number, for_month, SUM(amount_fen) FROM payment_lines
WHERE street = ? AND kind = ? AND state != 'returned' GROUP BY case_number, for_month"""
_RETURNED: Final = """SELECT case_number, for_month, MAX(amount_fen) FROM payment_lines
WHERE street = ? AND kind = ? AND state = 'returned' GROUP BY case_number, for_month"""


class RollRow(Row, frozen=True):
    """A roll as the list of rolls shows it, whatever it waits for."""

    file: str
    month: str
    street: str
    households: int
    total_fen: int
    returned_fen: int
    state: str


class PaymentRow(Row, frozen=True):
    """The total of one kind in a roll, by community and residence; ``recovery`` is what was kept back."""

    file: str  # the roll
    month: str
    street: str
    community: str
    residence: str  # urban | rural
    kind: str  # benefit | price_subsidy | arrears | recovery
    households: int
    persons: int
    amount_fen: int  # as sent; what the bank returned stands in ``payment_lines``
    state: str  # proposed | signed | sent | closed


class PaymentLineRow(Row, frozen=True):
    """What a roll pays a household for one month, of one kind; void rolls have none."""

    file: str
    case_number: str
    kind: str  # monthly | subsidy | recovery
    for_month: str
    month: str  # of the roll
    street: str
    amount_fen: int
    state: str  # of the roll, or returned | held where the bank gave it back


ROLLS: Final = Table("rolls", RollRow, key=("file",), indexes=(("month", "street"), ("state", "street")))
PAYMENTS: Final = Table(
    "payments", PaymentRow, key=("file", "community", "residence", "kind"), indexes=(("month", "street"),)
)
PAYMENT_LINES: Final = Table(
    "payment_lines",
    PaymentLineRow,
    key=("file", "case_number", "kind", "for_month"),
    indexes=(
        ("case_number",),
        ("state", "street"),
        # all that is summed of a street (``budget_rows``), and of a month (``count_rows``)
        ("kind", "street", "case_number", "for_month", "state", "amount_fen"),
        ("month", "state", "kind", "case_number", "amount_fen"),
    ),
)


def roll_row(payroll: Payroll) -> RollRow:
    return RollRow(
        file=payroll.id,
        month=payroll.month,
        street=payroll.street,
        households=payroll.count,
        total_fen=payroll.total_fen,
        returned_fen=payroll.returned_fen,
        state=payroll.state,
    )


def list_rolls(index: Index, street: str, *, limit: int, offset: int) -> list[RollRow]:
    """The rolls of a street, or of all, the newest month first."""
    rest = "WHERE ?1 = '' OR street = ?1 ORDER BY month DESC, street DESC LIMIT ?2 OFFSET ?3"
    return index.rows(ROLLS, rest, (street, limit, offset))


def count_rolls(index: Index, street: str, *, without: str = "") -> int:
    """How many rolls there are that are not in a state."""
    query = "SELECT count(*) FROM rolls WHERE (?1 = '' OR street = ?1) AND state != ?2"
    return int(index.query(query, (street, without))[0][0])


def payment_rows(payroll: Payroll, lines: Sequence[Line]) -> Iterator[PaymentRow | PaymentLineRow]:
    """The rows of a roll; none while it is sent back."""
    if payroll.state == SENT_BACK:
        return
    for total in payroll.totals:
        yield PaymentRow(
            file=payroll.id,
            month=payroll.month,
            street=payroll.street,
            community=total.community,
            residence=total.residence,
            kind=total.kind,
            households=total.households,
            persons=total.persons,
            amount_fen=total.fen,
            state=payroll.state,
        )
    for line in lines:
        yield from _line_rows(payroll, line)


def _line_rows(payroll: Payroll, line: Line) -> Iterator[PaymentLineRow]:
    state = payroll.state
    if line.case in payroll.returned:
        state = HELD if line.case in payroll.held else RETURNED
    parts = (
        *((MONTHLY, month, fen) for month, fen in line.months.items()),
        *((SUBSIDY, month, fen) for month, fen in line.subsidies.items()),
        *(((RECOVERY, payroll.month, line.recovery_fen),) if line.recovery_fen else ()),
    )
    for kind, for_month, fen in parts:
        yield PaymentLineRow(
            payroll.id, line.case, kind, for_month, payroll.month, payroll.street, fen, state
        )


@dataclass(frozen=True)
class Owed:
    """A household as the index knows it: its months, and whether it was taken over with them."""

    case: str
    community: str
    residence: str
    taken_over: bool
    runs: tuple[Run, ...]


def households_owed(index: Index, street: str, month: str) -> list[Owed]:
    """Every household of a street with a spell that began by ``month``."""
    found: dict[str, Owed] = {}
    for row in index.rows(SPELLS, "WHERE street = ? AND since <= ? ORDER BY file, n", (street, month)):
        run = Run(row.since, row.until, row.amount_fen, row.persons)
        known = found.get(row.file)
        found[row.file] = Owed(
            row.file,
            row.community,
            row.residence,
            row.taken_over,
            (*(known.runs if known else ()), run),
        )
    return list(found.values())


def paid_months(index: Index, street: str) -> dict[str, dict[str, int]]:
    """What was paid to whom for which month, by rolls that stand; what the bank returned is not paid."""
    return _sums(index, street, MONTHLY, returned=False)


def subsidies_due(index: Index, street: str) -> dict[str, dict[str, int]]:
    """Subsidies the bank returned that nobody paid again."""
    paid = _sums(index, street, SUBSIDY, returned=False)
    due: dict[str, dict[str, int]] = {}
    for case, months in _sums(index, street, SUBSIDY, returned=True).items():
        left = {month: fen for month, fen in months.items() if not paid.get(case, {}).get(month)}
        due |= {case: left} if left else {}
    return due


def payments_of(index: Index, case: str) -> list[PaymentLineRow]:
    """A household's payments, the newest roll first."""
    return index.rows(PAYMENT_LINES, "WHERE case_number = ? ORDER BY month DESC, for_month, kind", (case,))


def first_month(index: Index, street: str) -> str:
    """The month of a street's first roll, empty while it has none."""
    found = index.sums("SELECT COALESCE(MIN(month), '') FROM payments WHERE street = ?", (street,))
    return str(found[0][0])


def last_month(index: Index, street: str) -> str:
    found = index.sums("SELECT COALESCE(MAX(month), '') FROM payments WHERE street = ?", (street,))
    return str(found[0][0])


def _sums(index: Index, street: str, kind: str, *, returned: bool) -> dict[str, dict[str, int]]:
    """By household and the month it is for; of what the bank returned, each month once."""
    sums: dict[str, dict[str, int]] = {}
    for case, month, fen in index.query(_RETURNED if returned else _STANDING, (street, kind)):
        sums.setdefault(case, {})[month] = fen
    return sums
