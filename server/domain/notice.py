"""The public notice at the applicant's building (S7-NOTICE)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from server.domain.days import Calendar
from server.domain.policy import MeetingMode, NoticeRules


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


def notice_period(
    posted_on: date, rules: NoticeRules, calendar: Calendar, *, again: bool = False
) -> NoticePeriod:
    """Three days by default (S7-NOTICE-02); past a legal holiday it ends on the next working day.

    ``again``: after an objection was investigated, where the pack may ask for other days (S7-AMB-06).
    """
    first_day = posted_on + timedelta(days=1)
    days = rules.renotice_days if again else rules.days
    if rules.day_kind == "working":
        last_day = calendar.add_working_days(posted_on, days)
    else:
        last_day = posted_on + timedelta(days=days)
        if rules.extend_past_holiday:
            last_day = calendar.next_working_day(last_day)
    return NoticePeriod(posted_on, first_day, last_day)


def is_provisional(period: NoticePeriod, rules: NoticeRules, calendar: Calendar) -> bool:
    """Whether the last day hangs on holidays that are not published yet (design §6)."""
    if rules.day_kind == "working":
        return any(calendar.is_provisional(day) for day in (period.first_day, period.last_day))
    return rules.extend_past_holiday and calendar.is_provisional(period.last_day)


def settle_period(
    posted: NoticePeriod, rules: NoticeRules, calendar: Calendar, *, again: bool = False
) -> NoticePeriod:
    """The period once holidays are published: never shorter than what hangs in the stairwell says."""
    found = notice_period(posted.posted_on, rules, calendar, again=again)
    return replace(posted, last_day=max(posted.last_day, found.last_day))


def needs_meeting(mode: MeetingMode, *, objected: bool) -> bool:
    """Whether the meeting follows the notice: always, never, or after an objection in this case (D-11)."""
    return mode == "always" or (mode == "on_objection" and objected)


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
