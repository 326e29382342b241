"""The one parser of form expressions: the ODK XPath subset → a JSON tree (design §7, lesson 2).

https://docs.getodk.org/form-operators-functions/. A tree is a number, or a list that begins with
the name of an operation; `forms/evaluate.py` and static/app/core/expressions.mjs read it alike.
Unknown functions are refused here, at publish time, never at run time.
"""

from __future__ import annotations

import re
from typing import Any, Final

from forms.errors import ExpressionError
from forms.functions import ARGUMENTS
from forms.outline import SurveyRow
from forms.patterns import portable_pattern
from forms.references import (
    filtered,
    find_named,
    predicate_misplaced,
    reference,
    root_named,
    shared_levels,
    step_from,
    typed,
)
from forms.tokens import Token, read_tokens
from forms.trees import (
    Found,
    Path,
    Place,
    check_count,
    check_directives,
    condition,
    literal,
    no_place,
    number_of,
    operation,
    several,
    single,
    unexpected,
)

Tree = Any

# From the loosest to the tightest (XPath 1.0 §3.5).
_LEVELS: Final = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_TAKES_MANY: Final = frozenset(("sum", "min", "max", "count-non-empty", "concat", "join"))


def parse_expression(text: str, origin: SurveyRow, *, columns: frozenset[str] = frozenset()) -> Tree:
    """The tree of an expression written at `origin`; `columns` are those of the list it filters."""
    parser = _Parser(text, origin, columns)
    tree = parser.expression(0)
    parser.finish()
    return single(tree)


