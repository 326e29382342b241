"""The evaluator of compiled form expressions: a JSON tree and an environment in, a value out.

The twin of static/app/core/expressions.mjs. Nothing is ever eval'd: a tree names operations from
the tables below and no others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from forms.functions import FUNCTIONS, Moment
from forms.values import Value, compare, finite, plain, to_boolean, to_number, to_text

Tree = Any


class Environment(Moment, Protocol):
    """Where an expression finds what it refers to.

    A level counts the repeats around the expression: 0 is the form itself, 1 the row of the
    outermost repeat it stands in.
    """

    @property
    def own(self) -> Value:
        """The answer of the question itself."""

    @property
    def outer(self) -> Environment:
        """Inside a predicate, where the whole expression stands; elsewhere, this."""

    @property
    def place(self) -> tuple[int, int]:
        """Inside a predicate, the place of what is looked at, from 1, and how many there are."""

    def find(self, level: int, steps: Sequence[Any], name: str | None, kept: Sequence[Tree]) -> list[Value]:
        """The answers (None for each row, without a name) that keep the predicates."""

    def value(self, level: int, name: str) -> Value:
        """One answer, seen from the row at `level`."""

    def all(self, level: int, repeats: list[str], name: str) -> list[Value]:
        """The answers of every row below."""

    def rows(self, level: int, repeats: list[str]) -> int:
        """How many rows there are below."""

    def nth(self, level: int, places: list[tuple[str, float | None]], name: str) -> Value:
        """The answer of the rows at these places, counted from 1."""

    def position(self, level: int) -> int:
        """The place of the row at `level` among its sisters, from 1."""

    def column(self, name: str) -> Value:
        """A column of the choice that is being filtered."""

    def choice_name(self, list_name: str, value: str) -> str | None:
        """The label of a choice."""


def evaluate(tree: Tree, env: Environment) -> Value:
    """The value of an expression; None where it says nothing."""
    if not isinstance(tree, list):
        return float(tree)
    special = _FORMS.get(tree[0])
    if special is not None:
        return plain(special(tree, env))
    return plain(_apply(tree[0], [evaluate(part, env) for part in tree[1:]], env))


def holds(tree: Tree, env: Environment, *, otherwise: bool) -> bool:
    """Whether a condition holds; a condition that is not there means `otherwise`."""
    return otherwise if tree is None else to_boolean(evaluate(tree, env))


def _apply(name: str, args: Sequence[Value], env: Environment) -> Value:
    if name in _ARITHMETIC:
        return _calculate(_ARITHMETIC[name], args)
    if name in _COMPARISONS:
        return compare(name, args[0], args[1])
    return FUNCTIONS[name](args, env)


def _calculate(operation: Callable[[float, float], float | None], args: Sequence[Value]) -> Value:
    """Arithmetic with something empty is empty."""
    left = to_number(args[0])
    right = to_number(args[1]) if len(args) > 1 else 0.0
    if left is None or right is None:
        return None
    result = operation(left, right)
    return None if result is None else finite(result)


_ARITHMETIC: dict[str, Callable[[float, float], float | None]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "div": lambda a, b: None if b == 0 else a / b,
    "mod": lambda a, b: None if b == 0 else math.fmod(a, b),
    "neg": lambda a, _b: -a,
}
_COMPARISONS = frozenset(("=", "!=", "<", "<=", ">", ">="))


def _spread(parts: Sequence[Tree], env: Environment) -> list[Value]:
    """Every value of the arguments; an ["all", …] gives the answers of all its rows."""
    values: list[Value] = []
    for part in parts:
        if isinstance(part, list) and part[0] == "all":
            values.extend(plain(value) for value in env.all(part[1], part[2], part[3]))
        elif isinstance(part, list) and part[0] == "find":
            values.extend(_find(part, env))
        else:
            values.append(evaluate(part, env))
    return values


def _find(tree: Tree, env: Environment) -> list[Value]:
    return [plain(value) for value in env.find(tree[1], tree[2], tree[3], tree[4:])]


def _first(tree: Tree, env: Environment) -> Value:
    """XPath's value of several: that of the first."""
    return next(iter(_find(tree[1], env)), None)


def _numbers(tree: Tree, env: Environment) -> list[float]:
    numbers = (to_number(value) for value in _spread(tree[1:], env))
    return [number for number in numbers if number is not None]


def _sum(tree: Tree, env: Environment) -> Value:
    """A total skips what is empty; where nothing is filled it is empty, not nought."""
    numbers = _numbers(tree, env)
    total = 0.0
    for number in numbers:
        total += number
    return total if numbers else None


def _min(tree: Tree, env: Environment) -> Value:
    return min(_numbers(tree, env), default=None)


def _max(tree: Tree, env: Environment) -> Value:
    return max(_numbers(tree, env), default=None)


def _count_non_empty(tree: Tree, env: Environment) -> Value:
    return float(sum(value is not None for value in _spread(tree[1:], env)))


def _concat(tree: Tree, env: Environment) -> Value:
    return "".join(to_text(value) for value in _spread(tree[1:], env))


def _join(tree: Tree, env: Environment) -> Value:
    separator = to_text(evaluate(tree[1], env))
    return separator.join(to_text(value) for value in _spread(tree[2:], env) if value is not None)


def _if(tree: Tree, env: Environment) -> Value:
    return evaluate(tree[2] if to_boolean(evaluate(tree[1], env)) else tree[3], env)


def _coalesce(tree: Tree, env: Environment) -> Value:
    for part in tree[1:]:
        value = evaluate(part, env)
        if value is not None:
            return value
    return None


def _once(tree: Tree, env: Environment) -> Value:
    return env.own if env.own is not None else evaluate(tree[1], env)


def _choice_name(tree: Tree, env: Environment) -> Value:
    value = evaluate(tree[1], env)
    if value is None:
        return None
    names = value if isinstance(value, list) else [to_text(value)]
    return " ".join(env.choice_name(tree[2], name) or name for name in names)


def _nth(tree: Tree, env: Environment) -> Value:
    places = [(name, to_number(evaluate(at, env))) for name, at in tree[2]]
    return env.nth(tree[1], places, tree[3])


_FORMS: dict[str, Callable[[Tree, Environment], Value]] = {
    "text": lambda tree, _env: str(tree[1]),
    "at": lambda tree, env: env.value(tree[1], tree[2]),
    "self": lambda _tree, env: env.own,
    "column": lambda tree, env: env.column(tree[1]),
    "rows": lambda tree, env: float(env.rows(tree[1], tree[2])),
    "position": lambda tree, env: float(env.position(tree[1])),
    "nth": _nth,
    "first": _first,
    "count": lambda tree, env: float(len(_find(tree[1], env))),
    "current": lambda tree, env: evaluate(tree[1], env.outer),
    "place": lambda _tree, env: float(env.place[0]),
    "last": lambda _tree, env: float(env.place[1]),
    "and": lambda tree, env: all(to_boolean(evaluate(part, env)) for part in tree[1:]),
    "or": lambda tree, env: any(to_boolean(evaluate(part, env)) for part in tree[1:]),
    "if": _if,
    "coalesce": _coalesce,
    "once": _once,
    "choice-name": _choice_name,
    "sum": _sum,
    "min": _min,
    "max": _max,
    "count-non-empty": _count_non_empty,
    "concat": _concat,
    "join": _join,
}
