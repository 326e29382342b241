"""What a name or a path in an expression refers to, and how the evaluators find it.

A reference keeps the row levels that the expression and its target share and goes down through the
other repeats: `["at", 1, "amount"]` is one answer, `["all", 0, ["member", "income"], "amount"]` is
the answers of every row, `["rows", 0, ["member"]]` is the rows themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forms.errors import ExpressionError
from forms.xlsform import SurveyRow

NUMERIC = frozenset(("integer", "decimal"))


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


def follow(origin: SurveyRow, steps: Sequence[str], *, absolute: bool) -> SurveyRow:
    """The row a path leads to; `..` is the group or repeat around."""
    place = _root(origin) if absolute else origin
    for step in _steps_below_root(place, steps) if absolute else steps:
        place = _parent(place) if step == ".." else _child(place, step)
    return place


def reference(origin: SurveyRow, target: SurveyRow) -> list[Any]:
    """The tree that finds `target` from an expression of `origin`."""
    if target.type == "group" or target.parent is None:
        raise ExpressionError(
            "form.no_value",
            f"{target.name} 是一组题，没有答案可用。",
            f"{target.name} is a group and has no answer.",
        )
    level = shared_levels(origin.repeats, target.repeats)
    rest = [repeat.name for repeat in target.repeats[level:]]
    if target.type == "repeat":
        return ["rows", level, [*rest, target.name]]
    if rest:
        return ["all", level, rest, target.name]
    return typed(target, ["at", level, target.name])


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


def _steps_below_root(root: SurveyRow, steps: Sequence[str]) -> Sequence[str]:
    if not steps or steps[0] != root.name:
        raise _no_path("/" + "/".join(steps))
    return steps[1:]


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
