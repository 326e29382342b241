"""A run of whole months that figures are asked for: a year, a quarter, one month (S4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from server.domain.month import month_after, month_before
from server.errors import Refusal

_MONTH: Final = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])")
_LONGEST: Final = 120  # months
_YEARS: Final = range(1990, 2100)


@dataclass(frozen=True)
class Period:
    """Months ``first`` to ``last``, both included, written ``2020-01``."""

    first: str
    last: str

    @property
    def before(self) -> str:
        """The month whose stock the period begins with."""
        return month_before(self.first)

    @property
    def months(self) -> tuple[str, ...]:
        months, month = [], self.first
        while month <= self.last:
            months.append(month)
            month = month_after(month)
        return tuple(months)

    @property
    def name(self) -> str:
        """``2020`` for a whole year, ``2020-03`` for a month, else both ends."""
        if self == year_period(int(self.first[:4])):
            return self.first[:4]
        return self.first if self.first == self.last else f"{self.first}..{self.last}"


def year_period(year: int) -> Period:
    """January to December; refuses what is no year a record can be of."""
    if year not in _YEARS:
        raise Refusal("period.invalid", text=str(year))
    return Period(f"{year}-01", f"{year}-12")


def parse_period(first: str, last: str = "") -> Period:
    """Months as people type them; refuses one that is none, or that run backwards or beyond ten years."""
    last = last or first
    if not (_MONTH.fullmatch(first) and _MONTH.fullmatch(last)) or first > last:
        raise Refusal("period.invalid", text=f"{first}–{last}")
    if month_after(first, _LONGEST) <= last:
        raise Refusal("period.too_long", months=_LONGEST)
    return Period(first, last)
