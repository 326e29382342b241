"""Days and months as sentences write them."""

from __future__ import annotations

from datetime import date

from server.domain.day_words import say_day, say_month


def test_a_day_and_a_month_in_both_languages() -> None:
    assert say_day(date(2026, 9, 3)) == ("9月3日", "3 Sep 2026")
    assert say_month("2026-12") == ("2026年12月", "December 2026")
    assert say_month("2027-01") == ("2027年1月", "January 2027")
