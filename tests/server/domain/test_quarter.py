"""Quarters follow one another without a day between them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.quarter import Quarter, parse_quarter, quarter_of
from server.errors import Refusal

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(DAYS)
def test_a_day_lies_in_its_quarter_which_is_read_as_written(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert parse_quarter(str(quarter)) == quarter
    assert quarter.next.first_day == quarter.last_day + timedelta(days=1)
    assert quarter.next.before == quarter


@pytest.mark.parametrize("text", ["", "2026", "2026-Q5", "2026Q1", "0000-Q1", "26-Q1"])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_quarter(text)
    assert refusal.value.code == "quarter.unreadable"


def test_a_quarter_is_of_a_year() -> None:
    assert str(Quarter(2026, 1).before) == "2025-Q4"
