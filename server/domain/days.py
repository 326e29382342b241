"""Days as the procedure counts them: in Asia/Shanghai, with the published holidays as data (design §6)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from server.errors import Refusal

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_UNSHIFTED_SINCE: Final = datetime(1992, 1, 1, tzinfo=UTC)  # the last summer time of China was that of 1991
_AHEAD: Final = timedelta(hours=8)
_SATURDAY: Final = 5


def shanghai_date(instant: datetime) -> date:
    """The day an instant falls on in China."""
    if instant.tzinfo is UTC and instant >= _UNSHIFTED_SINCE:
        return (instant + _AHEAD).date()
    return instant.astimezone(SHANGHAI).date()


def format_instant(instant: datetime) -> str:
    """UTC to the second: ``2026-03-12T03:08:00Z``."""
    return f"{_in_utc(instant).isoformat(timespec='seconds')[:-6]}Z"


def parse_instant(text: str) -> datetime:
    """The inverse of :func:`format_instant`; fractions of a second are accepted."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refusal("date.malformed", text=text) from error
    if instant.tzinfo is None:
        raise Refusal("date.malformed", text=text)
    return _in_utc(instant)


def parse_date(text: str) -> date:
    """A day written ``2026-03-12``."""
    if not text.strip():
        raise Refusal("date.missing")
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refusal("date.malformed", text=text) from error


def _in_utc(instant: datetime) -> datetime:
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: ``exceptions`` says it for published days, weekdays decide the others.

    ``known_years`` are the years whose holidays are published; a deadline in another year is provisional.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    known_years: frozenset[int] = frozenset()

    def is_working_day(self, day: date) -> bool:
        return self.exceptions.get(day, day.weekday() < _SATURDAY)

    def is_provisional(self, day: date) -> bool:
        """Whether the holidays of that year are not published yet."""
        return day.year not in self.known_years

    def add_working_days(self, start: date, count: int) -> date:
        """The ``count``-th working day after ``start``, which is not counted (Civil Code art. 201)."""
        day = start
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def next_working_day(self, day: date) -> date:
        """``day`` itself where it is worked, else the next that is (Civil Code art. 203)."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day
