"""Figures somebody reports because no record of them is kept here (S4-09…S4-20): reported, not computed.

Each item has a code below the rule it belongs to, a unit, and a kind: a whole number, money in fen, a
percentage in hundredths, or words. The figures of a year are a file ``figures:<year>``; a later report
replaces the items it names and leaves the others. Values and their source stand in evidence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from server.domain.act import Act
from server.domain.days import parse_date
from server.domain.figure_item import ITEM_OF, MONEY, NUMBER, PERCENT, WORDS, Item
from server.domain.money import parse_yuan, plain_yuan
from server.errors import Refusal

SERIES: Final = "figures:"
OPENING: Final = "figures_reported"
EVIDENCE: Final = "figures"
_NUMBER: Final = re.compile(r"\d{1,9}")
_PERCENT: Final = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?")


@dataclass(frozen=True)
class Figure:
    """A value and where it comes from: people, fen, hundredths of a per cent, or words."""

    code: str
    value: int | str
    on: date  # the day it is true of
    source: str


def figures_file(year: int) -> str:
    return f"{SERIES}{year}"


def parse_value(code: str, text: str) -> int | str:
    """The value of an item as people type it; refuses an unknown item and a number that is none."""
    item = ITEM_OF.get(code)
    if item is None:
        raise Refusal("figures.unknown", code=code)
    cleaned = text.strip()
    if item.kind == WORDS:
        return cleaned
    if item.kind == MONEY:
        return parse_yuan(cleaned)
    return _parse_number(item, cleaned)


def format_value(figure: Figure) -> str:
    """The value as it is typed and read again by :func:`parse_value`."""
    kind = ITEM_OF[figure.code].kind
    if kind == MONEY:
        return plain_yuan(int(figure.value))
    if kind == PERCENT:
        return f"{int(figure.value) // 100}.{int(figure.value) % 100:02d}"
    return str(figure.value)


def _parse_number(item: Item, text: str) -> int:
    if item.kind == PERCENT and (found := _PERCENT.fullmatch(text)):
        return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    if item.kind == NUMBER and _NUMBER.fullmatch(text):
        return int(text)
    raise Refusal("figures.number", code=item.code, text=text)


def format_report(values: Mapping[str, int | str], on: date, source: str) -> dict[str, Any]:
    """What one report keeps as evidence; refuses an empty one and one without a source."""
    if not values:
        raise Refusal("figures.empty")
    if not source.strip():
        raise Refusal("figures.source")
    return {"values": dict(values), "on": on.isoformat(), "source": source.strip()}


def fold_figures(acts: Sequence[Act], reports: Mapping[str, Mapping[str, Any]]) -> dict[str, Figure]:
    """The figures a file's acts add up to; ``reports`` is the evidence by its digest."""
    found: dict[str, Figure] = {}
    for act in acts:
        report = reports[act.facts["figures"]]
        for code, value in report["values"].items():
            found[code] = Figure(code, value, parse_date(report["on"]), report["source"])
    return found
