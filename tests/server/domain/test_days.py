"""Instants and the days they fall on in China, whichever way they are written (design §6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.domain.days import SHANGHAI, format_instant, parse_instant, shanghai_date
from server.errors import Refusal

SUMMER = datetime(1988, 7, 1, 15, 30, tzinfo=UTC)  # summer time: nine hours ahead
INSTANTS = st.integers(100_000, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))


@given(INSTANTS)
@example(SUMMER)
@example(datetime(1991, 12, 31, 23, 59, 59, tzinfo=UTC))
@example(datetime(1992, 1, 1, tzinfo=UTC))
def test_the_day_of_an_instant_is_the_zone_databases(instant: datetime) -> None:
    assert shanghai_date(instant) == instant.astimezone(SHANGHAI).date()


def test_summer_time_of_1988_moved_midnight() -> None:
    assert shanghai_date(SUMMER) == date(1988, 7, 2)
    assert shanghai_date(SUMMER.replace(year=2026)) == date(2026, 7, 1)


@given(INSTANTS, ZONES)
def test_an_instant_is_read_back_as_it_was_written_in_any_zone(at: datetime, zone: timezone) -> None:
    instant = at.astimezone(zone)
    read = parse_instant(format_instant(instant))
    assert read == parse_instant(instant.isoformat()) == instant
    assert read.tzinfo is UTC
    assert shanghai_date(instant) == shanghai_date(read)


@pytest.mark.parametrize("text", ["", "2026-03-12", "2026-03-12T03:08:00", "2026-03-12T03:08:00ZZ"])
def test_what_names_no_instant_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"date\.malformed"):
        parse_instant(text)
