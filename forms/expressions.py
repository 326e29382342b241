"""The one parser of form expressions: the ODK XPath subset → a JSON tree (design §7, lesson 2).

https://docs.getodk.org/form-operators-functions/. A tree is a number, or a list that begins with
the name of an operation; `forms/evaluate.py` and static/app/core/expressions.mjs read it alike.
Unknown functions are refused here, at publish time, never at run time.
"""

from __future__ import annotations

import re
from typing import Any, Final

from forms.errors import ExpressionError
from forms.functions import ANY, ARGUMENTS
from forms.patterns import portable_pattern
from forms.references import find_named, follow, reference, shared_levels, typed
from forms.tokens import Token, read_tokens
from forms.xlsform import SurveyRow

Tree = Any

# From the loosest to the tightest (XPath 1.0 §3.5).
_LEVELS: Final = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_TAKES_MANY: Final = frozenset(("sum", "min", "max", "count-non-empty", "concat", "join"))
_NO_DIRECTIVE: Final = re.compile(r"%(?![YymndeHhMS3])")


def parse_expression(text: str, origin: SurveyRow, *, columns: frozenset[str] = frozenset()) -> Tree:
    """The tree of an expression written at `origin`; `columns` are those of the list it filters."""
    parser = _Parser(text, origin, columns)
    tree = parser.expression(0)
    parser.finish()
    return _single(tree)


