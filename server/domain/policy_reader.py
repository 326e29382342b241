"""Reads the values of a pack into its groups; the type of a field says what its value may be.

In the file every value is a table ``{ value = …, source = "…" }``, so that nothing stands in a pack without
saying where it is from. Whatever is missing, unsourced, unknown or impossible is refused by its key.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NoReturn,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)
from unicodedata import category

from server.errors import Refusal

DayKind = Literal["calendar", "working"]
MOST: Final = 10**15  # of any number: fen of a household, households of a district


@dataclass(frozen=True)
class AtLeast:
    """The least a whole number, or the number of items of a list, may be."""

    least: int


@dataclass(frozen=True)
class Fraction:
    """An integer fraction ``[2, 3]``; a share is at most one."""

    at_most_one: bool


Count: TypeAlias = Annotated[int, AtLeast(1)]
Whole: TypeAlias = Annotated[int, AtLeast(0)]
Share: TypeAlias = Annotated[tuple[int, int], Fraction(at_most_one=True)]
Ratio: TypeAlias = Annotated[tuple[int, int], Fraction(at_most_one=False)]


@dataclass(frozen=True)
class Words:
    """The same words in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Clock:
    """A deadline: so many days, counted as the pack says."""

    days: Count
    kind: DayKind


def read_head(data: Mapping[str, Any]) -> dict[str, Any]:
    """Id, version, title, issuer and the days the pack is in force, which need no source."""
    head: dict[str, Any] = {name: _text(name, data.get(name)) for name in ("id", "title", "issuer")}
    head["version"] = _whole("version", data.get("version"), 1)
    head["valid_from"] = _day("valid_from", data.get("valid_from"))
    until = data.get("valid_until")
    head["valid_until"] = None if until is None else _day("valid_until", until)
    if head["valid_until"] is not None and head["valid_until"] < head["valid_from"]:
        _refuse("valid_until", "在 valid_from 以前 / before valid_from")
    return head


def read_pack(data: Mapping[str, Any], pack: Any, *, already: frozenset[str]) -> dict[str, Any]:
    """Every group of a pack by name; a section or a key the pack's type does not know is refused."""
    groups = {name: kind for name, kind in _hints(pack).items() if name not in already}
    for section in data:
        if section not in groups and section not in already:
            _refuse(section, "没有这样的键 / no such key")
    return {name: _group(name, data.get(name, {}), kind) for name, kind in groups.items()}


def read_sources(data: Mapping[str, Any]) -> Mapping[str, str]:
    """Where each value is from, by its key."""
    return types.MappingProxyType(
        {
            f"{section}.{name}": entry["source"]
            for section, entries in data.items()
            if isinstance(entries, Mapping)
            for name, entry in entries.items()
        }
    )


def _group(section: str, entries: Any, kind: Any) -> Any:
    hints = _hints(kind)
    if not isinstance(entries, Mapping):
        _refuse(section, "要一节 / a section is needed")
    for name in entries:
        if name not in hints:
            _refuse(f"{section}.{name}", "没有这样的键 / no such key")
    return kind(**{name: _sourced(f"{section}.{name}", entries, name, hint) for name, hint in hints.items()})


def _sourced(key: str, entries: Mapping[str, Any], name: str, hint: Any) -> Any:
    """The value of an entry that says where it is from."""
    entry = entries.get(name)
    if entry is None and _is_optional(hint):
        return None
    if not isinstance(entry, Mapping) or "value" not in entry:
        _refuse(key, "没有这个值 / no value")
    if not str(entry.get("source", "")).strip():
        _refuse(key, "没有写出处 / no source")
    if extra := set(entry) - {"value", "source"}:
        _refuse(f"{key}.{min(extra)}", "没有这样的键 / no such key")
    return read_value(key, entry["value"], hint)


def read_value(key: str, value: Any, hint: Any) -> Any:
    """``value`` as the type ``hint`` wants it; refuses by ``key``."""
    if _is_optional(hint):
        return _optional(key, value, hint)
    if get_origin(hint) is Annotated:
        return _annotated(key, value, hint)
    if get_origin(hint) is Literal:
        return _one_of(key, value, get_args(hint))
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return _items(key, value, item, 1 if get_origin(item) is Literal else 0)
    if is_dataclass(hint):
        return _table(key, value, hint)
    return _PLAIN[hint](key, value)


def _optional(key: str, value: Any, hint: Any) -> Any:
    """A clock of no days is off; anything else that is there is read as what it is."""
    if value is None:
        return None
    inner = next(kind for kind in get_args(hint) if kind is not types.NoneType)
    if inner is Clock and (value == 0 or (isinstance(value, Mapping) and value.get("days") == 0)):
        return None
    return read_value(key, value, inner)


