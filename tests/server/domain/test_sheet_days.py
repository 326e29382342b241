"""A day or a month in a cell is read however people and office programs write it, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.sheet_days import parse_day, parse_month
from server.errors import Refusal


@given(st.dates(date(1000, 1, 1)))
def test_every_way_of_writing_a_day_is_the_day(day: date) -> None:
    year, month, number = day.year, day.month, day.day
    for text in (
        day.isoformat(),
        f"{year}/{month}/{number}",
        f"{year}.{month:02d}.{number:02d}",
        f"{year}年{month}月{number}日",
        f" {day.isoformat()} ",
    ):
        assert parse_day(text) == day
        assert parse_month(text) == day.isoformat()[:7]
    for text in (f"{year}-{month:02d}", f"{year}/{month}", f"{year}年{month}月"):
        assert parse_month(text) == day.isoformat()[:7]


@pytest.mark.parametrize("text", ["", "2026", "2026-13-01", "2026-02-30", "12/3/2026", "46093", "2026-W11-4"])
def test_what_may_mean_another_day_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"date\.malformed"):
        parse_day(text)
    with pytest.raises(Refusal, match=r"import\.month"):
        parse_month(text)


@pytest.mark.parametrize("text", ["2026-03", "2026年3月"])
def test_a_month_is_no_day(text: str) -> None:
    with pytest.raises(Refusal, match=r"date\.malformed"):
        parse_day(text)
