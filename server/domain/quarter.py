"""A quarter of a year, written ``2026-Q1``: what is drawn and listed once in it (S7-SPOT, S7-QPUB)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from server.errors import Refusal

_WRITTEN: Final = re.compile(r"(\d{4})-Q([1-4])")
_MONTHS: Final = 3
_QUARTERS: Final = 4


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int  # 1 to 4

    def __str__(self) -> str:
        return f"{self.year:04d}-Q{self.number}"

    @property
    def first_day(self) -> date:
        return date(self.year, (self.number - 1) * _MONTHS + 1, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        full = self.number == _QUARTERS
        return Quarter(self.year + full, 1 if full else self.number + 1)

    @property
    def before(self) -> Quarter:
        first = self.number == 1
        return Quarter(self.year - first, _QUARTERS if first else self.number - 1)


def parse_quarter(text: str) -> Quarter:
    """The inverse of ``str``."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None or found[1] == "0000":
        raise Refusal("quarter.unreadable", given=text)
    return Quarter(int(found[1]), int(found[2]))


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month - 1) // _MONTHS + 1)
