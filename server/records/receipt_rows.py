"""What the index keeps of a household's receipt: one row a spell (see ``domain.receipt``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from server.domain.case import Case
from server.records.sums import Sums
from server.records.table import Row, Table


class SpellRow(Row, frozen=True):
    """Months ``since`` to ``until`` (empty while open) in which a household receives the same amount."""

    file: str  # the case's number
    n: int  # from 1
    street: str
    community: str
    residence: str  # urban | rural
    klass: str  # A | B | C, empty where nobody set it
    persons: int
    amount_fen: int
    since: str
    until: str
    opened_by: str  # the kind of the act that began it: approved and taken_over are the first of a household
    closed_by: str  # empty while open
    stop_reason: str  # of the last spell of a household that was stopped
    taken_over: bool  # whether the household came with the state a system before this one left it in


SPELLS: Final = Table(
    "spells",
    SpellRow,
    key=("file", "n"),
    indexes=(
        ("until", "street", "community"),
        ("n",),
        ("street", "taken_over", "since", "until", "amount_fen"),
        ("since", "until", "street", "community", "persons"),  # the stock of a month (``count_rows``)
    ),
    sums=Sums(("since", "until", "residence", "n", "stop_reason", "street", "community"), ("persons",)),
)


def spell_rows(case: Case) -> Iterator[SpellRow]:
    """The spells of a case; none before it is approved."""
    receipt = case.receipt
    if receipt is None:
        return
    for n, spell in enumerate(receipt.spells, start=1):
        is_last = n == len(receipt.spells)
        yield SpellRow(
            file=case.number,
            n=n,
            street=case.street,
            community=case.community,
            residence=receipt.residence,
            klass=spell.klass,
            persons=spell.persons,
            amount_fen=spell.amount_fen,
            since=spell.since,
            until=spell.until,
            opened_by=spell.opened_by,
            closed_by=spell.closed_by,
            stop_reason=receipt.stop_reason if is_last and spell.until else "",
            taken_over=receipt.spells[0].opened_by == "taken_over",
        )


_NOW: Final = {
    "{amount_now}": """CASE WHEN r.file IS NOT NULL THEN r.amount_fen
      WHEN EXISTS (SELECT 1 FROM spells WHERE file = c.number) THEN 0 ELSE c.amount_fen END""",
    "{persons_now}": "coalesce(r.persons, c.persons)",
    "{first_month}": "CASE WHEN r.n > 0 THEN (SELECT min(since) FROM spells WHERE file = c.number) END",
}


def with_receipt(query: str) -> str:
    """A query of cases ``c`` with what each household gets a month: as decided last, nothing once that ended.

    Before it is in receipt it is what was found. The month is the first that was paid for.
    """
    for place, text in _NOW.items():
        query = query.replace(place, text)
    return query.replace("{receipt}", "LEFT JOIN spells AS r ON r.file = c.number AND r.until = ''")
