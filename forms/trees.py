"""Building the trees of expressions: what may stand where, and what is said when it may not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from forms.errors import ExpressionError
from forms.functions import ANY, ARGUMENTS
from forms.outline import SurveyRow
from forms.references import typed
from forms.tokens import Token

Tree = Any

# What gives a number, and so, alone in a predicate, is a place: member[2].
_NUMBERS: Final = frozenset(
    (
        *("+", "-", "*", "div", "mod", "neg", "number", "int", "floor", "ceiling", "abs", "round", "pow"),
        *("sum", "min", "max", "rows", "count", "position", "place", "last", "count-selected"),
        *("count-non-empty", "string-length"),
    )
)
_NO_DIRECTIVE: Final = re.compile(r"%(?![YymndeHhMS3])")


@dataclass(frozen=True)
class Place:
    """Where a part of an expression stands: its row, the repeats around, whether in a predicate."""

    row: SurveyRow
    around: tuple[SurveyRow, ...]
    in_predicate: bool = False


@dataclass
class Path:
    """Where a name or a path leads, and what it asks of what it passes."""

    target: SurveyRow
    place: Place
    filters: dict[SurveyRow, list[Tree]] = field(default_factory=dict)


class Found(list[Any]):
    """A tree that may find several answers, with the question they answer."""

    def __init__(self, tree: list[Any], target: SurveyRow) -> None:
        super().__init__(tree)
        self.target = target


def operation(operator: str, left: Tree, right: Tree) -> Tree:
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
    return tree[1] if is_typed and tree[1][0] in ("at", "self", "nth", "first") else tree


def condition(tree: Tree, *, of_rows: bool) -> Tree:
    """A number alone in a predicate is a place among the rows (XPath 1.0 §2.4)."""
    head = tree[0] if isinstance(tree, list) else None
    inner = tree[1] if head == "current" else tree
    if not isinstance(inner, int | float) and inner[0] not in _NUMBERS:
        return tree
    if not of_rows:
        raise no_place()
    return ["=", ["place"], tree]


def several(tree: Tree) -> Tree:
    """Several answers as an argument of what takes them; the rows themselves say nothing."""
    if isinstance(tree, Found) and tree.target.type == "repeat":
        raise _rows_alone()
    return list(tree) if isinstance(tree, Found) else tree


def single(tree: Tree) -> Tree:
    """One answer; of what predicates find, the first, as XPath has it (§4.2)."""
    if isinstance(tree, Found):
        return typed(tree.target, ["first", several(tree)])
    if isinstance(tree, list) and tree[0] == "all":
        raise ExpressionError(
            "form.many_values",
            f"{tree[3]} 有很多行，要用 sum()、count() 这样的函数合起来。",
            f"{tree[3]} has many rows here; bring them together with sum(), count() or the like.",
        )
    return tree


def _rows_alone() -> ExpressionError:
    return ExpressionError(
        "form.no_value",
        "重复组本身没有答案，要写出是哪一题，或者用 count() 数。",
        "A repeat has no answer of its own; name a question in it, or count() it.",
    )


def no_place() -> ExpressionError:
    return ExpressionError(
        "form.position",
        "position(..) 只能用在重复的题里，position() 和 last() 只能用在重复组后面的方括号里。",
        "position(..) works inside a repeat, position() and last() in the brackets after one.",
    )


def number_of(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def literal(name: str, tree: Tree) -> str:
    if not isinstance(tree, list) or tree[0] != "text":
        raise ExpressionError(
            "form.not_literal",
            f"{name}() 这一项要直接写出来，用引号括住。",
            f"{name}() needs a quoted text here.",
        )
    return str(tree[1])


def check_count(name: str, count: int) -> None:
    least, most = ARGUMENTS[name]
    if not least <= count <= most:
        wanted = str(least) if least == most else f"{least}+" if most == ANY else f"{least}–{most}"
        raise ExpressionError(
            "form.argument_count",
            f"{name}() 要 {wanted} 项，这里有 {count} 项。",
            f"{name}() takes {wanted} arguments, not {count}.",
        )


def check_directives(pattern: str) -> None:
    if _NO_DIRECTIVE.search(pattern):
        raise ExpressionError(
            "form.date_pattern",
            f"format-date 不认识“{pattern}”里的记号。",
            f"format-date does not know every sign in “{pattern}”.",
        )


def unexpected(token: Token) -> ExpressionError:
    if token.kind == "end":
        return ExpressionError(
            "form.expression_unfinished", "公式没有写完。", "The expression is not finished."
        )
    return ExpressionError(
        "form.expression_unreadable",
        f"公式里的“{token.text}”放得不对。",
        f"“{token.text}” is out of place in the expression.",
    )
