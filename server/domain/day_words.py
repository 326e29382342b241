"""Days and months as sentences write them, in both languages; tables and files keep ``2026-03``."""

from __future__ import annotations

from datetime import date
from typing import Final

MONTHS_EN: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT: Final = 3  # letters of a month beside a day


def say_day(day: date) -> tuple[str, str]:
    """``3月12日`` and ``12 Mar 2026``: a Chinese sentence of the record stands beside its own date."""
    return f"{day.month}月{day.day}日", f"{day.day} {MONTHS_EN[day.month - 1][:_SHORT]} {day.year}"


def say_month(month: str) -> tuple[str, str]:
    """Of ``2026-03``: ``2026年3月`` and ``March 2026``."""
    year, number = month.split("-")
    return f"{int(year)}年{int(number)}月", f"{MONTHS_EN[int(number) - 1]} {int(year)}"
