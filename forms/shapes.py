"""Whether a tablet's answers have the shape of the form at all, before anything is worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from forms.scopes import Item, Scope

Kind = Literal["unknown", "type", "hidden", "missing", "constraint", "choice", "calculation", "rows"]

_LISTS: Final = frozenset(("select_multiple", "rank", "image"))
_ROW_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
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
