"""The public notice at the applicant's building (S7-NOTICE)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from server.domain.days import Calendar
from server.domain.policy import NoticeRules


@dataclass(frozen=True)
class NoticePeriod:
    """Days a notice runs; the day of posting is not counted, the last day ends at 24:00 (S7-AMB-07)."""

    posted_on: date
    first_day: date
    last_day: date

    def is_over(self, today: date) -> bool:
        return today > self.last_day

    def days_left(self, today: date) -> int:
        """Days until the period ends, today included; zero once it is over."""
        return max(0, (self.last_day - max(today, self.first_day)).days + 1)


def notice_period(posted_on: date, rules: NoticeRules, calendar: Calendar) -> NoticePeriod:
    """Three days by default (S7-NOTICE-02); past a legal holiday it ends on the next working day."""
    first_day = posted_on + timedelta(days=1)
    if rules.day_kind == "working":
        last_day = calendar.add_working_days(posted_on, rules.days)
    else:
        last_day = posted_on + timedelta(days=rules.days)
        if rules.extend_past_holiday:
            last_day = calendar.next_working_day(last_day)
    return NoticePeriod(posted_on, first_day, last_day)


def notice_statement(
    notice_id: str, period: NoticePeriod, shown: Mapping[str, str | int], salt: str
) -> dict[str, str | int]:
    """Exactly what a notice says in public, and 128 random bits so that its digest cannot be guessed.

    ``shown`` are the fields the pack publishes, and no others (PR-02).
    """
    days = {key: day.isoformat() for key, day in asdict(period).items()}
    return {"type": "notice", "notice": notice_id, "salt": salt, **days, **shown}


def mask_name(name: str) -> str:
    """The family name and a mark for each other character, where the pack asks for it (PR-16)."""
    return name[:1] + "*" * (len(name) - 1)
