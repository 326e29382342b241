"""Sums over the rows of a table of the index, which the database keeps while rows come and go.

Who asks for sums goes through some thousand groups instead of every row, also just after rows have changed
(https://sqlite.org/lang_createtrigger.html).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Sums:
    """How many rows there are ``by`` these fields (``rows``), and what the fields ``of`` them add up to.

    They stand in a table of their own, ``<table>_sums``. While a table is filled there are no triggers, and
    :meth:`filling` follows: to add everything up once costs less.
    """

    by: Sequence[str]
    of: Sequence[str]

    def ddl(self, table: str, types: Mapping[str, str]) -> Iterator[str]:
        """What makes the sums of ``table`` and what keeps them; ``types`` are SQL's, by field."""
        columns = ", ".join(f"{field} {types[field]}" for field in (*self.by, *self.of))
        key = ", ".join(self.by)
        yield f"CREATE TABLE {table}_sums ({columns}, rows INTEGER, PRIMARY KEY ({key})) WITHOUT ROWID;"
        yield self._trigger(table, "INSERT", "NEW", "+")
        yield self._trigger(table, "DELETE", "OLD", "-")

    def filling(self, table: str) -> str:
        """Adds up the rows of a table that had no triggers while it was filled."""
        by = ", ".join(self.by)
        of = ", ".join(f"SUM({field})" for field in self.of)
        source = ("FROM", table, "GROUP BY", by)
        return " ".join(("INSERT INTO", f"{table}_sums", "SELECT", by, ",", of, ", COUNT(*)", *source))

    def _trigger(self, table: str, event: str, row: str, sign: str) -> str:
        begun = ", ".join((*(f"{row}.{field}" for field in self.by), *("0" for _ in self.of), "0"))
        moved = [f"rows = rows {sign} 1", *(f"{field} = {field} {sign} {row}.{field}" for field in self.of)]
        where = " AND ".join(f"{field} = {row}.{field}" for field in self.by)
        known = ("SELECT 1 FROM", f"{table}_sums", "WHERE", where)
        # No OR IGNORE: the REPLACE that fires a trigger overrides what its statements say of conflicts.
        steps = (
            ("INSERT INTO", f"{table}_sums", "SELECT", begun, "WHERE NOT EXISTS (", *known, ")"),
            ("UPDATE", f"{table}_sums", "SET", ", ".join(moved), "WHERE", where),
            ("DELETE FROM", f"{table}_sums", "WHERE", where, "AND rows = 0"),
        )
        does = " ".join(" ".join((*step, ";")) for step in steps)
        return f"CREATE TRIGGER {table}_sums_{event.lower()} AFTER {event} ON {table} BEGIN {does} END;"
