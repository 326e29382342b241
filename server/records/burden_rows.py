"""What the index keeps of what makes a community one to look at more often (see ``domain.burden``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from server.domain.act import Act
from server.domain.burden import fold_burden
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class BurdenRow(Row, frozen=True):
    """A community, as it was said last."""

    file: str
    community: str
    street: str
    weak: bool
    difficult: bool
    since: str
    source: str  # evidence, by digest


BURDENS: Final = Table("burdens", BurdenRow, key=("file",), indexes=(("street",),))


def burden_rows(acts: Sequence[Act]) -> Iterator[BurdenRow]:
    said = fold_burden(acts)
    since = said.since.isoformat()
    yield BurdenRow(acts[0].file, said.community, said.street, said.weak, said.difficult, since, said.source)


def burdens(index: Index) -> dict[str, BurdenRow]:
    """Every community something was said of."""
    return {row.community: row for row in index.rows(BURDENS)}
