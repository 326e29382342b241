"""Stock, added and cancelled are counted apart, and still add up (S4-04…S4-07)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.count import Count, SpellGroup, movement_in
from server.domain.month import month_after
from server.domain.period import Period, parse_period, year_period
from server.errors import Refusal

MONTHS = [month_after("2019-01", n) for n in range(36)]


@st.composite
def households(draw: st.DrawFn) -> list[SpellGroup]:
    """The spells of a household: one after the other, the last perhaps stopped."""
    cuts = sorted(draw(st.sets(st.integers(0, 35), min_size=2, max_size=5)))
    is_stopped = draw(st.booleans())
    spells = []
    for n, (start, end) in enumerate(pairwise(cuts)):
        last = n == len(cuts) - 2
        until = "" if last and not is_stopped else month_after(MONTHS[end], -1)
        persons = draw(st.integers(1, 6))
        spells.append(
            SpellGroup("rural", MONTHS[start], until, n == 0, last and is_stopped, Count(1, persons))
        )
    return spells


@given(st.lists(households(), max_size=12), st.integers(1, 34), st.integers(0, 12))
def test_stock_is_the_stock_before_with_what_moved(
    record: list[list[SpellGroup]], start: int, length: int
) -> None:
    period = Period(MONTHS[start], MONTHS[min(35, start + length)])
    assert movement_in([spell for household in record for spell in household], period).holds


@given(st.lists(households(), max_size=12))
def test_the_months_of_a_year_add_up_to_it(record: list[list[SpellGroup]]) -> None:
    groups = [spell for household in record for spell in household]
    year = year_period(2020)
    months = [movement_in(groups, Period(month, month)) for month in year.months]
    whole = movement_in(groups, year)
    assert sum((month.added for month in months), Count()) == whole.added
    assert sum((month.cancelled for month in months), Count()) == whole.cancelled
    assert (months[0].before, months[-1].stock) == (whole.before, whole.stock)


def test_who_is_paid_for_december_is_in_the_year_and_cancelled_in_the_next() -> None:
    group = SpellGroup("urban", "2019-05", "2020-12", first=True, last=True, count=Count(1, 3))
    assert movement_in([group], year_period(2020)).stock == Count(1, 3)
    assert movement_in([group], year_period(2020)).cancelled == Count()
    assert movement_in([group], year_period(2021)).cancelled == Count(1, 3)


def test_a_household_that_comes_from_nowhere_breaks_the_check() -> None:
    second = SpellGroup("urban", "2020-03", "", first=False, last=False, count=Count(1, 2))
    assert not movement_in([second], year_period(2020)).holds


@pytest.mark.parametrize(
    ("first", "last"),
    [("2020-05", "2020-04"), ("2020-13", ""), ("0020-01", ""), ("2020-1", ""), ("2000-01", "2020-01")],
)
def test_what_is_no_run_of_months_is_refused(first: str, last: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_period(first, last)
    assert refused.value.code in ("period.invalid", "period.too_long")
