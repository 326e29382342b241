"""The definition as the server walks it: scopes (the form, and the inside of each repeat) holding
their items by name. The twin of static/app/core/form_schema.mjs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from forms.evaluate import Formula, read_formula
from forms.writing import Written, written_as

Node = dict[str, Any]


@dataclass(eq=False)
class Item:
    """A question, group or repeat of a scope; `group` is the group around it within the scope."""

    node: Node
    group: Item | None
    inner: Scope | None = None
    choices: list[Node] = field(default_factory=list)

    @cached_property
    def name(self) -> str:
        return str(self.node["name"])

    @cached_property
    def type(self) -> str:
        return str(self.node["type"])

    @cached_property
    def is_asked(self) -> bool:
        """Whether a person answers it."""
        return self.type not in ("group", "repeat", "note", "calculate") and not self.is_worked

    @cached_property
    def is_worked(self) -> bool:
        """Whether it always follows from other answers; what a trigger fills in does not."""
        return "calculate" in self.node and "trigger" not in self.node

    @cached_property
    def is_answered(self) -> bool:
        """Whether it may hold something in a sealed tree."""
        return self.is_asked or self.is_worked or self.type == "calculate"

    @cached_property
    def relevant(self) -> Formula | None:
        """When it is shown; like each formula below None where the form says nothing of it."""
        return self._formula("relevant")

    @cached_property
    def shown_with(self) -> Item | None:
        """The innermost of itself and the groups around it that is shown only on a condition."""
        if self.relevant is not None:
            return self
        return self.group.shown_with if self.group else None

    @cached_property
    def required(self) -> Formula | None:
        return self._formula("required")

    @cached_property
    def is_always_required(self) -> bool:
        return bool(self.node.get("required") == ["true"])

    @cached_property
    def may_be_left_out(self) -> bool:
        """Whether nothing can be wrong with it where it is not in the tree."""
        return self.inner is None and self.is_asked and self.required is None

    @cached_property
    def choices_named(self) -> dict[str, list[Node]]:
        """The choices of each value; a list may have one twice, under different filters."""
        named: dict[str, list[Node]] = {}
        for choice in self.choices:
            named.setdefault(choice["value"], []).append(choice)
        return named

    @cached_property
    def is_written(self) -> Written | None:
        """Whether a text is one of its type; None where any text is."""
        return written_as(self.node)

    @cached_property
    def constraint(self) -> Formula | None:
        return self._formula("constraint")

    @cached_property
    def calculate(self) -> Formula | None:
        return self._formula("calculate")

    @cached_property
    def filter(self) -> Formula | None:
        return self._formula("filter")

    @cached_property
    def count(self) -> Formula | None:
        return self._formula("count")

    def _formula(self, name: str) -> Formula | None:
        tree = self.node.get(name)
        return None if tree is None else read_formula(tree)


@dataclass(eq=False)
class Scope:
    """The form itself, or the inside of a repeat."""

    repeat: Item | None
    items: dict[str, Item] = field(default_factory=dict)

    @cached_property
    def judged(self) -> list[Item]:
        """The items a sealed tree may hold something of."""
        return [item for item in self.items.values() if item.inner is not None or item.is_answered]

    @cached_property
    def pictured(self) -> list[Item]:
        """Its photos, and the repeats in which there may be some."""
        return [item for item in self.items.values() if item.inner is not None or item.type == "image"]


def read_scopes(definition: Node) -> Scope:
    """The form's own scope, with those of its repeats inside."""
    root = Scope(None)
    _add(root, definition["nodes"], None, definition.get("lists", {}))
    return root


def all_items(scope: Scope) -> Iterator[Item]:
    """Every item of a scope and of the repeats inside it, in the order of the form."""
    for item in scope.items.values():
        yield item
        if item.inner is not None:
            yield from all_items(item.inner)


def _add(scope: Scope, nodes: list[Node], group: Item | None, lists: Mapping[str, list[Node]]) -> None:
    for node in nodes:
        item = Item(node, group, choices=lists.get(node.get("list", ""), []))
        scope.items[item.name] = item
        if item.type == "group":
            _add(scope, node["nodes"], item, lists)
        if item.type == "repeat":
            item.inner = Scope(item)
            _add(item.inner, node["nodes"], None, lists)
