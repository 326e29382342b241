"""The evaluator of compiled form expressions: a JSON tree becomes a function from an environment to a value.

The twin of static/app/core/expressions.mjs. Nothing is ever eval'd: a tree names operations from
the tables below and no others. A tree is read once and worked out many times: a visit asks some seven
thousand times for one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from forms.dates import is_moment
from forms.functions import FUNCTIONS, Function, Moment
from forms.values import ORDERS, Value, compare, finite, plain, to_boolean, to_number, to_text

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

    def find(
        self, level: int, steps: Sequence[Step], name: str | None, kept: Sequence[Formula]
    ) -> list[Value]:
        """The answers (None for each row, without a name) that keep the predicates; like all, plain."""

    def value(self, level: int, name: str) -> Value:
        """One answer, seen from the row at `level`; like all, plain."""

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


Formula = Callable[[Environment], Value]  # the value of an expression; None where it says nothing
Spread = Callable[[Environment], list[Value]]
Step = tuple[str, list[Formula]]  # a repeat, and the predicates its rows must keep


def read_formula(tree: Tree) -> Formula:
    """The function that works out an expression; what it gives is always plain."""
    if not isinstance(tree, list):
        return _constant(float(tree))
    name, parts = tree[0], tree[1:]
    special = _FORMS.get(name)
    if special is not None:
        return special(*parts)
    if name in _COMPARISONS:
        return _comparison(name, *parts)
    args = [read_formula(part) for part in parts]
    if name in _ARITHMETIC:
        return _calculation(_ARITHMETIC[name], *args)
    return _application(FUNCTIONS[name], args)


def holds(condition: Formula | None, env: Environment, *, otherwise: bool) -> bool:
    """Whether a condition holds; a condition that is not there means `otherwise`."""
    return otherwise if condition is None else to_boolean(condition(env))


def _constant(value: Value) -> Formula:
    kept = plain(value)
    return lambda _env: kept


def _calculation(
    operation: Callable[[float, float], float | None], first: Formula, second: Formula | None = None
) -> Formula:
    """Arithmetic with something empty is empty."""

    def calculate(env: Environment) -> Value:
        left = to_number(first(env))
        if left is None:
            return None
        right = to_number(second(env)) if second is not None else 0.0
        if right is None:
            return None
        result = operation(left, right)
        return None if result is None else finite(result)

    return calculate


def _application(function: Function, args: Sequence[Formula]) -> Formula:
    """Nearly every function takes one argument or two."""
    if len(args) == 1:
        (only,) = args
        return lambda env: plain(function((only(env),), env))
    if len(args) == 2:
        first, second = args
        return lambda env: plain(function((first(env), second(env)), env))
    return lambda env: plain(function([arg(env) for arg in args], env))


_ARITHMETIC: dict[str, Callable[[float, float], float | None]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "div": lambda a, b: None if b == 0 else a / b,
    "mod": lambda a, b: None if b == 0 else math.fmod(a, b),
    "neg": lambda a, _b: -a,
}
_COMPARISONS = frozenset(("=", "!=", "<", "<=", ">", ">="))


def _comparison(sign: str, first: Tree, second: Tree) -> Formula:
    left, right = read_formula(first), read_formula(second)
    if sign in ("=", "!=") and isinstance(second, list) and second[0] == "text" and not is_moment(second[1]):
        return _against_text(sign, left, plain(str(second[1])))
    return (
        _ordering(sign, left, right) if sign in ORDERS else lambda env: compare(sign, left(env), right(env))
    )


def _ordering(sign: str, left: Formula, right: Formula) -> Formula:
    """Nearly always numbers are ordered, or one of the two is empty."""
    is_ordered = ORDERS[sign]

    def order(env: Environment) -> Value:
        one, other = left(env), right(env)
        if type(one) is float and type(other) is float:
            return is_ordered(one, other)
        return one is not None and other is not None and compare(sign, one, other)

    return order


def _against_text(sign: str, left: Formula, text: Value) -> Formula:
    """What nearly every condition asks: a text that is no moment equals the same text and nothing else."""
    wanted = sign == "="

    def equals(env: Environment) -> Value:
        answer = left(env)
        if type(answer) is str and text is not None:
            return (answer == text) is wanted
        return answer is not None and compare(sign, answer, text)

    return equals


def _spread(parts: Sequence[Tree]) -> Spread:
    """Every value of the arguments; an ["all", …] gives the answers of all its rows."""
    spread = [_several(part) for part in parts]
    return lambda env: [value for values in spread for value in values(env)]


def _several(part: Tree) -> Spread:
    if isinstance(part, list) and part[0] == "all":
        level, repeats, name = part[1:4]
        return lambda env: env.all(level, repeats, name)
    if isinstance(part, list) and part[0] == "find":
        return _finding(part)
    one = read_formula(part)
    return lambda env: [one(env)]


def _finding(tree: Tree) -> Spread:
    level, name = tree[1], tree[3]
    steps = [(repeat, [read_formula(each) for each in predicates]) for repeat, *predicates in tree[2]]
    kept = [read_formula(each) for each in tree[4:]]
    return lambda env: env.find(level, steps, name, kept)


def _first(tree: Tree) -> Formula:
    """XPath's value of several: that of the first."""
    found = _finding(tree)
    return lambda env: next(iter(found(env)), None)