class _Parser:
    """Precedence climbing over the tokens."""

    def __init__(self, text: str, origin: SurveyRow, columns: frozenset[str]) -> None:
        self._tokens = read_tokens(text)
        self._at = 0
        self._places = [Place(origin, origin.repeats)]
        self._columns = columns

    @property
    def _place(self) -> Place:
        """Where what is read now stands."""
        return self._places[-1]

    def finish(self) -> None:
        if self._peek().kind != "end":
            raise unexpected(self._peek())

    def expression(self, level: int) -> Tree:
        if level == len(_LEVELS):
            return self._unary()
        tree = self.expression(level + 1)
        while self._peek().text in _LEVELS[level] and self._peek().kind in ("name", "sign"):
            operator = self._take().text
            tree = operation(operator, single(tree), single(self.expression(level + 1)))
        return tree

    def _unary(self) -> Tree:
        if self._accept("-"):
            tree = single(self._unary())
            return -tree if isinstance(tree, int | float) else ["neg", tree]
        return self._primary()

    def _primary(self) -> Tree:
        token = self._peek()
        if token.kind == "number":
            return number_of(self._take().text)
        if token.kind == "text":
            return ["text", self._take().text]
        if token.kind == "name" and self._tokens[self._at + 1].text == "(" and token.text != "current":
            return self._function(self._take().text)
        if self._accept("("):
            tree = self.expression(0)
            self._expect(")")
            return tree
        return self._answer()

    def _answer(self) -> Tree:
        """A reference: ${name}, a path, the question itself, or a column of the choices."""
        token = self._peek()
        if token.kind == "name" and token.text in self._columns and self._tokens[self._at + 1].text != "/":
            return ["column", self._take().text]
        if token.text == "." and self._tokens[self._at + 1].text != "/":
            self._take()
            return self._own()
        return self._refer(self._path())

    def _own(self) -> Tree:
        """`.` is the answer; a row of a repeat has none."""
        if self._place.row.type in ("repeat", "group"):
            raise unexpected(self._tokens[self._at - 1])
        return typed(self._place.row, ["self"])

    def _refer(self, path: Path) -> Tree:
        """The tree of a path; from inside a predicate, `current()` leads back to the whole expression."""
        if path.filters:
            tree: Tree = Found(filtered(path.place.around, path.target, path.filters), path.target)
        else:
            tree = reference(path.place.around, path.target)
        return tree if path.place is self._place else ["current", single(tree)]

    def _path(self) -> Path:
        """What a ${name} or a path leads to."""
        token = self._take()
        if token.kind == "answer":
            path = Path(find_named(self._place.row, token.text), self._place)
            self._read_predicates(path)
            return self._walk(path) if self._accept("/") else path
        if token.text == "/":
            path = Path(root_named(self._place.row, self._take().text), self._place)
            return self._walk(path) if self._accept("/") else path
        if token.text == "current":
            return self._current()
        if token.text == "." and self._accept("/"):
            return self._walk(Path(self._place.row, self._place))
        if token.text == ".." or token.kind == "name":
            self._at -= 1
            return self._walk(Path(self._place.row, self._place))
        raise unexpected(token)

    def _current(self) -> Path:
        """current() is the question the whole expression belongs to, also inside a predicate."""
        self._expect("(")
        self._expect(")")
        self._expect("/")
        path = Path(self._places[0].row, self._places[0])
        return path if self._accept(".") else self._walk(path)

    def _walk(self, path: Path) -> Path:
        self._take_step(path)
        while self._accept("/"):
            self._take_step(path)
        return path

    def _take_step(self, path: Path) -> None:
        token = self._take()
        if token.text != ".." and token.kind != "name":
            raise unexpected(token)
        path.target = step_from(path.target, token.text)
        self._read_predicates(path)
        if self._peek().text == "//":
            raise unexpected(self._peek())

    def _read_predicates(self, path: Path) -> None:
        """[condition], [place]: what is asked of the step just taken."""
        while self._accept("["):
            row = path.target
            if row.type == "group" or row.parent is None:
                raise predicate_misplaced()
            inside = (*row.repeats, row) if row.type == "repeat" else row.repeats
            self._places.append(Place(row, inside, in_predicate=True))
            tree = single(self.expression(0))
            self._places.pop()
            self._expect("]")
            path.filters.setdefault(row, []).append(condition(tree, of_rows=row.type == "repeat"))

    def _function(self, name: str) -> Tree:
        if name not in ARGUMENTS:
            raise ExpressionError(
                "form.unknown_function", f"不认识函数 {name}()。", f"There is no function {name}()."
            )
        self._expect("(")
        special = {
            "position": self._position,
            "last": self._last,
            "indexed-repeat": self._indexed,
            "count": self._count,
        }.get(name)
        if special is not None:
            tree = special()
            self._expect(")")
            return tree
        return self._call(name, self._arguments())

    def _arguments(self) -> list[Tree]:
        arguments: list[Tree] = []
        while not self._accept(")"):
            if arguments:
                self._expect(",")
            arguments.append(self.expression(0))
        return arguments

    def _call(self, name: str, arguments: list[Tree]) -> Tree:
        check_count(name, len(arguments))
        if name not in _TAKES_MANY:
            arguments = [single(argument) for argument in arguments]
        arguments = [several(argument) for argument in arguments]
        if name == "jr:choice-name":
            return ["choice-name", arguments[0], self._list_of(arguments[1])]
        if name == "regex":
            arguments[1] = ["text", portable_pattern(literal(name, arguments[1]))]
        if name in ("format-date", "format-date-time"):
            check_directives(literal(name, arguments[1]))
        return [name, *arguments]

    def _list_of(self, quoted: Tree) -> str:
        """The choice list of the question quoted in jr:choice-name(…, '${question}')."""
        named = re.fullmatch(r"\s*\$\{\s*([^}\s]+)\s*\}\s*", literal("jr:choice-name", quoted))
        target = find_named(self._place.row, named[1]) if named else None
        if target is None or target.list_name is None:
            raise ExpressionError(
                "form.no_choices",
                "jr:choice-name 的第二项要写成 '${选择题的名字}'。",
                "jr:choice-name needs '${name of a select}' as its second argument.",
            )
        return target.list_name

    def _count(self) -> Tree:
        tree = self._refer(self._path())
        if tree[0] == "find":
            return ["count", list(tree)]
        if tree[0] not in ("all", "rows"):
            raise ExpressionError(
                "form.nothing_to_count", "count() 要数重复的题。", "count() counts what repeats."
            )
        return tree[:3] if tree[0] == "rows" else ["rows", *tree[1:3]]

    def _last(self) -> Tree:
        if not self._in_rows():
            raise no_place()
        return ["last"]

    def _position(self) -> Tree:
        if self._peek().text == ")":
            if not self._in_rows():
                raise no_place()
            return ["place"]
        path = self._path()
        if path.target not in path.place.around or path.filters:
            raise no_place()
        tree = ["position", path.place.around.index(path.target) + 1]
        return tree if path.place is self._place else ["current", tree]

    def _in_rows(self) -> bool:
        return self._place.in_predicate and self._place.row.type == "repeat"

    def _indexed(self) -> Tree:
        """indexed-repeat(${answer}, ${repeat}, place[, ${inner repeat}, place]…)."""
        target, places = self._path().target, []
        while self._accept(","):
            repeat = self._path().target
            self._expect(",")
            places.append((repeat, single(self.expression(0))))
        repeats = tuple(repeat for repeat, _ in places)
        level = len(target.repeats) - len(repeats)
        if (
            not repeats
            or target.repeats[level:] != repeats
            or shared_levels(self._place.around, target.repeats) < level
        ):
            raise ExpressionError(
                "form.indexed_repeat",
                "indexed-repeat 的重复组和那道题对不上。",
                "The repeats of indexed-repeat do not lead to its question.",
            )
        return typed(target, ["nth", level, [[repeat.name, at] for repeat, at in places], target.name])

    def _peek(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._tokens[self._at]
        if token.kind == "end":
            raise unexpected(token)
        self._at += 1
        return token

    def _accept(self, sign: str) -> bool:
        if self._peek().kind == "sign" and self._peek().text == sign:
            self._at += 1
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._accept(sign):
            raise unexpected(self._peek())
