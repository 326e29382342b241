"""A filled form as the server works it out again: what is shown, what it says, what it adds up to.

Hidden answers are blank to calculations and to the sealed tree (design §7, lesson 3). The same
rules as static/app/core/form.mjs, but worked out on demand, each thing once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from forms.evaluate import holds
from forms.scopes import Item, Node, Scope, read_scopes
from forms.surroundings import Surroundings
from forms.values import Value, fixed_text, plain, to_number, to_text

Answers = Mapping[str, Any]
# A household has no more; a slip of the finger in a count would else stop the tablet.
MOST_ROWS = 200


@dataclass(eq=False)
class Row:
    """The form itself, or one row of a repeat, with what was worked out about it."""

    scope: Scope
    answers: Answers
    parent: Row | None
    prefix: str = ""
    said: dict[str, Value] = field(default_factory=dict)
    shown: dict[Item | None, bool] = field(default_factory=dict)  # by ``Item.shown_with``
    below: dict[str, list[Row]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    around: Surroundings | None = None

    @cached_property
    def chain(self) -> list[Row]:
        """The rows from the form to this one."""
        return [self] if self.parent is None else [*self.parent.chain, self]


class Record:
    """Answers under a definition. `today` (ISO) and `now` stand still while it is looked at.

    `scope` is the definition's own, where it was read before.
    """

    def __init__(
        self,
        definition: Node,
        answers: Answers,
        *,
        today: str,
        now: str | None = None,
        scope: Scope | None = None,
    ) -> None:
        self.definition = definition
        self.today = today
        self.now = now or f"{today}T00:00:00.000+08:00"
        self.root = _wrap(scope or read_scopes(definition), answers, None)

    def value(self, row: Row, item: Item) -> Value:
        """What an item says: nothing while it is hidden."""
        name = item.name
        if name not in row.said:
            row.said[name] = self._say(row, item)
        return row.said[name]

    def is_shown(self, row: Row, item: Item) -> bool:
        """An item is shown when all around it is and its own condition holds."""
        return self._is_shown_with(row, item.shown_with)

    def _is_shown_with(self, row: Row, asked: Item | None) -> bool:
        shown = row.shown.get(asked)
        if shown is None:
            shown = row.shown[asked] = self._work_out_shown(row, asked)
        return shown

    def is_required(self, row: Row, item: Item) -> bool:
        """Whether it must be answered: shown, and required."""
        if item.required is None or not self.is_shown(row, item):
            return False
        return item.is_always_required or holds(item.required, self._around(row), otherwise=False)

    def is_allowed(self, row: Row, item: Item, value: Value) -> bool:
        """Whether an answer keeps the question's constraint."""
        condition = item.constraint
        return condition is None or holds(condition, Surroundings(self, row, own=value), otherwise=True)

    def choices(self, row: Row, item: Item) -> list[str]:
        """What may be chosen, under the choice_filter."""
        return [choice["value"] for choice in item.choices if self._is_offered(row, item, choice)]

    def is_choice(self, row: Row, item: Item, name: str) -> bool:
        """Whether it is among :meth:`choices`; nothing is asked of the others."""
        found = item.choices_named.get(name, ())
        return any(self._is_offered(row, item, choice) for choice in found) if item.filter else bool(found)

    def _is_offered(self, row: Row, item: Item, choice: Node) -> bool:
        condition = item.filter
        return condition is None or holds(condition, Surroundings(self, row, choice=choice), otherwise=True)

    def sealed(self) -> dict[str, Any]:
        """The tree that is sealed: hidden answers left out, calculations written in."""
        return self._sealed(self.root)

    def walk(self, row: Row | None = None) -> Iterator[Row]:
        """Every row that counts, in the order of the form; all of a sealed tree's where it has too many."""
        here = row or self.root
        yield here
        for rows in here.below.values():
            for inner in rows:
                yield from self.walk(inner)

    def rows_below(self, rows: Sequence[Row], repeats: Sequence[str]) -> list[Row]:
        """The rows calculations see: none while the repeat is hidden."""
        found = list(rows)
        for name in repeats:
            found = [
                inner
                for row in found
                if self.is_shown(row, row.scope.items[name])
                for inner in self.live_rows(row, row.scope.items[name])
            ]
        return found

    def count(self, row: Row, item: Item) -> int | None:
        """How many rows a repeat_count asks for; None where people add them themselves."""
        if item.count is None:
            return None
        if item.name not in row.counts:
            number = to_number(item.count(self._around(row)))
            row.counts[item.name] = min(max(0, math.floor(number or 0)), MOST_ROWS)
        return row.counts[item.name]

    def live_rows(self, row: Row, item: Item) -> list[Row]:
        """The rows of a repeat that count: those beyond its repeat_count wait in the draft."""
        return row.below[item.name][: self.count(row, item)]

    def _say(self, row: Row, item: Item) -> Value:
        if not self.is_shown(row, item):
            return None
        return self._work(row, item) if item.is_worked else _answered(row.answers.get(item.name))

    def _around(self, row: Row) -> Surroundings:
        """Where the conditions of a row's questions stand."""
        if row.around is None:
            row.around = Surroundings(self, row)
        return row.around

    def _work_out_shown(self, row: Row, asked: Item | None) -> bool:
        if asked is None:
            return (
                row.parent is None or row.scope.repeat is None or self.is_shown(row.parent, row.scope.repeat)
            )
        group = asked.group.shown_with if asked.group else None
        return self._is_shown_with(row, group) and holds(asked.relevant, self._around(row), otherwise=True)

    def _work(self, row: Row, item: Item) -> Value:
        sent = row.answers.get(item.name) if item.node.get("keep") else None
        return item.calculate(Surroundings(self, row, own=plain(sent))) if item.calculate else None

    def _sealed(self, row: Row) -> dict[str, Any]:
        tree: dict[str, Any] = {"_id": row.answers["_id"]} if "_id" in row.answers else {}
        for item in row.scope.items.values():
            if item.inner is not None:
                if self.is_shown(row, item):
                    tree[item.name] = [self._sealed(each) for each in self.live_rows(row, item)]
            elif item.is_answered and (value := self.value(row, item)) is not None:
                tree[item.name] = sealed_value(item.node, value)
        return tree


def sealed_value(node: Node, value: Value) -> str | list[str]:
    """An answer as it is sealed: decimal text, money with two decimals.

    A given amount with more decimals is left as it is, and is wrong.
    """
    if isinstance(value, list):
        return list(value)
    money = to_number(value) if "money" in node.get("appearance", ()) else None
    if money is None:
        return to_text(value)
    fixed = fixed_text(money, 2)
    return fixed if node["type"] == "calculate" or to_number(fixed) == money else to_text(value)


def _wrap(scope: Scope, answers: Answers, parent: Row | None) -> Row:
    prefix = ""
    if parent is not None and scope.repeat is not None:
        prefix = f"{parent.prefix}{scope.repeat.name}[{answers['_id']}]."
    row = Row(scope, answers, parent, prefix)
    for item in scope.items.values():
        if item.inner is not None:
            row.below[item.name] = [_wrap(item.inner, each, row) for each in answers.get(item.name) or []]
    return row


def _answered(answer: Any) -> Value:
    """Answers are text and lists of text, empty ones say nothing; anything else was refused before."""
    return answer or None if isinstance(answer, (str, list)) else None
