"""ISO dates, times and moments, all counted in Asia/Shanghai (UTC+8, no summer time).

The twin of static/app/core/form_dates.mjs; tests/vectors/expressions hold both to one answer.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

DAY_MS = 86_400_000
SHANGHAI_MS = 8 * 3_600_000
SHANGHAI = dt.timezone(dt.timedelta(hours=8))

_EVERY_MONTH = 28  # so many days has the shortest
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,3})?)?")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9])"
    r"(?::([0-5][0-9])(?:\.([0-9]{1,3}))?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_DIRECTIVE = re.compile(r"%([YymndeHhMS3])")


def is_date(text: str) -> bool:
    """A day that is in the calendar, written 2026-03-12."""
    parts = _DATE.fullmatch(text)
    if parts is None:
        return False
    year, month, day = map(int, parts.groups())
    if year < 1 or not 1 <= month <= 12 or day < 1:
        return False
    return day <= _EVERY_MONTH or day <= calendar.monthrange(year, month)[1]


def is_time(text: str) -> bool:
    """A time of day, 10:26 or 10:26:30."""
    return _TIME.fullmatch(text) is not None


def is_moment(text: str) -> bool:
    """A date and time with its zone."""
    parts = _MOMENT.fullmatch(text)
    return parts is not None and is_date(parts[1])


def moment_of(text: str) -> int:
    """Milliseconds since 1970 UTC of a moment, or of a date's midnight in Shanghai."""
    parts = _MOMENT.fullmatch(text)
    if parts is None:
        return _day_number(text) * DAY_MS - SHANGHAI_MS
    date, hour, minute, second, part, zone = parts.groups()
    clock = (
        (int(hour) * 60 + int(minute)) * 60_000 + int(second or 0) * 1000 + int((part or "0").ljust(3, "0"))
    )
    return _day_number(date) * DAY_MS + clock - _zone_ms(zone)


def days_of(text: str) -> float:
    """Days since 1970-01-01 by the clock on the wall in Shanghai; a date alone is whole."""
    return (moment_of(text) + SHANGHAI_MS) / DAY_MS


def day_part(time: str) -> float:
    """The part of the day that a time of day is."""
    return (moment_of(f"1970-01-01T{time}+08:00") + SHANGHAI_MS) / DAY_MS


def date_of_days(days: int) -> str | None:
    """The ISO date so many days after 1970-01-01; None outside the years 1 to 9999."""
    ordinal = days + dt.date(1970, 1, 1).toordinal()
    if not 1 <= ordinal <= dt.date.max.toordinal():
        return None
    return dt.date.fromordinal(ordinal).isoformat()


def date_in(now: dt.datetime) -> str:
    """Today in Shanghai."""
    return now.astimezone(SHANGHAI).date().isoformat()


def moment_in(now: dt.datetime) -> str:
    """The moment by Shanghai's clock, 2026-03-12T10:26:00.000+08:00."""
    return now.astimezone(SHANGHAI).isoformat(timespec="milliseconds")


def format_date(text: str, pattern: str) -> str:
    """ODK's format-date with the directives that speak no language."""
    wall = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=moment_of(text) + SHANGHAI_MS)
    parts = _date_parts(wall)
    return _DIRECTIVE.sub(lambda found: parts[found[1]], pattern)


def _date_parts(wall: dt.datetime) -> dict[str, str]:
    return {
        "Y": f"{wall.year:04d}",
        "y": f"{wall.year:04d}"[-2:],
        "m": f"{wall.month:02d}",
        "n": str(wall.month),
        "d": f"{wall.day:02d}",
        "e": str(wall.day),
        "H": f"{wall.hour:02d}",
        "h": str(wall.hour),
        "M": f"{wall.minute:02d}",
        "S": f"{wall.second:02d}",
        "3": f"{wall.microsecond // 1000:03d}",
    }


def _day_number(date: str) -> int:
    return dt.date.fromisoformat(date).toordinal() - dt.date(1970, 1, 1).toordinal()


def _zone_ms(zone: str) -> int:
    if zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:])
    return (-minutes if zone[0] == "-" else minutes) * 60_000
