"""Expressions of ``$filter`` and ``$orderby``: the stated subset of OData 4.0 Part 2 §5.1.1, read with types.

https://docs.oasis-open.org/odata/odata/v4.0/odata-v4.0-part2-url-conventions.html

Comparisons (eq ne gt ge lt le), and, or, not, parentheses; the functions of :data:`FUNCTIONS`; literals of
the types in use, and null. What is OData and not among them is refused as not implemented (501), what is no
OData as a bad request (400).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from server.domain.days import format_instant, parse_instant
from server.domain.feed import NUMBERS, Edm
from server.errors import Refusal

_MOST: Final = 4000  # characters
_DEEPEST: Final = 40  # parentheses and nots within each other
_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<string>'(?:[^']|'')*')
    |(?P<instant>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+-]\d\d:\d\d))
    |(?P<date>\d{4}-\d\d-\d\d)(?![\w-])
    |(?P<number>-?\d{1,12}(?:\.\d{1,12})?)(?![\w.])
    |(?P<name>[A-Za-z_]\w*)
    |(?P<mark>[(),/$@:.]))""",
    re.VERBOSE | re.ASCII,
)
_EQUAL: Final = ("eq", "ne")
_ORDERED: Final = ("gt", "ge", "lt", "le")
_NOT_IMPLEMENTED: Final = frozenset(
    {
        *("has", "in", "add", "sub", "mul", "div", "mod", "any", "all", "cast", "isof"),
        *("hour", "minute", "second", "fractionalseconds", "date", "time", "totaloffsetminutes", "now"),
        *("mindatetime", "maxdatetime", "totalseconds", "round", "floor", "ceiling"),
        *("geo", "duration", "matchesPattern"),
    }
)
_TEXTS: Final = (Edm.STRING, Edm.STRING)
_DAYS: Final = frozenset({Edm.DATE, Edm.INSTANT})


@dataclass(frozen=True)
class Literal:
    """``value`` is text, a whole number, a truth or None; a decimal stays text, an instant is in UTC."""

    value: str | int | None
    type: Edm | None  # None: null, of any type


@dataclass(frozen=True)
class Field:
    name: str
    type: Edm


@dataclass(frozen=True)
class Call:
    function: str
    arguments: Sequence[Expression]
    type: Edm


@dataclass(frozen=True)
class Binary:
    operator: str  # and, or, or a comparison
    left: Expression
    right: Expression
    type: Edm = Edm.BOOLEAN


@dataclass(frozen=True)
class Not:
    operand: Expression
    type: Edm = Edm.BOOLEAN


Expression = Literal | Field | Call | Binary | Not
# What each takes and gives; of ``year``, ``month`` and ``day`` the argument is a day or an instant.
FUNCTIONS: Final[Mapping[str, tuple[Sequence[Edm], Edm]]] = {
    "contains": (_TEXTS, Edm.BOOLEAN),
    "startswith": (_TEXTS, Edm.BOOLEAN),
    "endswith": (_TEXTS, Edm.BOOLEAN),
    "indexof": (_TEXTS, Edm.INT),
    "concat": (_TEXTS, Edm.STRING),
    "length": ((Edm.STRING,), Edm.INT),
    "tolower": ((Edm.STRING,), Edm.STRING),
    "toupper": ((Edm.STRING,), Edm.STRING),
    "trim": ((Edm.STRING,), Edm.STRING),
    "substring": ((Edm.STRING, Edm.INT, Edm.INT), Edm.STRING),  # the last may be left out
    "year": ((Edm.DATE,), Edm.INT),
    "month": ((Edm.DATE,), Edm.INT),
    "day": ((Edm.DATE,), Edm.INT),
}


def parse_filter(text: str, types: Mapping[str, Edm]) -> Expression:
    """The condition of ``$filter``."""
    parser = _Parser(text, types)
    found = parser.expression()
    parser.finish()
    if found.type not in (Edm.BOOLEAN, None):
        raise parser.refuse("Edm.Boolean")
    return found


def parse_order(text: str, types: Mapping[str, Edm]) -> list[tuple[Expression, bool]]:
    """The expressions of ``$orderby``, each with whether it descends."""
    parser = _Parser(text, types)
    found = [parser.ordered()]
    while parser.takes(","):
        found.append(parser.ordered())
    parser.finish()
    return found


