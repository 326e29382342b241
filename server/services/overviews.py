"""What a role looks at first: work, clocks, pace, money, causes, and how far behind the record is (S4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from server.domain.annual import add_paid, paid_of
from server.domain.cause import Share
from server.domain.count import Count
from server.domain.days import shanghai_date
from server.domain.month import month_after
from server.domain.period import Period
from server.domain.permission import Actor, check_may, may
from server.records.count_rows import paid_sums, stocks_in
from server.records.pace_rows import approved_by_month, due_in, visits_since
from server.services.annuals import area_within
from server.services.cases import MINE, worklist
from server.services.causes import find_distribution
from server.services.clocks import Dues, count_dues
from server.services.district import District
from server.services.freshness import Freshness, measure

WEEKS: Final = 12
_MONTHS: Final = 12
_FIRST_CAUSES: Final = 3


@dataclass(frozen=True)
class Overview:
    """The figures of one person's area; None where their post does not see them."""

    area: str
    waiting: int
    dues: Dues
    mondays: Sequence[date]
    visits: Sequence[int]  # a week, beginning on each Monday
    months: Sequence[str]
    approved: Sequence[int]  # by the month the benefit begins
    month: str
    stock: Count
    due_fen: int
    paid_fen: int
    cause_year: int
    causes: Sequence[Share] | None
    lag: Freshness | None


def get_overview(district: District, actor: Actor) -> Overview:
    """What a person's post needs, of their own area alone."""
    check_may(actor, "statistics.read")
    area, today = area_within(district, actor, ""), district.today()
    month = f"{today:%Y-%m}"
    mondays, months = _mondays(today), _months(month)
    cause_year, causes = _first_causes(district, actor)
    return Overview(
        area=area,
        waiting=worklist(district, actor, MINE).counts[MINE],
        dues=count_dues(district, actor),
        mondays=mondays,
        visits=_visits(district, mondays, area),
        months=months,
        approved=_approved(district, months, area),
        month=month,
        stock=stocks_in(district.index, [month], area)[month],
        due_fen=due_in(district.index, month, area),
        paid_fen=_paid(district, month, area),
        cause_year=cause_year,
        causes=causes,
        lag=measure(district, at_a_glance=True) if may(actor, "freshness.read") else None,
    )


def _mondays(today: date) -> list[date]:
    """The Mondays of the last twelve weeks, this one among them."""
    this = today - timedelta(days=today.weekday())
    return [this - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def _months(this: str) -> list[str]:
    """Twelve months up to the next, in which what is approved now begins."""
    return [month_after(this, 1 - back) for back in reversed(range(_MONTHS))]


def _visits(district: District, mondays: Sequence[date], area: str) -> list[int]:
    days = map(shanghai_date, visits_since(district.index, f"{mondays[0]:%Y-%m}", area))
    weeks = Counter(day - timedelta(days=day.weekday()) for day in days)
    return [weeks[monday] for monday in mondays]


def _approved(district: District, months: Sequence[str], area: str) -> list[int]:
    found = approved_by_month(district.index, months[0], months[-1], area)
    return [found.get(month, 0) for month in months]


def _paid(district: District, month: str, area: str) -> int:
    sums = paid_sums(district.index, Period(month, month), area)
    return add_paid(paid_of(one.kind, one.persons, one.amount_fen) for one in sums).benefit_fen


def _first_causes(district: District, actor: Actor) -> tuple[int, Sequence[Share] | None]:
    if not may(actor, "cause.read"):
        return 0, None
    found = find_distribution(district, actor)
    told = sorted((line for line in found.causes if line.count), key=lambda line: -line.count)
    return found.year, told[:_FIRST_CAUSES]
