"""Dates, periods and money as a Chinese office writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from server.domain.days import SHANGHAI

_NUMERALS: Final = "零一二三四五六七八九十"


def chinese_date(day: date) -> str:
    """``2026年3月16日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_period(first: date, last: date) -> str:
    """``2026年3月17日至19日24时``: what both days share is written once."""
    if first == last:
        return f"{chinese_date(first)}24时止"
    if (first.year, first.month) == (last.year, last.month):
        end = f"{last.day}日"
    elif first.year == last.year:
        end = f"{last.month}月{last.day}日"
    else:
        end = chinese_date(last)
    return f"{chinese_date(first)}至{end}24时"


def log_line(newest: tuple[date, str] | None) -> list[str]:
    """``总账 2026年3月15日 7K3M-9QXP-W2TD-5RHN``: the newest head, where there is one."""
    return [] if newest is None else [f"总账 {chinese_date(newest[0])} {newest[1]}"]


def chinese_count(count: int) -> str:
    """Small counts in numerals (``三``), larger ones in figures (``15``)."""
    return _NUMERALS[count] if 0 <= count < len(_NUMERALS) else str(count)


def shanghai_time(instant: datetime) -> str:
    """``15:02``: the hour and minute an instant shows in China."""
    return instant.astimezone(SHANGHAI).strftime("%H:%M")
