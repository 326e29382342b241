"""Figures of the district are entered with their source and never written over (S1-ADJ-06, S1-ADJ-08)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from server.domain.indicator import Figure, Kind, Method, percent
from server.domain.sheet import format_csv
from server.errors import Refusal
from server.services.district import District
from server.services.indicators import enter_figure, indicator_lines, read_indicators, source_figures
from server.services.verification import verify
from tests.factories import CLERK, REVIEWER

STANDARD = Figure(Kind.STANDARD, 2020, 67_500, "", date(2020, 1, 1), Method.CONSULTATION)
WAGE = Figure(Kind.WAGE, 2019, 4_500_000, "")
BY = "民政会同财政、统计、物价制定，区政府批准"


def test_a_standard_and_the_wage_before_it_give_a(district: District) -> None:
    enter_figure(district, REVIEWER, STANDARD, "市政府文件", BY)
    enter_figure(district, REVIEWER, WAGE, "统计年鉴 2020，第 31 页")
    found = read_indicators(district, CLERK)
    assert [row.year for row in found.rows] == [2019, 2020]
    assert percent(found.rows[1].a_value or 0) == "18.00"
    assert found.rows[1].place == "within"
    assert [(each.source, each.set_by) for each in found.entered] == [
        ("统计年鉴 2020，第 31 页", ""),
        ("市政府文件", BY),
    ]
    heads, lines = indicator_lines(found)
    assert len(heads) == len(lines[0]) == len(lines[1])
    assert list(map(str, lines[1][:2])) == ["2020", "675.00"]
    assert verify(district).ok


def test_the_mean_of_a_is_the_printed_one_where_the_years_are_those_printed(district: District) -> None:
    """S1-ADJ-03: 20.82 % of seven years; a year without A changes nothing."""
    assert read_indicators(district, CLERK).a_mean is None
    for year, hundredths in source_figures().of("S1-ADJ-03").values.items():
        wage = Figure(Kind.WAGE, int(year) - 1, 12_000_000, "")
        since = date(int(year), 1, 1)
        standard = replace(STANDARD, year=int(year), value=100 * hundredths, since=since)
        enter_figure(district, REVIEWER, wage, "年鉴")
        enter_figure(district, REVIEWER, standard, "文件", BY)
    found = read_indicators(district, CLERK)
    assert percent(found.a_mean or Fraction(0)) == source_figures().a_mean == "20.82"
    assert next(row.a_value for row in found.rows) is None
    enter_figure(district, REVIEWER, replace(STANDARD, year=2030), "文件", BY)
    assert read_indicators(district, CLERK).a_mean == found.a_mean


def test_what_fell_is_a_number_in_the_file(district: District) -> None:
    """A minus before a digit is no formula: a sheet has to add it up."""
    enter_figure(district, REVIEWER, WAGE, "公报")
    enter_figure(district, REVIEWER, Figure(Kind.WAGE, 2020, 4_400_000, ""), "公报")
    table = format_csv(*indicator_lines(read_indicators(district, REVIEWER))).decode("utf-8-sig")
    assert ",-2.22," in table


def test_a_correction_counts_and_what_was_entered_first_stays(district: District) -> None:
    enter_figure(district, REVIEWER, WAGE, "公报")
    wrong = Figure(Kind.WAGE, 2019, 4_600_000, "")
    enter_figure(district, REVIEWER, wrong, "公报，更正")
    enter_figure(district, REVIEWER, wrong, "公报，更正")
    entered = read_indicators(district, REVIEWER).entered
    assert [(each.figure.value, each.counts) for each in entered] == [(4_600_000, True), (4_500_000, False)]


@pytest.mark.parametrize(
    ("figure", "source", "by", "code"),
    [
        (WAGE, " ", "", "indicator.source"),
        (STANDARD, "文件", "", "indicator.method"),
        (Figure(Kind.WAGE, 2019, 0, ""), "公报", "", "indicator.value"),
    ],
)
def test_a_figure_without_source_or_sense_is_not_entered(district, figure, source, by, code) -> None:
    with pytest.raises(Refusal) as refused:
        enter_figure(district, REVIEWER, figure, source, by)
    assert refused.value.code == code
    assert read_indicators(district, REVIEWER).entered == []


def test_a_clerk_reads_and_enters_nothing(district: District) -> None:
    with pytest.raises(Refusal, match=r"person\.may_not"):
        enter_figure(district, CLERK, WAGE, "公报")


def test_the_acts_hold_no_word_of_the_source(district: District) -> None:
    enter_figure(district, REVIEWER, STANDARD, "市政府文件", BY)
    [act] = district.casebook.read("indicators")
    assert "市政府" not in str(act.facts)
    assert act.facts["method"] == "consultation"


def test_the_figures_of_article_1_are_all_there() -> None:
    assert {figure.rule for figure in source_figures().figures} >= {
        *(f"S1-STD-0{n}" for n in range(1, 6)),
        *("S1-ADJ-03", "S1-ADJ-04", "S1-ADJ-05", "S1-ADJ-07", "S1-IND-02", "S1-IND-03", "S1-INC-03"),
    }
    assert all(
        place and value for figure in source_figures().figures for place, value in figure.written("en")
    )
