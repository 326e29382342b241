"""A pack in words: what its sections, keys and codes are called, and how a value is written out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from server.domain.money import format_yuan
from server.web.language import current_language, in_language
from server.web.pack_labels import CODES, LABELS, SECTIONS

_FRACTIONS: Final = ("threshold", "quorum", "rep_share", "difference_share", "edge_factor", "unable_single")
_SHARES: Final = ("district_audit", "street_audit", "district_notice", "street_notice", "households")
_PARTS: Final = ("coefficient", "share", "cap_standards", "below", "pays")
_SECTIONS: Final = {section: place for place, section in enumerate(("", *SECTIONS))}
_PLACES: Final = {key: place for place, key in enumerate(LABELS)}
_RATIOS: Final = frozenset((*_FRACTIONS, *_SHARES, *_PARTS))


def section_title(section: str) -> str:
    return in_language(*SECTIONS[section]) if section in SECTIONS else section


def place_of(key: str) -> tuple[int, int, str]:
    """Where a key comes when a pack is read: in the order of the words, what has none last of its section."""
    section = key.partition(".")[0] if "." in key else ""
    return _SECTIONS.get(section, len(_SECTIONS)), _PLACES.get(key, len(_PLACES)), key


def key_label(key: str) -> str:
    """What a key is called; a key without words is shown as it is."""
    return in_language(*LABELS[key]) if key in LABELS else key


def value_lines(key: str, value: Any) -> list[str]:
    """A value written out, one line an item where it is a list of tables."""
    name = key.rpartition(".")[2]
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return [_table(item) for item in value]
    if isinstance(value, list) and name not in _RATIOS:
        return [_join(_plain(name, item) for item in value) or in_language("没有", "none")]
    return [_plain(name, value)]


def _plain(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return in_language("是", "yes") if value else in_language("否", "no")
    if isinstance(value, Mapping):
        return _table(value)
    if name in _RATIOS and isinstance(value, list):
        return _ratio(value[0], value[1])
    if isinstance(value, int) and (name.endswith("fen") or name == "fen"):
        return in_language(f"{format_yuan(value)} 元", f"{format_yuan(value)} yuan")
    return in_language(*CODES[value]) if value in CODES else str(value)


def _table(table: Mapping[str, Any]) -> str:
    """Words of both languages, a clock, or the members of a table side by side."""
    if set(table) == {"zh", "en"}:
        return str(table[current_language()])
    if "days" in table:
        return _clock(table)
    parts = [_member(name, value) for name, value in table.items() if name != "code"]
    return _join(part for part in parts if part)


def _member(name: str, value: Any) -> str:
    words = _plain(name, value) if not isinstance(value, list) or name in _RATIOS else _join(map(str, value))
    if name in ("title", "source"):
        return words
    if name == "and_above":
        return in_language("及以上", "and above") if value else ""
    label = in_language(*LABELS[f"*.{name}"]) if f"*.{name}" in LABELS else name
    return f"{label} {words}"


def _clock(table: Mapping[str, Any]) -> str:
    days = table["days"]
    if not days:
        return in_language("不计时", "off")
    working = table.get("kind") == "working"
    zh, en = ("个工作日", "working days") if working else ("天", "days")
    return in_language(f"{days} {zh}", f"{days} {en}")


def _ratio(part: int, whole: int) -> str:
    """``2/3``, or ``15 %`` of a hundred, or a whole number."""
    if whole == 100:
        return f"{part} %"
    return str(part) if whole == 1 else f"{part}/{whole}"


def _join(words: Any) -> str:
    return in_language("，", ", ").join(words)
