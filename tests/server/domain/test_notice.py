"""The three days of the building notice (S7-NOTICE-02, S7-AMB-07)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.days import Calendar
from server.domain.notice import is_provisional, mask_name, needs_meeting, notice_period, settle_period
from server.domain.policy import MeetingMode, NoticeRules
from server.domain.policy_reader import DayKind
from tests.server.domain.packs import sifang

CALENDAR = Calendar()


def rules(days: int = 3, day_kind: str = "calendar", extend: bool = True) -> NoticeRules:
    kind: DayKind = "working" if day_kind == "working" else "calendar"
    return replace(sifang().notice, days=days, day_kind=kind, extend_past_holiday=extend)


def test_the_day_of_posting_is_not_counted() -> None:
    period = notice_period(date(2026, 3, 16), rules(), CALENDAR)
    assert (period.first_day, period.last_day) == (date(2026, 3, 17), date(2026, 3, 19))
    assert not period.is_over(date(2026, 3, 19))
    assert period.is_over(date(2026, 3, 20))


def test_a_last_day_that_nobody_works_moves_to_the_next_that_is_worked() -> None:
    friday_posted = notice_period(date(2026, 3, 12), rules(), CALENDAR)
    assert friday_posted.last_day == date(2026, 3, 16)
    assert notice_period(date(2026, 3, 12), rules(extend=False), CALENDAR).last_day == date(2026, 3, 15)


def test_a_holiday_that_is_worked_counts_as_worked() -> None:
    calendar = Calendar({date(2026, 3, 15): True}, frozenset({2026}))
    assert notice_period(date(2026, 3, 12), rules(), calendar).last_day == date(2026, 3, 15)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(min_value=1, max_value=30))
def test_no_notice_is_shorter_than_the_rule(posted: date, days: int) -> None:
    for kind in ("calendar", "working"):
        period = notice_period(posted, rules(days, kind), CALENDAR)
        assert (period.last_day - posted).days >= days
        assert CALENDAR.is_working_day(period.last_day)


def test_days_left_counts_today() -> None:
    period = notice_period(date(2026, 3, 16), rules(), CALENDAR)
    assert [period.days_left(date(2026, 3, day)) for day in (16, 17, 18, 19, 20)] == [3, 3, 2, 1, 0]


def test_a_masked_name_keeps_only_the_family_name() -> None:
    assert mask_name("周例平") == "周**"


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(min_value=1, max_value=30))
def test_publishing_holidays_never_makes_a_posted_notice_shorter(posted: date, days: int) -> None:
    for kind in ("calendar", "working"):
        before = notice_period(posted, rules(days, kind), CALENDAR)
        off = {posted + timedelta(days=number): number % 3 == 0 for number in range(days + 9)}
        published = Calendar(off, frozenset(range(2020, 2037)))
        after = settle_period(before, rules(days, kind), published)
        assert after.last_day >= before.last_day
        assert settle_period(after, rules(days, kind), published) == after
        assert not is_provisional(after, rules(days, kind), published)


def test_a_last_day_in_a_year_without_holidays_is_provisional() -> None:
    known = Calendar({}, frozenset({2026}))
    posted = notice_period(date(2026, 12, 30), rules(), known)
    assert posted.last_day == date(2027, 1, 4)  # Saturday the second moves to Monday
    assert is_provisional(posted, rules(), known)
    assert not is_provisional(
        notice_period(date(2026, 12, 30), rules(extend=False), known), rules(extend=False), known
    )
    assert not is_provisional(notice_period(date(2026, 12, 1), rules(), known), rules(), known)
    new_year = Calendar({date(2027, 1, 4): False}, frozenset({2026, 2027}))
    assert settle_period(posted, rules(), new_year).last_day == date(2027, 1, 5)


def test_another_number_of_days_after_an_objection() -> None:
    again = replace(rules(days=7), renotice_days=3)
    assert notice_period(date(2026, 3, 16), again, CALENDAR).last_day == date(2026, 3, 23)
    assert notice_period(date(2026, 3, 16), again, CALENDAR, again=True).last_day == date(2026, 3, 19)


@pytest.mark.parametrize(
    ("mode", "objected", "needed"),
    [
        ("always", False, True),
        ("always", True, True),
        ("on_objection", False, False),
        ("on_objection", True, True),
        ("never", True, False),
    ],
)
def test_the_pack_says_when_a_meeting_follows(mode: MeetingMode, objected: bool, needed: bool) -> None:
    assert needs_meeting(mode, objected=objected) is needed
