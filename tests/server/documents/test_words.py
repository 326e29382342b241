"""Dates and counts as an office writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from server.documents.words import chinese_count, chinese_period, shanghai_time


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 3, 17), date(2026, 3, 19), "2026年3月17日至19日24时"),
        (date(2026, 3, 31), date(2026, 4, 2), "2026年3月31日至4月2日24时"),
        (date(2026, 12, 31), date(2027, 1, 2), "2026年12月31日至2027年1月2日24时"),
        (date(2026, 3, 17), date(2026, 3, 17), "2026年3月17日24时止"),
    ],
)
def test_a_period_writes_what_both_days_share_once(first: date, last: date, words: str) -> None:
    assert chinese_period(first, last) == words


def test_small_counts_are_numerals() -> None:
    assert [chinese_count(n) for n in (0, 3, 10, 15)] == ["零", "三", "十", "15"]


def test_instants_show_the_hour_of_china() -> None:
    assert shanghai_time(datetime(2026, 3, 12, 16, 30, tzinfo=UTC)) == "00:30"
