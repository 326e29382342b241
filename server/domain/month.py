"""Months as text such as ``2026-03``: counted on and back, and their first and last days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_MONTHS: Final = 12
NAMES_EN: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month_of_day(day: date) -> str:
    return day.isoformat()[:7]


def first_day_of(month: str) -> date:
    return date(int(month[:4]), int(month[5:]), 1)


def last_day_of(month: str) -> date:
    return first_day_of(month_after(month)) - timedelta(days=1)


def month_before(month: str) -> str:
    return month_after(month, -1)


@lru_cache(4096)
def month_after(month: str, count: int = 1) -> str:
    """The month ``count`` months later (earlier where negative)."""
    year, number = int(month[:4]), int(month[5:7])
    months = year * _MONTHS + number - 1 + count
    return f"{months // _MONTHS:04d}-{months % _MONTHS + 1:02d}"


def month_zh(month: str) -> str:
    """``2026年3月``, as papers and sentences say it."""
    return f"{int(month[:4])}年{int(month[5:7])}月"


def month_en(month: str) -> str:
    """``Mar 2026``."""
    return f"{NAMES_EN[int(month[5:7]) - 1]} {int(month[:4])}"


def day_en(day: date) -> str:
    """``5 Mar 2026``."""
    return f"{day.day} {month_en(month_of_day(day))}"
