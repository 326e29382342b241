"""What the index keeps of quarterly lists (see ``domain.quarter_list``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from server.domain.act import Act
from server.domain.quarter_list import fold_list
from server.records.receipt_rows import SPELLS, SpellRow
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class ListRow(Row, frozen=True):
    """A list of one community and quarter; days are empty until it came to that."""

    file: str
    street: str
    community: str
    quarter: str
    first_day: str
    last_day: str
    households: int
    posted_on: str
    removed_on: str
    proofs: str  # the photos there are, each by its name and a space
    inspections: int
    heard: int


LISTS: Final = Table(
    "quarter_lists", ListRow, key=("file",), indexes=(("quarter", "street", "community"), ("last_day",))
)


def list_rows(acts: Sequence[Act]) -> Iterator[ListRow]:
    listed = fold_list(acts)
    yield ListRow(
        file=listed.file,
        street=listed.street,
        community=listed.community,
        quarter=str(listed.quarter),
        first_day=listed.window.first_day.isoformat(),
        last_day=listed.window.last_day.isoformat(),
        households=listed.households,
        posted_on=listed.posted_on.isoformat() if listed.posted_on else "",
        removed_on=listed.removed_on.isoformat() if listed.removed_on else "",
        proofs=" ".join(proof.which for proof in listed.proofs),
        inspections=len(listed.inspections),
        heard=len(listed.heard),
    )


def lists_of(index: Index, quarter: str) -> dict[str, ListRow]:
    """The lists of a quarter by their community."""
    return {row.community: row for row in index.rows(LISTS, "WHERE quarter = ?", [quarter])}


def lists_of_community(index: Index, community: str) -> list[ListRow]:
    """Every list of a community, the oldest first."""
    return index.rows(LISTS, "WHERE community = ? ORDER BY quarter", [community])


def lists_hanging(index: Index, day: str) -> list[ListRow]:
    """The lists anybody may read on a day (PR-05)."""
    hanging = "WHERE posted_on != '' AND removed_on = '' AND first_day <= :day AND last_day >= :day"
    return index.rows(LISTS, f"{hanging} ORDER BY street, community", {"day": day})


def spells_of_month(index: Index, community: str, month: str) -> list[SpellRow]:
    """What the households of a community receive in a month, one row a household."""
    covering = "since <= :month AND (until = '' OR until >= :month)"
    rest = f"WHERE community = :community AND {covering} ORDER BY file, n"
    rows = index.rows(SPELLS, rest, {"community": community, "month": month})
    return list({row.file: row for row in rows}.values())
