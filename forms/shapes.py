"""Whether a tablet's answers have the shape of the form at all, before anything is worked out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from forms.dates import is_date, is_moment, is_time
from forms.identity import fault_of
from forms.ranges import is_on_step
from forms.scopes import Item, Node, Scope

Kind = Literal["unknown", "type", "hidden", "missing", "constraint", "choice", "calculation", "rows"]

_LISTS: Final = frozenset(("select_multiple", "rank", "image"))
_ROW_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
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
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_MOST_TEXT: Final = 20_000


@dataclass(frozen=True)
class Difference:
    """One place where a sealed tree is not what the form makes of it."""

    path: str
    kind: Kind
    expected: Any
    got: Any
    message: dict[str, str]


def find_misshapen(scope: Scope, tree: Any, prefix: str = "") -> Iterator[Difference]:
    """Unknown paths, wrong types, rows without their own id."""
    if not isinstance(tree, dict):
        yield _wrong_type(prefix.rstrip("."), "object", tree)
        return
    for name, value in tree.items():
        if name == "_id" and scope.repeat is not None:
            continue
        item = scope.items.get(name)
        if item is None or not (item.is_answered or item.inner is not None):
            yield _unknown(prefix + name, value)
        elif item.inner is not None:
            yield from _misshapen_rows(item, item.inner, value, prefix)
        elif not _is_shaped(item, value):
            yield _wrong_type(prefix + name, item.type, value)


def is_written_as(node: Node, value: str) -> bool:
    """Whether a text is a number, date, time of its type; other types take any text."""
    if "identity" in node.get("appearance", ()):
        return fault_of(value) is None
    if "money" in node.get("appearance", ()) and not _FEN.fullmatch(value):
        return False
    if node["type"] == "range" and "range" in node:
        return _DECIMAL.fullmatch(value) is not None and is_on_step(node["range"], float(value))
    return node["type"] not in _WRITTEN or _WRITTEN[node["type"]](value)


_WRITTEN: Final[dict[str, Callable[[str], bool]]] = {
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


def _misshapen_rows(item: Item, inner: Scope, rows: Any, prefix: str) -> Iterator[Difference]:
    path = prefix + item.name
    if not isinstance(rows, list):
        yield _wrong_type(path, "list", rows)
        return
    seen: set[str] = set()
    for row in rows:
        row_id = row.get("_id") if isinstance(row, dict) else None
        if not isinstance(row_id, str) or not _ROW_ID.fullmatch(row_id) or row_id in seen:
            yield _wrong_type(path, "rows with an _id of their own", row_id)
            continue
        seen.add(row_id)
        yield from find_misshapen(inner, row, f"{path}[{row_id}].")


def _is_shaped(item: Item, value: Any) -> bool:
    if item.type in _LISTS:
        return _is_list(item, value)
    if not isinstance(value, str) or not 0 < len(value) <= _MOST_TEXT:
        return False
    return item.type != "acknowledge" or value == "OK"


def _is_list(item: Item, value: Any) -> bool:
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        return False
    if len(set(value)) != len(value):
        return False
    return item.type != "image" or all(_DIGEST.fullmatch(each) for each in value)


def _unknown(path: str, value: Any) -> Difference:
    zh, en = f"表里没有 {path} 这一项。", f"The form has no {path}."
    return Difference(path, "unknown", None, value, {"zh": zh, "en": en})


def _wrong_type(path: str, expected: str, value: Any) -> Difference:
    zh, en = f"{path} 的写法不对。", f"{path} is not written as this form writes it."
    return Difference(path, "type", expected, value, {"zh": zh, "en": en})
