"""Regular expressions that mean the same in Python and in JavaScript.

ODK's regex() tests the whole text, so a leading ^ and a trailing $ go without saying. What the two
languages read differently is rewritten (\\s and .) or refused.
"""

from __future__ import annotations

import re
from typing import Final

from forms.errors import ExpressionError

_SPACE: Final = r" \t\n\r\f\v"
_PLAIN_ESCAPES: Final = frozenset("dDwW.^$*+?()[]{}|/\\-tnrfv")
_OPENERS: Final = ("(?:", "(?=", "(?!")


def portable_pattern(pattern: str) -> str:
    """The pattern as both evaluators take it; ExpressionError when there is no such thing."""
    body = pattern[1:] if pattern.startswith("^") else pattern
    if body.endswith("$") and not body.endswith("\\$"):
        body = body[:-1]
    portable = _rewrite(body)
    try:
        re.compile(portable, re.ASCII)
    except re.error as error:
        raise _refused(pattern) from error
    return portable


def _rewrite(body: str) -> str:
    out: list[str] = []
    place, in_class = 0, False
    while place < len(body):
        piece, place, in_class = _next_piece(body, place, in_class)
        out.append(piece)
    return "".join(out)


def _next_piece(body: str, place: int, in_class: bool) -> tuple[str, int, bool]:
    letter = body[place]
    if letter == "\\":
        return _escape(body, place, in_class), place + 2, in_class
    if in_class:
        if letter == "[":
            raise _refused(body)
        return letter, place + 1, letter != "]"
    if letter == ".":
        return r"[^\n\r\u2028\u2029]", place + 1, False
    if letter in "^$" or (body.startswith("(?", place) and not body.startswith(_OPENERS, place)):
        raise _refused(body)
    return letter, place + 1, letter == "["


def _escape(body: str, place: int, in_class: bool) -> str:
    letter = body[place + 1 : place + 2]
    if letter == "s":
        return _SPACE if in_class else f"[{_SPACE}]"
    if letter == "S" and not in_class:
        return f"[^{_SPACE}]"
    if letter not in _PLAIN_ESCAPES:
        raise _refused(body)
    return "\\" + letter


def _refused(pattern: str) -> ExpressionError:
    return ExpressionError(
        "form.pattern",
        f"正则 {pattern} 两边读法会不一样，请换个写法。",
        f"The pattern {pattern} is not read alike everywhere; write it another way.",
    )