def _count(tree: Tree) -> Formula:
    found = _finding(tree)
    return lambda env: float(len(found(env)))


def _numbers(parts: Sequence[Tree]) -> Callable[[Environment], list[float]]:
    spread = _spread(parts)

    def numbers(env: Environment) -> list[float]:
        read = (to_number(value) for value in spread(env))
        return [number for number in read if number is not None]

    return numbers


def _sum(*parts: Tree) -> Formula:
    """A total skips what is empty; where nothing is filled it is empty, not nought."""
    numbers = _numbers(parts)

    def add(env: Environment) -> Value:
        total, found = 0.0, numbers(env)
        for number in found:
            total += number
        return finite(total) if found else None

    return add


def _min(*parts: Tree) -> Formula:
    numbers = _numbers(parts)
    return lambda env: plain(min(numbers(env), default=None))


def _max(*parts: Tree) -> Formula:
    numbers = _numbers(parts)
    return lambda env: plain(max(numbers(env), default=None))


def _count_non_empty(*parts: Tree) -> Formula:
    spread = _spread(parts)
    return lambda env: float(sum(value is not None for value in spread(env)))


def _concat(*parts: Tree) -> Formula:
    spread = _spread(parts)
    return lambda env: plain("".join(to_text(value) for value in spread(env)))


def _join(separator: Tree, *parts: Tree) -> Formula:
    between, spread = read_formula(separator), _spread(parts)
    return lambda env: plain(
        to_text(between(env)).join(to_text(value) for value in spread(env) if value is not None)
    )


def _and(*parts: Tree) -> Formula:
    conditions = [read_formula(part) for part in parts]
    if len(conditions) == 2:
        first, second = conditions
        return lambda env: to_boolean(first(env)) and to_boolean(second(env))
    return lambda env: all(to_boolean(condition(env)) for condition in conditions)


def _or(*parts: Tree) -> Formula:
    conditions = [read_formula(part) for part in parts]
    if len(conditions) == 2:
        first, second = conditions
        return lambda env: to_boolean(first(env)) or to_boolean(second(env))
    return lambda env: any(to_boolean(condition(env)) for condition in conditions)


def _not(part: Tree) -> Formula:
    formula = read_formula(part)
    return lambda env: not to_boolean(formula(env))


def _empty(part: Tree) -> Formula:
    formula = read_formula(part)
    return lambda env: formula(env) is None


def _number(part: Tree) -> Formula:
    formula = read_formula(part)
    return lambda env: to_number(formula(env))


def _if(*parts: Tree) -> Formula:
    condition, then, otherwise = (read_formula(part) for part in parts)
    return lambda env: then(env) if to_boolean(condition(env)) else otherwise(env)


def _coalesce(*parts: Tree) -> Formula:
    formulas = [read_formula(part) for part in parts]

    def first_that_says(env: Environment) -> Value:
        values = (formula(env) for formula in formulas)
        return next((value for value in values if value is not None), None)

    return first_that_says


def _once(part: Tree) -> Formula:
    formula = read_formula(part)
    return lambda env: plain(env.own) if env.own is not None else formula(env)


def _choice_name(chosen: Tree, list_name: str) -> Formula:
    formula = read_formula(chosen)

    def name(env: Environment) -> Value:
        value = formula(env)
        if value is None:
            return None
        names = value if isinstance(value, list) else [to_text(value)]
        return plain(" ".join(env.choice_name(list_name, name) or name for name in names))

    return name


def _nth(level: int, places: Sequence[tuple[str, Tree]], name: str) -> Formula:
    at = [(repeat, read_formula(place)) for repeat, place in places]
    return lambda env: plain(env.nth(level, [(repeat, to_number(place(env))) for repeat, place in at], name))


def _current(part: Tree) -> Formula:
    formula = read_formula(part)
    return lambda env: formula(env.outer)


_FORMS: dict[str, Callable[..., Formula]] = {
    "text": lambda text: _constant(str(text)),
    "true": lambda: _constant(True),
    "false": lambda: _constant(False),
    "at": lambda level, name: lambda env: env.value(level, name),
    "number": _number,
    "not": _not,
    "empty": _empty,
    "self": lambda: lambda env: plain(env.own),
    "column": lambda name: lambda env: plain(env.column(name)),
    "rows": lambda level, repeats: lambda env: float(env.rows(level, repeats)),
    "position": lambda level: lambda env: float(env.position(level)),
    "nth": _nth,
    "first": _first,
    "count": _count,
    "current": _current,
    "place": lambda: lambda env: float(env.place[0]),
    "last": lambda: lambda env: float(env.place[1]),
    "and": _and,
    "or": _or,
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
