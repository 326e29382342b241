"""Where the expressions of one row of a record find what they refer to (see forms/evaluate.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forms.evaluate import Formula, Step, holds
from forms.scopes import Node
from forms.values import Value, plain

if TYPE_CHECKING:
    from forms.record import Record, Row


@dataclass(slots=True)
class Surroundings:
    """Where the expressions of one row find what they refer to."""

    record: Record
    row: Row
    own: Value = None
    choice: Node | None = None
    origin: Surroundings | None = None
    place: tuple[int, int] = (0, 0)

    @property
    def today(self) -> str:
        return self.record.today

    @property
    def now(self) -> str:
        return self.record.now

    def new_id(self) -> str:
        """Empty: a fresh identifier is never the one that was sent, so uuid() is kept by once()."""
        return ""

    def value(self, level: int, name: str) -> Value:
        row = self.row.chain[level]
        said = row.said
        return said[name] if name in said else self.record.value(row, row.scope.items[name])

    def all(self, level: int, repeats: list[str], name: str) -> list[Value]:
        rows = self.record.rows_below([self.row.chain[level]], repeats)
        return [self.record.value(row, row.scope.items[name]) for row in rows]

    def rows(self, level: int, repeats: list[str]) -> int:
        return len(self.record.rows_below([self.row.chain[level]], repeats))

    def nth(self, level: int, places: list[tuple[str, float | None]], name: str) -> Value:
        row = self.row.chain[level]
        for repeat, at in places:
            rows = self.record.rows_below([row], [repeat])
            if at is None or not at.is_integer() or not 1 <= at <= len(rows):
                return None
            row = rows[int(at) - 1]
        return self.record.value(row, row.scope.items[name])

    @property
    def outer(self) -> Surroundings:
        return self.origin or self

    def find(
        self, level: int, steps: Sequence[Step], name: str | None, kept: Sequence[Formula]
    ) -> list[Value]:
        rows = [self.row.chain[level]]
        for repeat, predicates in steps:
            rows = [
                found
                for row in rows
                for found in self._keeping(self.record.rows_below([row], [repeat]), predicates)
            ]
        if name is None:
            return [None] * len(rows)
        values = [(row, self.record.value(row, row.scope.items[name])) for row in rows]
        return [
            value
            for row, value in values
            if all(holds(each, self._looking(row, value), otherwise=True) for each in kept)
        ]

    def _keeping(self, rows: list[Row], predicates: Sequence[Formula]) -> list[Row]:
        for predicate in predicates:
            places = [(row, (at, len(rows))) for at, row in enumerate(rows, start=1)]
            rows = [
                row
                for row, place in places
                if holds(predicate, self._looking(row, None, place), otherwise=True)
            ]
        return rows

    def _looking(self, row: Row, own: Value, place: tuple[int, int] = (1, 1)) -> Surroundings:
        return Surroundings(self.record, row, own=own, origin=self.outer, place=place)

    def position(self, level: int) -> int:
        row = self.row.chain[level]
        if row.parent is None or row.scope.repeat is None:
            return 0
        return row.parent.below[row.scope.repeat.name].index(row) + 1

    def column(self, name: str) -> Value:
        choice = self.choice or {}
        return plain(choice.get("value" if name == "name" else name))

    def choice_name(self, list_name: str, value: str) -> str | None:
        for choice in self.record.definition["lists"].get(list_name, []):
            if choice["value"] == value:
                return str(choice["label"]["zh"])
        return None
