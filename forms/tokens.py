"""The words of an expression (XPath 1.0 §3.7 with XLSForm's ${name})."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from forms.errors import ExpressionError

_TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<answer>\$\{\s*[^}\s]+\s*\})
    | (?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?)
    | (?P<sign>\.\.|//|<=|>=|!=|[./(),\[\]=<>+*|@-])
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """`kind` is number, text, answer (${name}), name, sign or end."""

    kind: str
    text: str


def read_tokens(expression: str) -> list[Token]:
    """Every token of an expression, closed by one of kind `end`."""
    tokens: list[Token] = []
    place = 0
    while expression[place:].strip():
        found = _TOKEN.match(expression, place)
        if found is None:
            raise _unreadable(expression[place:].strip())
        tokens.append(Token(str(found.lastgroup), _meaning(found)))
        place = found.end()
    return [*tokens, Token("end", "")]


def _meaning(found: re.Match[str]) -> str:
    text = found[0].strip()
    if found.lastgroup == "text":
        return text[1:-1]
    return text[2:-1].strip() if found.lastgroup == "answer" else text


def _unreadable(rest: str) -> ExpressionError:
    return ExpressionError(
        "form.expression_unreadable",
        f"公式里“{rest[:20]}”这里读不懂。",
        f"The expression cannot be read from “{rest[:20]}” on.",
    )