def _annotated(key: str, value: Any, hint: Any) -> Any:
    inner, mark = get_args(hint)
    if isinstance(mark, Fraction):
        return _fraction(key, value, mark.at_most_one)
    if inner is int:
        return _whole(key, value, mark.least)
    return _items(key, value, get_args(inner)[0], mark.least)


def _items(key: str, value: Any, hint: Any, least: int) -> tuple[Any, ...]:
    """A list of at least so many; words out of a choice stand in it once."""
    if not isinstance(value, list | tuple):
        _refuse(key, "要一个列表 / a list is needed")
    if len(value) < least:
        _refuse(key, "不能是空的 / empty")
    items = tuple(read_value(f"{key}[{place}]", item, hint) for place, item in enumerate(value))
    if get_origin(hint) is Literal and len(set(items)) < len(items):
        _refuse(key, "有重复 / something stands in it twice")
    return items


def _table(key: str, value: Any, kind: Any) -> Any:
    if not isinstance(value, Mapping):
        _refuse(key, "要一个表 / a table is needed")
    hints = {_key_of(name): hint for name, hint in _hints(kind).items()}
    if extra := set(value) - set(hints):
        _refuse(f"{key}.{min(extra)}", "没有这样的键 / no such key")
    for field in fields(kind):
        if _key_of(field.name) not in value and not _may_be_left_out(field, hints[_key_of(field.name)]):
            _refuse(f"{key}.{_key_of(field.name)}", "没有这个值 / no value")
    given = [field for field in fields(kind) if _key_of(field.name) in value or field.default is MISSING]
    return kind(**{field.name: _member(key, value, _key_of(field.name), hints) for field in given})


def _member(key: str, table: Mapping[str, Any], name: str, hints: Mapping[str, Any]) -> Any:
    return read_value(f"{key}.{name}", table[name], hints[name]) if name in table else None


def _may_be_left_out(field: Field[Any], hint: Any) -> bool:
    return field.default is not MISSING or _is_optional(hint)


def _key_of(name: str) -> str:
    """The key of a field: one that would be a word of Python's carries an underscore, ``class_``."""
    return name.removesuffix("_")


def _whole(key: str, value: Any, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        _refuse(key, f"要不小于 {least} 的整数 / a whole number of at least {least} is needed")
    if value > MOST:
        _refuse(key, "数太大了 / too large a number")
    return int(value)


def _flag(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        _refuse(key, "要 true 或 false / true or false is needed")
    return bool(value)


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        _refuse(key, "要文字 / text is needed")
    if any(category(character) in ("Cc", "Cs") for character in value):
        _refuse(key, "有写不出来的字 / a character that cannot be written")
    return str(value)


def _day(key: str, value: Any) -> date:
    """A date, or its ISO text where the pack comes out of the record."""
    if isinstance(value, str):
        with suppress(ValueError):
            value = date.fromisoformat(value)
    if not isinstance(value, date) or isinstance(value, datetime):
        _refuse(key, "要日期，如 2021-07-01 / a date such as 2021-07-01 is needed")
    return value


def _one_of(key: str, value: Any, choices: tuple[Any, ...]) -> Any:
    if not any(value == choice and type(value) is type(choice) for choice in choices):
        _refuse(key, " | ".join(str(choice) for choice in choices))
    return value


def _fraction(key: str, value: Any, at_most_one: bool) -> tuple[int, int]:
    if not (isinstance(value, list | tuple) and len(value) == 2 and all(type(part) is int for part in value)):
        _refuse(key, "要两个整数的分数，如 [2, 3] / a fraction such as [2, 3] is needed")
    part, whole = value
    if max(part, whole) > MOST:
        _refuse(key, "数太大了 / too large a number")
    if part < 0 or whole < 1 or (at_most_one and part > whole):
        _refuse(key, "0 ≤ a/b ≤ 1" if at_most_one else "0 ≤ a/b")
    return part, whole


def _is_optional(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType) and types.NoneType in get_args(hint)


def _hints(kind: Any) -> Mapping[str, Any]:
    """The types of a dataclass's own fields, with their marks."""
    return _read_hints(kind)


@cache
def _read_hints(kind: Any) -> Mapping[str, Any]:
    """Read once: they stand there as words."""
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: hints[field.name] for field in fields(kind)}


def _refuse(key: str, why: str) -> NoReturn:
    raise Refusal("policy.invalid", key=key, why=why)


_PLAIN: Final[dict[Any, Callable[[str, Any], Any]]] = {bool: _flag, str: _text, date: _day}
