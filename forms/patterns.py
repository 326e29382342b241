"""Regular expressions that mean the same in Python and in JavaScript (with its flag u).

ODK's regex() tests the whole text, so a leading ^ and a trailing $ go without saying. What the two
languages read differently is rewritten (\\s, . and a lone -) or refused.
"""

from __future__ import annotations

import re
from typing import Final

from forms.errors import ExpressionError

_SPACE: Final = r" \t\n\r\f\v"
_KINDS: Final = frozenset(("\\d", "\\D", "\\w", "\\W"))
_SIGNS: Final = frozenset(f"\\{sign}" for sign in ".^$*+?()[]{}|/\\tnrfv")
_ESCAPED_IN_CLASS: Final = frozenset("|[(){}/^")
# A class, an escape, the opening of a group, a repetition, or a single letter.
_CLASS: Final = r"\[\^?(?:\\u[0-9a-fA-F]{4}|\\.|[^\]\\])*\]"
_LETTER: Final = r"\\u[0-9a-fA-F]{4}|\\.|."
_REPETITION: Final = r"\{[0-9]{1,3}(?:,[0-9]{0,3})?\}|[*+?]"
_PIECE: Final = re.compile(
    rf"(?P<set>{_CLASS})|(?P<open>\((?:\?[:=!])?)|(?P<times>{_REPETITION})|(?P<letter>{_LETTER})", re.DOTALL
)
_IN_CLASS: Final = re.compile(_LETTER, re.DOTALL)
_LONE_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")


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
    """Piece by piece; `follows` is what a repetition would repeat: nothing, something, a repetition."""
    out: list[str] = []
    opened: list[str] = []
    follows = "nothing"
    for piece in _PIECE.finditer(body):
        written = piece[0]
        if piece["times"]:
            follows = _after_repetition(written, follows, body)
        elif piece["open"]:
            opened.append(written)
            follows = "nothing"
        else:
            follows = _after(written, opened)
        out.append(_class(written) if piece["set"] else _letter(written) if piece["letter"] else written)
    return "".join(out)


def _after(written: str, opened: list[str]) -> str:
    if written == ")":
        looks_ahead = opened and opened.pop() in ("(?=", "(?!")
        return "nothing" if looks_ahead else "something"
    return "nothing" if written == "|" else "something"


def _after_repetition(written: str, follows: str, body: str) -> str:
    """a+ and a lazy a+? are alike everywhere; a++ is not."""
    if follows == "something":
        return "a repetition"
    if follows == "a repetition" and written == "?":
        return "nothing"
    raise _refused(body)


def _letter(written: str) -> str:
    """A letter or an escape outside a class."""
    rewritten = {
        "\\s": f"[{_SPACE}]",
        "\\S": f"[^{_SPACE}]",
        "\\-": "-",
        ".": r"[^\n\r\u2028\u2029]",
    }
    if written in rewritten:
        return rewritten[written]
    if written in tuple("[]{}^$") or _is_unknown(written):
        raise _refused(written)
    return written


def _class(written: str) -> str:
    """A class: what stands for several letters ends no range, and a lone - is escaped."""
    head = "[^" if written.startswith("[^") else "["
    pieces = _IN_CLASS.findall(written[len(head) : -1])
    if not pieces or "&&" in written or "~~" in written:
        raise _refused(written)
    return f"{head}{''.join(_member(pieces, at) for at in range(len(pieces)))}]"


def _member(pieces: list[str], at: int) -> str:
    piece = pieces[at]
    if piece == "\\s":
        return _SPACE
    if piece == "-" and 0 < at < len(pieces) - 1:
        if any(_is_several(near) for near in (pieces[at - 1], pieces[at + 1])):
            raise _refused("".join(pieces))
        return "-"
    if piece in ("-", "\\-"):
        return "\\-"
    if piece == "[" or _is_unknown(piece):
        raise _refused("".join(pieces))
    return f"\\{piece}" if piece in _ESCAPED_IN_CLASS else piece


def _is_several(piece: str) -> bool:
    return piece in _KINDS or piece in ("\\s", "-", "\\-")


def _is_unknown(piece: str) -> bool:
    if len(piece) == 1:
        return piece == "\\"
    if piece.startswith("\\u") and len(piece) > len("\\u"):
        return _LONE_SURROGATE.match(piece) is not None
    return piece not in _KINDS and piece not in _SIGNS


def _refused(pattern: str) -> ExpressionError:
    return ExpressionError(
        "form.pattern",
        f"正则 {pattern} 两边读法会不一样，请换个写法。",
        f"The pattern {pattern} is not read alike everywhere; write it another way.",
    )
