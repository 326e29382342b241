"""Packs out of the record: whole by today's reading, whatever version of the program published them.

A published pack is never edited, so it lacks the keys that came after it. Each such key has a stated default
in ``server/data/policy_added.toml`` that keeps what the program did before it knew the key. Only packs of the
record are completed so; a pack in hand must hold every value itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from server.domain.policy import Policy, parse_policy
from server.domain.policy_checks import end_superseded

_DATA: Final = Path(__file__).parents[1] / "data" / "policy_added.toml"
_TABLES: Final = ("moved", "renamed")


@dataclass(frozen=True)
class Added:
    """What packs older than a key take for it: since when it is there, and where the value is from."""

    key: str
    since: date
    value: Any
    source: str


@cache
def read_added() -> Mapping[str, Added]:
    """Every key that came after the first packs, by ``section.name``."""
    sections = {name: table for name, table in _read().items() if name not in _TABLES}
    return {
        f"{section}.{name}": Added(f"{section}.{name}", **entry)
        for section, entries in sections.items()
        for name, entry in entries.items()
    }


def parse_stored(packs: Mapping[str, Mapping[str, Any]]) -> dict[str, Policy]:
    """The policies of published packs; one that has a successor ends the day before it."""
    return end_superseded({key: read_stored(pack) for key, pack in packs.items()})


def read_stored(pack: Mapping[str, Any]) -> Policy:
    """The policy of one published pack, as it was published."""
    return parse_policy(with_added(pack))


def with_added(pack: Mapping[str, Any]) -> dict[str, Any]:
    """A published pack with what it lacks of the keys that came after it, each with its source."""
    whole = _moved(pack)
    for added in read_added().values():
        section, name = added.key.split(".")
        entries = whole.setdefault(section, {})
        if name not in entries:
            said = f"{added.since.isoformat()}才有这一项，这一版登记得早，照旧办：{added.source}"
            entries[name] = {"value": added.value, "source": said}
    return whole


def lacking(pack: Mapping[str, Any]) -> list[str]:
    """The keys a published pack takes a default for."""
    moved = _moved(pack)
    return [key for key in read_added() if key.split(".")[1] not in moved.get(key.split(".")[0], {})]


def _moved(pack: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the pack in which everything stands where, and is called what, it is today."""
    whole = {name: dict(part) if isinstance(part, Mapping) else part for name, part in pack.items()}
    tables = _read()
    for section, names in tables["moved"].items():
        for name, entry in whole.pop(section, {}).items():
            to_section, to_name = names[name].split(".")
            whole.setdefault(to_section, {})[to_name] = _in_both(entry, names[name])
    for section, names in tables["renamed"].items():
        for name, words in names.items():
            if entry := whole.get(section, {}).get(name):
                whole[section][name] = entry | {"value": [words.get(item, item) for item in entry["value"]]}
    return whole


def _in_both(entry: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Words that stood in Chinese alone, with the English of today's default."""
    default = read_added()[key].value
    return {**entry, "value": {"zh": entry["value"], "en": default["en"]}}


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(_DATA.read_text("utf-8"))
