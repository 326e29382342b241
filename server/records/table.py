"""A table of the index that a noun keeps in a module of its own, made from the fields of its row.

The first field of every such row, and of its key, is ``file``, the chain it is folded from: a file's rows are
replaced as a whole, so a row its acts no longer lead to is gone. Text, whole numbers and truth values are
all there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar, get_type_hints

from msgspec import Struct

from server.records.sums import Sums


class Row(Struct, frozen=True):
    """A line of a table: a record made in C, since a page reads hundreds and a district has millions."""


AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(frozen=True)
class Table(Generic[AnyRow]):
    """``key`` are the fields that tell rows apart, ``indexes`` the groups of fields that are searched by."""

    name: str
    row: type[AnyRow]
    key: Sequence[str]
    indexes: Sequence[Sequence[str]] = ()
    sums: Sums | None = None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(get_type_hints(self.row))

    @property
    def ddl(self) -> str:
        """The statements that make the table and its indexes."""
        types = {name: _sql_type(hint) for name, hint in get_type_hints(self.row).items()}
        columns = ", ".join(f"{name} {types[name]}" for name in self.columns)
        return "\n".join(
            (
                f"CREATE TABLE {self.name} ({columns}, PRIMARY KEY ({', '.join(self.key)})) WITHOUT ROWID;",
                *(self._index_on(group) for group in self.indexes),
                *(self.sums.ddl(self.name, types) if self.sums else ()),
            )
        )

    @cached_property
    def replacing(self) -> str:
        """Writes a row, whose values are :func:`msgspec.structs.astuple` of it."""
        return " ".join(("REPLACE INTO", self.name, "VALUES (", ", ".join("?" * len(self.columns)), ")"))

    @cached_property
    def clearing(self) -> str:
        """Forgets the rows of a file."""
        return " ".join(("DELETE FROM", self.name, "WHERE file = ?"))

    @cached_property
    def selecting(self) -> str:
        return " ".join(("SELECT", ", ".join(self.columns), "FROM", self.name))

    @cached_property
    def reading(self) -> str:
        """The rows of a file."""
        return " ".join((self.selecting, "WHERE file = ?"))

    def parse(self, values: Sequence[Any]) -> AnyRow:
        return self.row(*values)

    def _index_on(self, group: Sequence[str]) -> str:
        name, columns = f"{self.name}_by_{'_'.join(group)}", ", ".join(group)
        return f"CREATE INDEX {name} ON {self.name} ({columns});"


def _sql_type(hint: object) -> str:
    return "INTEGER" if hint in (int, bool) else "TEXT"