class _Parser:
    """By recursive descent, in the order of precedence (Part 2 §5.1.1.9)."""

    def __init__(self, text: str, types: Mapping[str, Edm]) -> None:
        self._types = types
        self._tokens = _tokens_of(text)
        self._at = 0
        self._depth = 0

    def expression(self) -> Expression:
        left = self._conjunction()
        while self.takes("or"):
            left = self._both("or", left, self._conjunction())
        return left

    def ordered(self) -> tuple[Expression, bool]:
        expression = self.expression()
        descends = self.takes("desc")
        if not descends:
            self.takes("asc")
        return expression, descends

    def takes(self, word: str) -> bool:
        """Goes past the next token where it is this word or mark."""
        kind, text = self._peek()
        if kind not in ("name", "mark") or text != word:
            return False
        self._at += 1
        return True

    def finish(self) -> None:
        kind, text = self._peek()
        if kind and (text in _NOT_IMPLEMENTED or text in ("/", "$", "@", ":", ".")):
            raise Refusal("feed.not_implemented", what=text)
        if kind:
            raise self.refuse(text)

    def refuse(self, what: str) -> Refusal:
        return Refusal("feed.expression", what=what)

    def _conjunction(self) -> Expression:
        left = self._equality()
        while self.takes("and"):
            left = self._both("and", left, self._equality())
        return left

    def _equality(self) -> Expression:
        left = self._relation()
        while operator := self._takes_one(_EQUAL):
            left = self._compare(operator, left, self._relation())
        return left

    def _relation(self) -> Expression:
        left = self._unary()
        while operator := self._takes_one(_ORDERED):
            left = self._compare(operator, left, self._unary())
        return left

    def _unary(self) -> Expression:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self.refuse("(")
        found = self._negated() if self.takes("not") else self._primary()
        self._depth -= 1
        return found

    def _negated(self) -> Expression:
        operand = self._unary()
        self._check_boolean(operand)
        return Not(operand)

    def _primary(self) -> Expression:
        if self.takes("("):
            inner = self.expression()
            self._expect(")")
            return inner
        kind, text = self._peek()
        self._at += 1
        if kind == "name":
            return self._named(text)
        if kind in _LITERALS:
            return _literal(kind, text)
        if text in ("$", "@"):
            raise Refusal("feed.not_implemented", what=text)
        raise self.refuse(text)

    def _named(self, name: str) -> Expression:
        if self.takes("("):
            return self._call(name)
        if name in _WORDS:
            return _WORDS[name]
        if name not in self._types:
            raise self.refuse(name)
        return Field(name, self._types[name])

    def _call(self, name: str) -> Expression:
        if name not in FUNCTIONS:
            raise (
                Refusal("feed.not_implemented", what=name) if name in _NOT_IMPLEMENTED else self.refuse(name)
            )
        arguments = [self.expression()]
        while self.takes(","):
            arguments.append(self.expression())
        self._expect(")")
        wanted, gives = FUNCTIONS[name]
        fewest = len(wanted) - (name == "substring")
        if not fewest <= len(arguments) <= len(wanted):
            raise self.refuse(name)
        for argument, expected in zip(arguments, wanted, strict=False):
            if not _fits(argument.type, expected):
                raise self.refuse(name)
        return Call(name, arguments, gives)

    def _both(self, operator: str, left: Expression, right: Expression) -> Expression:
        self._check_boolean(left)
        self._check_boolean(right)
        return Binary(operator, left, right)

    def _compare(self, operator: str, left: Expression, right: Expression) -> Expression:
        kinds = {left.type, right.type} - {None}
        if len(kinds) > 1 and not kinds <= NUMBERS:
            raise self.refuse(operator)
        if operator in _ORDERED and Edm.BOOLEAN in kinds:
            raise self.refuse(operator)
        return Binary(operator, left, right)

    def _check_boolean(self, operand: Expression) -> None:
        if operand.type not in (Edm.BOOLEAN, None):
            raise self.refuse("Edm.Boolean")

    def _expect(self, mark: str) -> None:
        if not self.takes(mark):
            self.finish()
            raise self.refuse(mark)

    def _takes_one(self, words: Sequence[str]) -> str:
        return next((word for word in words if self.takes(word)), "")

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")


_LITERALS: Final = ("string", "instant", "date", "number")
_WORDS: Final = {
    "null": Literal(None, None),
    "true": Literal(1, Edm.BOOLEAN),
    "false": Literal(0, Edm.BOOLEAN),
}


def _literal(kind: str, text: str) -> Literal:
    if kind == "string":
        return Literal(text[1:-1].replace("''", "'"), Edm.STRING)
    if kind == "number":
        return Literal(text, Edm.DECIMAL) if "." in text else Literal(int(text), Edm.INT)
    try:
        if kind == "date":
            return Literal(date.fromisoformat(text).isoformat(), Edm.DATE)
        return Literal(format_instant(parse_instant(text)), Edm.INSTANT)
    except (ValueError, Refusal, OverflowError) as error:
        raise Refusal("feed.expression", what=text) from error


def _fits(given: Edm | None, expected: Edm) -> bool:
    return given in (None, expected) or (expected is Edm.DATE and given in _DAYS)


def _tokens_of(text: str) -> list[tuple[str, str]]:
    if len(text) > _MOST:
        raise Refusal("feed.expression", what="…")
    tokens, at, text = [], 0, text.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise Refusal("feed.expression", what=text[at : at + 20])
        tokens.append((str(found.lastgroup), str(found[str(found.lastgroup)])))
        at = found.end()
    return tokens