class _Parser:
    """Precedence climbing over the tokens."""

    def __init__(self, text: str, origin: SurveyRow, columns: frozenset[str]) -> None:
        self._tokens = read_tokens(text)
        self._place = 0
        self._origin = origin
        self._columns = columns

    def finish(self) -> None:
        if self._peek().kind != "end":
            raise _unexpected(self._peek())

    def expression(self, level: int) -> Tree:
        if level == len(_LEVELS):
            return self._unary()
        tree = self.expression(level + 1)
        while self._peek().text in _LEVELS[level] and self._peek().kind in ("name", "sign"):
            operator = self._take().text
            tree = _operation(operator, _single(tree), _single(self.expression(level + 1)))
        return tree

    def _unary(self) -> Tree:
        if self._accept("-"):
            tree = _single(self._unary())
            return -tree if isinstance(tree, int | float) else ["neg", tree]
        return self._primary()

    def _primary(self) -> Tree:
        token = self._peek()
        if token.kind == "number":
            return _number(self._take().text)
        if token.kind == "text":
            return ["text", self._take().text]
        if token.kind == "name" and self._tokens[self._place + 1].text == "(" and token.text != "current":
            return self._function(self._take().text)
        if self._accept("("):
            tree = self.expression(0)
            self._expect(")")
            return tree
        return self._answer()

    def _answer(self) -> Tree:
        """A reference: ${name}, a path, the question itself, or a column of the choices."""
        token = self._peek()
        if token.kind == "name" and token.text in self._columns and self._tokens[self._place + 1].text != "/":
            return ["column", self._take().text]
        if token.text == "." and self._tokens[self._place + 1].text != "/":
            self._take()
            return typed(self._origin, ["self"])
        return reference(self._origin, self._target())

    def _target(self) -> SurveyRow:
        """The row that a ${name} or a path means."""
        token = self._take()
        if token.kind == "answer":
            target = find_named(self._origin, token.text)
            return follow(target, self._steps(), absolute=False) if self._accept("/") else target
        if token.text == "/":
            return follow(self._origin, self._steps(), absolute=True)
        if token.text == "current":
            self._expect("(")
            self._expect(")")
            self._expect("/")
            return follow(self._origin, self._steps(), absolute=False)
        if token.text == "." and self._accept("/"):
            return follow(self._origin, self._steps(), absolute=False)
        if token.text == ".." or token.kind == "name":
            self._place -= 1
            return follow(self._origin, self._steps(), absolute=False)
        raise _unexpected(token)

    def _steps(self) -> list[str]:
        steps = [self._step()]
        while self._accept("/"):
            steps.append(self._step())
        return steps

    def _step(self) -> str:
        token = self._take()
        if token.text != ".." and token.kind != "name":
            raise _unexpected(token)
        if self._peek().text in ("[", "//"):
            raise _unexpected(self._peek())
        return token.text

    def _function(self, name: str) -> Tree:
        if name not in ARGUMENTS:
            raise ExpressionError(
                "form.unknown_function", f"不认识函数 {name}()。", f"There is no function {name}()."
            )
        self._expect("(")
        special = {"position": self._position, "indexed-repeat": self._indexed, "count": self._count}.get(
            name
        )
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
        _check_count(name, len(arguments))
        if name not in _TAKES_MANY:
            arguments = [_single(argument) for argument in arguments]
        if name == "jr:choice-name":
            return ["choice-name", arguments[0], self._list_of(arguments[1])]
        if name == "regex":
            arguments[1] = ["text", portable_pattern(_literal(name, arguments[1]))]
        if name == "format-date":
            _check_directives(_literal(name, arguments[1]))
        return [name, *arguments]

    def _list_of(self, quoted: Tree) -> str:
        """The choice list of the question quoted in jr:choice-name(…, '${question}')."""
        named = re.fullmatch(r"\s*\$\{\s*([^}\s]+)\s*\}\s*", _literal("jr:choice-name", quoted))
        target = find_named(self._origin, named[1]) if named else None
        if target is None or target.list_name is None:
            raise ExpressionError(
                "form.no_choices",
                "jr:choice-name 的第二项要写成 '${选择题的名字}'。",
                "jr:choice-name needs '${name of a select}' as its second argument.",
            )
        return target.list_name

    def _count(self) -> Tree:
        tree = reference(self._origin, self._target())
        if tree[0] not in ("all", "rows"):
            raise ExpressionError(
                "form.nothing_to_count", "count() 要数重复的题。", "count() counts what repeats."
            )
        return tree[:3] if tree[0] == "rows" else ["rows", *tree[1:3]]

    def _position(self) -> Tree:
        target = self._target()
        if target not in self._origin.repeats:
            raise ExpressionError(
                "form.position", "position(..) 只能用在重复的题里。", "position(..) works inside a repeat."
            )
        return ["position", self._origin.repeats.index(target) + 1]

    def _indexed(self) -> Tree:
        """indexed-repeat(${answer}, ${repeat}, place[, ${inner repeat}, place]…)."""
        target, places = self._target(), []
        while self._accept(","):
            repeat = self._target()
            self._expect(",")
            places.append((repeat, _single(self.expression(0))))
        repeats = tuple(repeat for repeat, _ in places)
        level = len(target.repeats) - len(repeats)
        if (
            not repeats
            or target.repeats[level:] != repeats
            or shared_levels(self._origin.repeats, target.repeats) < level
        ):
            raise ExpressionError(
                "form.indexed_repeat",
                "indexed-repeat 的重复组和那道题对不上。",
                "The repeats of indexed-repeat do not lead to its question.",
            )
        return typed(target, ["nth", level, [[repeat.name, at] for repeat, at in places], target.name])

    def _peek(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._tokens[self._place]
        if token.kind == "end":
            raise _unexpected(token)
        self._place += 1
        return token

    def _accept(self, sign: str) -> bool:
        if self._peek().kind == "sign" and self._peek().text == sign:
            self._place += 1
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._accept(sign):
            raise _unexpected(self._peek())


def _operation(operator: str, left: Tree, right: Tree) -> Tree:
    """`x = ''` and `x != ''` are how authors ask whether there is an answer."""
    if operator in ("=", "!="):
        for one, other in ((left, right), (right, left)):
            if one == ["text", ""]:
                empty = ["empty", _raw(other)]
                return empty if operator == "=" else ["not", empty]
    return [operator, left, right]


def _raw(tree: Tree) -> Tree:
    """The answer itself, not its number: a word in a number field is not empty."""
    is_typed = isinstance(tree, list) and tree[0] == "number" and isinstance(tree[1], list)
    return tree[1] if is_typed and tree[1][0] in ("at", "self", "nth") else tree


def _single(tree: Tree) -> Tree:
    if isinstance(tree, list) and tree[0] == "all":
        raise ExpressionError(
            "form.many_values",
            f"{tree[3]} 有很多行，要用 sum()、count() 这样的函数合起来。",
            f"{tree[3]} has many rows here; bring them together with sum(), count() or the like.",
        )
    return tree


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _literal(name: str, tree: Tree) -> str:
    if not isinstance(tree, list) or tree[0] != "text":
        raise ExpressionError(
            "form.not_literal",
            f"{name}() 这一项要直接写出来，用引号括住。",
            f"{name}() needs a quoted text here.",
        )
    return str(tree[1])


def _check_count(name: str, count: int) -> None:
    least, most = ARGUMENTS[name]
    if not least <= count <= most:
        wanted = str(least) if least == most else f"{least}+" if most == ANY else f"{least}–{most}"
        raise ExpressionError(
            "form.argument_count",
            f"{name}() 要 {wanted} 项，这里有 {count} 项。",
            f"{name}() takes {wanted} arguments, not {count}.",
        )


def _check_directives(pattern: str) -> None:
    if _NO_DIRECTIVE.search(pattern):
        raise ExpressionError(
            "form.date_pattern",
            f"format-date 不认识“{pattern}”里的记号。",
            f"format-date does not know every sign in “{pattern}”.",
        )


def _unexpected(token: Token) -> ExpressionError:
    if token.kind == "end":
        return ExpressionError(
            "form.expression_unfinished", "公式没有写完。", "The expression is not finished."
        )
    return ExpressionError(
        "form.expression_unreadable",
        f"公式里的“{token.text}”放得不对。",
        f"“{token.text}” is out of place in the expression.",
    )
