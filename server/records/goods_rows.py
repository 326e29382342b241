"""What the index keeps of goods handed out: each occasion, and what each household collected (S7-DUTY-S3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from server.domain.goods import Handout, Line, format_amounts
from server.records.receipt_rows import SPELLS, SpellRow
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class HandoutRow(Row, frozen=True):
    """One occasion as lists show it."""

    file: str
    street: str
    day: str
    words: str  # the occasion, from evidence
    goods: str  # how much of each item, as a sentence
    households: int
    collected: int
    state: str  # open | closed | called_off


class HandoutLineRow(Row, frozen=True):
    """What one household receives; ``collected_on`` is empty until it signs."""

    file: str  # the hand-out
    case_number: str
    day: str
    words: str
    goods: str
    collected_on: str
    state: str  # of the hand-out


HANDOUTS: Final = Table("handouts", HandoutRow, key=("file",), indexes=(("street", "day"),))
HANDOUT_LINES: Final = Table(
    "handout_lines", HandoutLineRow, key=("file", "case_number"), indexes=(("case_number",),)
)


def handout_rows(
    handout: Handout, lines: Sequence[Line], words: str
) -> Iterator[HandoutRow | HandoutLineRow]:
    """The rows of a hand-out; ``words`` is the occasion."""
    yield HandoutRow(
        file=handout.id,
        street=handout.street,
        day=handout.on.isoformat(),
        words=words,
        goods=format_amounts(handout.items, handout.totals),
        households=handout.count,
        collected=len(handout.collected),
        state=handout.state,
    )
    for line in lines:
        receipt = handout.collected.get(line.case)
        yield HandoutLineRow(
            file=handout.id,
            case_number=line.case,
            day=handout.on.isoformat(),
            words=words,
            goods=format_amounts(handout.items, line.amounts),
            collected_on=receipt.on.isoformat() if receipt else "",
            state=handout.state,
        )


def list_handouts(index: Index, street: str, state: str = "") -> list[HandoutRow]:
    """The hand-outs of a street, of all where it is empty; the newest first."""
    where = "WHERE (?1 = '' OR street = ?1) AND (?2 = '' OR state = ?2)"
    return index.rows(HANDOUTS, f"{where} ORDER BY day DESC, file DESC", (street, state))


def goods_of(index: Index, case: str) -> list[HandoutLineRow]:
    """What a household was to receive, the newest first; without what was called off."""
    where = "WHERE case_number = ? AND state != 'called_off'"
    return index.rows(HANDOUT_LINES, f"{where} ORDER BY day DESC, file DESC", (case,))


def households_in(index: Index, street: str, month: str) -> list[SpellRow]:
    """The households of a street that receive in a month, one row each, community by community."""
    covering = "street = :street AND since <= :month AND (until = '' OR until >= :month)"
    rows = index.rows(
        SPELLS, f"WHERE {covering} ORDER BY community, file, n", {"street": street, "month": month}
    )
    return list({row.file: row for row in rows}.values())
