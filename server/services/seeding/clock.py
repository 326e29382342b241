"""A clock that is moved by hand, and a timetable that tells stories side by side in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from server.domain.days import SHANGHAI, Calendar, shanghai_date
from server.services.seeding.dice import Dice

Story = Iterator[datetime]


class Clock:
    """Shows the instant it was set to; it never runs backwards."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        return self._now

    def move_to(self, instant: datetime) -> None:
        self._now = max(self._now, instant.astimezone(UTC).replace(microsecond=0))


class Timetable:
    """Runs stories: each yields the instant of its next act, and is resumed when the clock shows it."""

    def __init__(self, clock: Clock, end: datetime) -> None:
        self.clock = clock
        self.end = end
        self._order = count()
        self._waiting: list[tuple[datetime, int, Story]] = []

    def add(self, story: Story) -> None:
        """Lets a story begin; what it does before its first yield is done at once."""
        instant = next(story, None)
        if instant is not None and instant <= self.end:
            heapq.heappush(self._waiting, (max(instant, self.clock()), next(self._order), story))

    def run(self) -> None:
        """Tells every story up to the end; what would come later has not happened yet."""
        while self._waiting:
            instant, _, story = heapq.heappop(self._waiting)
            self.clock.move_to(instant)
            self.add(story)
        self.clock.move_to(self.end)


class OfficeHours:
    """When things happen: on working days, between half past eight and half past five."""

    def __init__(self, clock: Clock, calendar: Calendar, dice: Dice) -> None:
        self._clock = clock
        self._calendar = calendar
        self._dice = dice

    def on(self, day: date, hour: int, minute: int = 0) -> datetime:
        """An instant of a day in China."""
        return datetime.combine(day, time(hour, minute), SHANGHAI)

    def some_time(self, day: date) -> datetime:
        """Some minute of the office's hours, on the day or the next that is worked."""
        day = self._calendar.next_working_day(day)
        return self.on(day, 8, 30) + timedelta(seconds=self._dice.randrange(9 * 3600))

    def after(self, least: int, most: int) -> datetime:
        """Between ``least`` and ``most`` working days from now; a little later where that is today."""
        today = shanghai_date(self._clock())
        days = self._dice.randint(least, most)
        if days == 0:
            return self._clock() + timedelta(minutes=self._dice.randint(5, 90))
        return self.some_time(self._calendar.add_working_days(today, days))

    def minutes(self, least: int, most: int) -> datetime:
        """A few minutes from now."""
        return self._clock() + timedelta(seconds=self._dice.randint(least * 60, most * 60))
