"""Months as text: counted on and back, their first and last days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.domain.month import (
    day_en,
    first_day_of,
    last_day_of,
    month_after,
    month_before,
    month_en,
    month_of_day,
    month_zh,
)


@given(st.integers(2000, 2099), st.integers(1, 12), st.integers(-50, 50))
def test_months_are_counted_on_and_back(year: int, number: int, count: int) -> None:
    month = f"{year}-{number:02d}"
    assert month_after(month_after(month, count), -count) == month
    assert month_before(month_after(month)) == month


@given(st.integers(2000, 2099), st.integers(1, 12))
def test_the_last_day_of_a_month_is_the_day_before_the_next(year: int, number: int) -> None:
    month = f"{year}-{number:02d}"
    assert last_day_of(month) + timedelta(days=1) == first_day_of(month_after(month))
    assert month_of_day(first_day_of(month)) == month_of_day(last_day_of(month)) == month


def test_papers_and_pages_say_a_month_in_words() -> None:
    assert (month_zh("2026-11"), month_en("2026-11")) == ("2026年11月", "Nov 2026")
    assert (month_zh("2027-01"), month_en("2027-01")) == ("2027年1月", "Jan 2027")
    assert day_en(date(2026, 3, 5)) == "5 Mar 2026"
