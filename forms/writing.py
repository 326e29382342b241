"""How the text of an answer is written, by the type of its question."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from forms.dates import is_date, is_moment, is_time
from forms.identity import fault_of
from forms.ranges import is_on_step

Written = Callable[[str], bool]

_INTEGER: Final = re.compile(r"-?[0-9]{1,15}")
_DECIMAL: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,12})?")
_FEN: Final = re.compile(r"[^.]*(?:\.[0-9]{1,2})?")
# Latitude, longitude, altitude, accuracy, as ODK writes a point; or that there was none, and why.
_DEGREES: Final = r"-?(?:{}(?:\.[0-9]{{1,9}})?|{}(?:\.0{{1,9}})?)"
_POINT: Final = re.compile(
    _DEGREES.format("(?:[0-9]|[1-8][0-9])", "90")
    + " "
    + _DEGREES.format("(?:[0-9]|[1-9][0-9]|1[0-7][0-9])", "180")
    + r" -?[0-9]{1,5}(?:\.[0-9]{1,3})? [0-9]{1,7}(?:\.[0-9]{1,3})?"
)
_NO_POINT: Final = re.compile(r"none (?:denied|unavailable|timeout)")
# A drawing cut to its ink: its width and height, then a line for each stroke, in whole numbers.
_SPOT: Final = "[0-9]{1,4},[0-9]{1,4}"
_INK: Final = re.compile(rf"[1-9][0-9]{{0,3}} [1-9][0-9]{{0,3}}(?: M{_SPOT}(?:L{_SPOT})+)+")
_MOST_BARCODE: Final = 1_000


def is_written_as(node: dict[str, Any], value: str) -> bool:
    """Whether a text is a number, date, time of its type; other types take any text."""
    written = written_as(node)
    return written is None or written(value)


def written_as(node: dict[str, Any]) -> Written | None:
    """:func:`is_written_as` for a question that is asked of many texts; None where it takes any."""
    if "identity" in node.get("appearance", ()):
        return lambda text: fault_of(text) is None
    by_type = _on_step(node["range"]) if _has_steps(node) else _WRITTEN.get(node["type"])
    if "money" not in node.get("appearance", ()):
        return by_type
    return lambda text: _FEN.fullmatch(text) is not None and (by_type is None or by_type(text))


def _has_steps(node: dict[str, Any]) -> bool:
    return node["type"] == "range" and "range" in node


def _on_step(steps: dict[str, Any]) -> Written:
    return lambda text: _DECIMAL.fullmatch(text) is not None and is_on_step(steps, float(text))


_WRITTEN: Final[dict[str, Written]] = {
    "integer": lambda text: _INTEGER.fullmatch(text) is not None,
    "decimal": lambda text: _DECIMAL.fullmatch(text) is not None,
    "range": lambda text: _DECIMAL.fullmatch(text) is not None,
    "date": is_date,
    "time": is_time,
    "dateTime": is_moment,
    "geopoint": lambda text: _POINT.fullmatch(text) is not None or _NO_POINT.fullmatch(text) is not None,
    "signature": lambda text: _INK.fullmatch(text) is not None,
    "barcode": lambda text: len(text) <= _MOST_BARCODE,
}
