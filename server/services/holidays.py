"""The holidays of each year as they are published, and what hangs on them (design §6, S7-AMB-07)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import chinese_calendar

from server.domain.case import Case
from server.domain.days import Calendar, parse_date
from server.domain.notice import is_provisional, settle_period
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import Holidays
from server.records.index import CaseFilter
from server.services.clocks import recount
from server.services.district import District, draft_act

_SATURDAY: Final = 5
_YEARS: Final = range(2000, 2100)
_MOST_DAYS: Final = 366
_ON_NOTICE: Final = ("noticed", "noticed_only")


@dataclass(frozen=True)
class Settled:
    """What publishing a year did to notices that still run: how many are certain now, how many later."""

    certain: int = 0
    later: int = 0


def list_years(district: District, actor: Actor) -> list[Holidays]:
    """Every year whose holidays are known, the newest first."""
    check_may(actor, "holiday.edit")
    return sorted(district.office.every(Holidays), key=lambda year: year.id, reverse=True)


def find_year(district: District, actor: Actor, year: int) -> Holidays | None:
    check_may(actor, "holiday.edit")
    _check_year(year)
    return district.office.find(Holidays, str(year))


def decreed_days(year: int) -> dict[str, bool]:
    """What the holiday library knows of a year, as something to begin with; empty before the decree."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
    try:
        worked = {day: bool(chinese_calendar.is_workday(day)) for day in days}
    except NotImplementedError:
        return {}
    return {day.isoformat(): works for day, works in worked.items() if works != _is_weekday(day)}


def publish_year(
    district: District, actor: Actor, year: int, off: Iterable[date], worked: Iterable[date], source: str
) -> Settled:
    """Keeps a year's days off and days worked with the decree they come from; running notices are recomputed.

    A notice that was posted keeps its day where the new one would be earlier: the paper hangs already.
    """
    check_may(actor, "holiday.edit")
    _check_year(year)
    off, worked = set(off), set(worked)
    _check_days(year, off, worked)
    if not source.strip():
        raise Refusal("holiday.source")
    exceptions = {day.isoformat(): day in worked for day in sorted(off | worked)}
    district.office.save(Holidays(str(year), exceptions, source.strip()))
    settled = settle_notices(district, actor)
    recount(district)
    return settled


def settle_notices(district: District, actor: Actor) -> Settled:
    """Recomputes the last day of every notice that a case still waits for; done twice, it adds nothing."""
    calendar, certain, later = district.calendar(), 0, 0
    rows = district.index.cases(CaseFilter(stages=list(_ON_NOTICE)), limit=1_000_000)
    for row in rows:
        with district.casebook.turn:
            case = district.get_case(row.number)
            facts = _settled(district, case, calendar)
            if facts is None or case.notice is None:
                continue
            certain += not facts["provisional"]
            later += facts["last_day"] != case.notice.period.last_day.isoformat()
            district.append_to_case(case, draft_act(actor, "holiday.edit", "notice_settled", facts))
    return Settled(certain, later)


def _settled(district: District, case: Case, calendar: Calendar) -> dict[str, object] | None:
    """What is to be recorded of a case's notice; None where nothing has changed."""
    notice = case.notice
    if notice is None or case.stage.value not in _ON_NOTICE:
        return None
    rules = district.policy_of(case.policy).notice
    period = settle_period(notice.period, rules, calendar, again=bool(case.objections))
    provisional = is_provisional(period, rules, calendar)
    if (period, provisional) == (notice.period, notice.provisional):
        return None
    return {"notice": notice.id, "last_day": period.last_day.isoformat(), "provisional": provisional}


def _check_year(year: int) -> None:
    if year not in _YEARS:
        raise Refusal("holiday.year", year=year)


def _check_days(year: int, off: set[date], worked: set[date]) -> None:
    """Days of the year, each said once: a weekday that is free, a day of a weekend that is worked."""
    if len(off | worked) > _MOST_DAYS:
        raise Refusal("holiday.year", year=year)
    for day in sorted(off | worked):
        if day.year != year:
            raise Refusal("holiday.other_year", day=day.isoformat(), year=year)
    for day in sorted(off & worked):
        raise Refusal("holiday.both", day=day.isoformat())
    for day in sorted(worked):
        if _is_weekday(day):
            raise Refusal("holiday.worked_anyway", day=day.isoformat())


def _is_weekday(day: date) -> bool:
    return day.weekday() < _SATURDAY


def parse_days(text: str) -> list[date]:
    """Days one a line or after a comma, or from one to another: ``2026-10-01 ~ 2026-10-08``."""
    found: list[date] = []
    for part in text.replace("，", "\n").replace("、", "\n").replace(",", "\n").split("\n"):
        if part.strip():
            found += _parse_range(part)
    return found


def _parse_range(part: str) -> list[date]:
    first, _, last = part.replace("—", "~").replace("至", "~").partition("~")
    start = parse_date(first)
    end = parse_date(last) if last.strip() else start
    if not 0 <= (end - start).days <= _MOST_DAYS:
        raise Refusal("date.malformed", text=part.strip())
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def format_days(days: Iterable[date]) -> str:
    """Days a line each, those that follow one another as one line; :func:`parse_days` reads it back."""
    lines: list[list[date]] = []
    for day in sorted(days):
        if lines and day - lines[-1][-1] == timedelta(days=1):
            lines[-1].append(day)
        else:
            lines.append([day])
    return "\n".join(
        run[0].isoformat() if len(run) == 1 else f"{run[0].isoformat()} ~ {run[-1].isoformat()}"
        for run in lines
    )
