"""The figures of article 1 come out of the same arithmetic the district's own go through (S1-STD…S1-IND)."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.indicator import (
    Figure,
    Kind,
    Method,
    a_value,
    band_place,
    check_figure,
    growth,
    mean,
    percent,
    suggested_standard,
    year_rows,
)
from server.domain.indicator_source import SourceFigures, parse_figures
from server.errors import Refusal

_FILE = Path(__file__).parents[3] / "server" / "data" / "standard_setting.toml"


def shipped() -> SourceFigures:
    return parse_figures(tomllib.loads(_FILE.read_text(encoding="utf-8")))


def figures(**values: dict[int, int]) -> dict[tuple[Kind, int], Figure]:
    return {
        (Kind(kind), year): Figure(Kind(kind), year, value, "s")
        for kind, years in values.items()
        for year, value in years.items()
    }


def test_the_mean_of_the_seven_a_values_is_the_printed_one() -> None:
    values = shipped().of("S1-ADJ-03").values
    assert percent(mean(Fraction(value, 10_000) for value in values.values()) or Fraction(0)) == "20.82"


def test_every_printed_a_value_lies_within_the_band_and_a_tenth_beside_it_does_not() -> None:
    assert {band_place(Fraction(value, 10_000)) for value in shipped().of("S1-ADJ-03").values.values()} == {
        "within"
    }
    assert band_place(Fraction(15, 100)) == band_place(Fraction(27, 100)) == "within"
    assert band_place(Fraction(1499, 10_000)) == "below"
    assert band_place(Fraction(2701, 10_000)) == "above"


def test_the_regional_gaps_of_1998_follow_from_the_means() -> None:
    means, gaps = (figure.values for figure in shipped().figures if figure.rule == "S1-STD-05")
    east, centre, west = means.values()
    assert [east - centre, east - west] == list(gaps.values())[:2]


def test_growth_is_the_mean_of_yearly_rates_and_not_the_compound_one() -> None:
    """S1-STD-02: 8.87 is a mean; compound growth of the two printed standards over eight years is 6.29."""
    assert mean([growth(200, 100), growth(100, 200)]) == Fraction(1, 4)
    first, last = shipped().of("S1-STD-01").values.values()
    assert Fraction(10_628, 10_000) ** 8 < Fraction(last, first) < Fraction(10_630, 10_000) ** 8
    assert shipped().of("S1-STD-02").values["平均|mean"] == 887


def test_the_contradictions_of_the_source_are_stated_where_they_stand() -> None:
    assert percent(Fraction(24, 36)) == "66.67"
    assert percent(Fraction(23, 36)) == "63.89"
    assert {figure.rule for figure in shipped().figures if figure.error} == {
        "S1-STD-02",
        "S1-STD-03",
        "S1-ADJ-07",
    }


def test_printed_shares_of_cities_follow_from_their_counts() -> None:
    assert [percent(Fraction(count, 36)) for count in (3, 2, 9)] == ["8.33", "5.56", "25.00"]


def test_a_hundred_yuan_more_of_wage_are_17_to_19_of_standard() -> None:
    assert suggested_standard(30_000, 12 * 210_000, 12 * 200_000) == (31_700, 31_900)
    assert suggested_standard(30_000, 100_000, 200_000) == (30_000, 30_000)


def test_a_year_says_only_what_its_figures_allow() -> None:
    known = figures(
        standard={2019: 65_000, 2020: 67_500},
        wage={2019: 7_200_000, 2020: 7_800_000},
        population={2020: 200_000},
        recipients={2020: 547},
    )
    first, second = year_rows(known)
    assert (first.a_value, first.standard_growth, first.coverage, first.place) == (None, None, None, "")
    assert second.a_value == a_value(67_500, 7_200_000) == Fraction(9, 80)
    assert percent(second.standard_growth or Fraction(0)) == "3.85"
    assert percent(second.wage_growth or Fraction(0)) == "8.33"
    assert second.place == "below"
    assert percent(second.coverage or Fraction(0)) == "0.27"
    assert second.poverty is None


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_is_the_standard_over_the_monthly_wage(standard: int, wage: int) -> None:
    assert a_value(standard, wage) * Fraction(wage, 12) == standard


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_a_printed_percentage_is_never_further_than_half_its_last_place(part: int, whole: int) -> None:
    share = Fraction(part, whole)
    assert abs(Fraction(percent(share)) - share * 100) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        (Figure(Kind.WAGE, 20, 1, "s"), "indicator.year"),
        (Figure(Kind.WAGE, 2020, 0, "s"), "indicator.value"),
        (Figure(Kind.WAGE, 2020, -1, "s"), "indicator.value"),
        (Figure(Kind.STANDARD, 2020, 1, "s"), "indicator.since"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(figure: Figure, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_figure(figure)
    assert refused.value.code == code


def test_nobody_poor_is_a_figure_too() -> None:
    check_figure(Figure(Kind.POOR, 2020, 0, "s"))


def test_a_line_of_the_data_without_its_rule_is_refused_by_its_place() -> None:
    with pytest.raises(Refusal, match=r"indicator\.data"):
        parse_figures({"source": "s", "figure": [{"kind": "share"}]})


def test_every_method_of_the_source_has_its_words() -> None:
    assert len(Method) == 8
