"""Values of a form and their conversions (design §7, lesson 2).

Numbers are IEEE doubles. One empty value (None) stands for everything unanswered, hidden or not
computable: no NaN, no infinity and no "" leaves this module. The twin of
static/app/core/form_values.mjs; tests/vectors/expressions hold both to one answer.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, TypeAlias

from forms.dates import days_of, is_date, is_moment, is_time, moment_of

Value: TypeAlias = str | float | bool | list[str] | None
Scalar: TypeAlias = str | float | bool

_NUMBER = re.compile(r"[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*")
# What orders two of a kind: numbers, times of day, dates.
ORDERS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TENS = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12]


def plain(value: Value) -> Value:
    """The one empty value for everything that says nothing."""
    if isinstance(value, float):
        return finite(value)
    return value if value is False else value or None


def finite(number: float) -> float | None:
    """A number that cannot be told is empty; minus zero is zero."""
    return number + 0.0 if math.isfinite(number) else None


def to_text(value: Value) -> str:
    """Text as XPath's string() writes it; a list is its parts with a space between."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value)


def to_number(value: Value) -> float | None:
    """Digits only: text is read as XPath reads it, a date is its count of days since 1970."""
    if value is None or isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    text = value if isinstance(value, str) else to_text(value)
    if _NUMBER.fullmatch(text):
        return finite(float(text.strip(" \t\r\n")))
    return days_of(text) if is_date(text) or is_moment(text) else None


def to_boolean(value: Value) -> bool:
    """Empty is false, nought is false, any text is true."""
    return value is not None and value is not False and value != 0.0


def number_text(number: float) -> str:
    """The shortest digits that read back as the same double, never with an exponent."""
    text = format(Decimal(repr(number)), "f")
    return text[:-2] if text.endswith(".0") else text


def round_half_up(number: float, places: float) -> float | None:
    """Half up: floor(x*m + .5) / m, for up to twelve places before or after the point."""
    if not float(places).is_integer() or abs(places) > 12:
        return None
    scale = _TENS[abs(int(places))]
    if places < 0:
        return _scaled(number / scale, scale)
    shifted = number * scale + 0.5
    return finite(math.floor(shifted) / scale) if math.isfinite(shifted) else None


def fixed_text(number: float, places: int) -> str:
    """Decimal text with a fixed number of decimals ("1860.00"), rounded half up."""
    scaled = math.floor(number * _TENS[places] + 0.5)
    digits = str(abs(scaled)).rjust(places + 1, "0")
    sign = "-" if scaled < 0 else ""
    return f"{sign}{digits}" if places == 0 else f"{sign}{digits[:-places]}.{digits[-places:]}"


def compare(sign: str, left: Value, right: Value) -> bool:
    """A comparison with empty is false, whatever the comparison."""
    a = to_text(left) if isinstance(left, list) else left
    b = to_text(right) if isinstance(right, list) else right
    if a is None or b is None:
        return False
    if sign == "=":
        return _equal(a, b)
    if sign == "!=":
        return not _equal(a, b)
    return _in_order(sign, a, b)


def _scaled(number: float, scale: float) -> float | None:
    return finite(math.floor(number + 0.5) * scale)


def _equal(a: Scalar, b: Scalar) -> bool:
    if isinstance(a, bool) or isinstance(b, bool):
        return to_boolean(a) == to_boolean(b)
    if isinstance(a, float) or isinstance(b, float):
        left = to_number(a)
        return left is not None and left == to_number(b)
    if is_moment(a) and is_moment(b):
        return moment_of(a) == moment_of(b)
    return a == b


def _in_order(sign: str, a: Scalar, b: Scalar) -> bool:
    if isinstance(a, str) and isinstance(b, str) and _reads_in_order(a, b):
        return ORDERS[sign](a, b)
    left, right = _sizes(a, b)
    return left is not None and right is not None and ORDERS[sign](left, right)


def _reads_in_order(a: str, b: str) -> bool:
    """Two days, and two times of day, stand in the order of their text."""
    return is_date(b) if is_date(a) else is_time(a) and is_time(b)


def _sizes(a: Scalar, b: Scalar) -> tuple[float | None, float | None]:
    """Two dates are ordered as moments, everything else as numbers."""
    if isinstance(a, str) and isinstance(b, str) and _is_when(a) and _is_when(b):
        return float(moment_of(a)), float(moment_of(b))
    return to_number(a), to_number(b)


def _is_when(text: str) -> bool:
    return is_date(text) or is_moment(text)
