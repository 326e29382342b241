"""What a name or a path in an expression refers to, and how the evaluators find it.

A reference keeps the row levels that the expression and its target share and goes down through the
other repeats: `["at", 1, "amount"]` is one answer, `["all", 0, ["member", "income"], "amount"]` is
the answers of every row, `["rows", 0, ["member"]]` is the rows themselves. With predicates it is
`["find", 0, [["member", predicate…], ["income"]], "amount", predicate…]`: every step with what its
rows must keep, then the question (None for the rows themselves) with what its answers must keep.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forms.errors import ExpressionError
from forms.outline import SurveyRow

Filters = Mapping[SurveyRow, list[Any]]
NUMERIC = frozenset(("integer", "decimal", "range"))


def find_named(origin: SurveyRow, name: str) -> SurveyRow:
    """The row ${name} means: the only one of that name in the form."""
    found = [row for row in _root(origin).walk() if row.name == name]
    if not found:
        raise ExpressionError(
            "form.unknown_name", f"表里没有 ${{{name}}}。", f"Nothing is called ${{{name}}}."
        )
    if len(found) > 1:
        raise ExpressionError(
            "form.ambiguous_name",
            f"有 {len(found)} 处都叫 {name}，分不清 ${{{name}}} 指哪一个。",
            f"{len(found)} rows are called {name}, so ${{{name}}} is ambiguous.",
        )
    return found[0]


def root_named(origin: SurveyRow, name: str) -> SurveyRow:
    """The form itself, which every absolute path begins with."""
    root = _root(origin)
    if name != root.name:
        raise _no_path(f"/{name}")
    return root


def step_from(place: SurveyRow, step: str) -> SurveyRow:
    """The row one step of a path leads to; `..` is the group or repeat around."""
    return _parent(place) if step == ".." else _child(place, step)


def reference(around: Sequence[SurveyRow], target: SurveyRow) -> list[Any]:
    """The tree that finds `target` from an expression inside the repeats `around`."""
    if target.type == "group" or target.parent is None:
        raise ExpressionError(
            "form.no_value",
            f"{target.name} 是一组题，没有答案可用。",
            f"{target.name} is a group and has no answer.",
        )
    level = shared_levels(around, target.repeats)
    rest = [repeat.name for repeat in target.repeats[level:]]
    if target.type == "repeat":
        return ["rows", level, [*rest, target.name]]
    if rest:
        return ["all", level, rest, target.name]
    return typed(target, ["at", level, target.name])


def filtered(around: Sequence[SurveyRow], target: SurveyRow, filters: Filters) -> list[Any]:
    """The tree that finds what of `target` keeps the predicates of its path."""
    steps = (*target.repeats, target) if target.type == "repeat" else target.repeats
    own = filters.get(target, []) if target.type != "repeat" else []
    if any(row not in (*steps, target) for row in filters):
        raise predicate_misplaced()
    first = next((at for at, step in enumerate(steps) if step in filters), len(steps))
    level = min(shared_levels(around, target.repeats), first)
    found = [[step.name, *filters.get(step, [])] for step in steps[level:]]
    return ["find", level, found, None if target.type == "repeat" else target.name, *own]


def predicate_misplaced() -> ExpressionError:
    """A predicate filters the rows of a repeat, or the answers to a question."""
    return ExpressionError(
        "form.predicate",
        "方括号里的条件只能写在重复组或题目后面。",
        "A condition in brackets can only follow a repeat or a question.",
    )


def typed(target: SurveyRow, tree: list[Any]) -> list[Any]:
    """Answers to number questions are read as numbers."""
    return ["number", tree] if target.type in NUMERIC else tree


def shared_levels(one: Sequence[SurveyRow], other: Sequence[SurveyRow]) -> int:
    """How many repeats two rows both stand in."""
    shared = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine is not theirs:
            break
        shared += 1
    return shared


def _root(row: SurveyRow) -> SurveyRow:
    return row if row.parent is None else _root(row.parent)


def _parent(place: SurveyRow) -> SurveyRow:
    if place.parent is None:
        raise _no_path("..")
    return place.parent


def _child(place: SurveyRow, name: str) -> SurveyRow:
    for child in place.children:
        if child.name == name:
            return child
    raise _no_path(name)


def _no_path(path: str) -> ExpressionError:
    return ExpressionError("form.unknown_path", f"路径 {path} 找不到题。", f"The path {path} leads nowhere.")
