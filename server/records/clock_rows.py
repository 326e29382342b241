"""What the index keeps of a case's clocks: the open ones, by what they are for and the day they are due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from server.domain.case import Case
from server.domain.clock import Clock, open_clocks
from server.domain.days import Calendar
from server.domain.policy import Policy
from server.domain.stage import Stage
from server.records.table import Row

ON_NOTICE = (Stage.NOTICED, Stage.NOTICED_ONLY)


class ClockRow(Row, frozen=True):
    """One open clock of a case; ``due_on`` is empty while it is stopped, and ``why`` says what for."""

    number: str
    street: str
    community: str
    kind: str
    due_on: str
    why: str = ""


def clocks_of(case: Case, policies: Mapping[str, Policy], calendar: Calendar) -> list[Clock]:
    """The open clocks of a case; none where its pack is not known here."""
    policy = policies.get(case.policy)
    return open_clocks(case, policy, calendar) if policy else []


def clock_rows(case: Case, clocks: list[Clock]) -> Iterator[ClockRow]:
    for kind in dict.fromkeys(clock.kind for clock in clocks):
        same = [clock for clock in clocks if clock.kind == kind]
        days = [clock.due_on for clock in same if clock.state != "stopped"]
        due_on, why = (min(days).isoformat(), "") if days else ("", same[0].why)
        yield ClockRow(case.number, case.street, case.community, kind, due_on, why)


def first_due(case: Case, clocks: list[Clock]) -> tuple[str, str]:
    """The day a case is due, and for what: its notice while that hangs, else the first to run out."""
    if case.stage in ON_NOTICE and case.notice:
        return case.notice.period.last_day.isoformat(), "notice"
    running = [clock for clock in clocks if clock.state != "stopped"]
    first = min(running, key=lambda clock: clock.due_on, default=None)
    return (first.due_on.isoformat(), first.kind) if first else ("", "")
