"""The summary says every line with its rule, its unit, and where it comes from (S4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from server.domain.annual import Annual, MonthLine, Paid, Standard
from server.domain.annual_summary import Origin, Sentence, period_words, summarise
from server.domain.count import Count, Movement
from server.domain.figure import Figure
from server.domain.figure_item import ITEMS
from server.domain.period import Period, year_period

NOTHING = Movement(Count(), Count(), Count(), Count(), Count())
RURAL = Movement(Count(10, 20), Count(3, 7), Count(2, 5), Count(), Count(11, 22))
PAID = Paid(1234567, 30, 900)


def annual(**changes: Any) -> Annual:
    period = Period("2020-12", "2020-12")
    movements = {"rural": RURAL, "urban": NOTHING}
    paid = {"rural": PAID, "urban": Paid()}
    made = Annual(
        period=period,
        area="",
        movements=movements,
        paid=paid,
        months=(MonthLine("2020-12", movements, paid, Count(11, 22)),),
        standards={
            "urban": Standard(67500, 65000, "救助科", date(2020, 12, 31)),
            "rural": Standard(452400, 432400, "pack@1"),
        },
    )
    return replace(made, **changes)


def said(one: Annual, rule: str) -> Sentence:
    (found,) = (line for line in summarise(one) if line.rule == rule)
    return found


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (
            "S4-04",
            "2020年12月在保 11 户 22 人，其中农村 11 户 22 人，城市 0 户 0 人。",
            "11 households, 22 persons",
        ),
        ("S4-06", "新增 3 户 7 人", "Added in December 2020: 3 households, 7 persons"),
        ("S4-07", "取消 2 户 5 人", "Cancelled in December 2020: 2 households"),
        ("S4-05", "保障金 12,345.67 元", "12,345.67 yuan"),
        ("S4-08", "30 人次 9.00 元", "30 person-times, 9.00 yuan"),
        ("W-24", "10 项逻辑核对都成立", "All 10 logic checks hold"),
    ],
)
def test_each_line_stands_with_its_units_in_both_languages(rule: str, zh: str, en: str) -> None:
    line = said(annual(), rule)
    assert zh in line.zh
    assert en in line.en
    assert line.origin is Origin.RECORD


def test_a_percentage_is_cut_and_says_so() -> None:
    """S4-01, S4-02: 25 of 650 is 3.846…, printed 3.84."""
    urban, rural = said(annual(), "S4-01"), said(annual(), "S4-02")
    assert "提高 3.84%（截到两位小数，不四舍五入）" in urban.zh
    assert "up 4.62% from 4,324.00 yuan (cut after two decimals, not rounded)" in rural.en


def test_what_was_reported_says_by_whom_and_when() -> None:
    figure = Figure("S4-12.households", 487, date(2020, 12, 31), "救助科年报")
    line, rest = (one for one in summarise(annual(figures={figure.code: figure})) if one.rule == "S4-12")
    assert line.origin is Origin.REPORTED
    assert rest.zh == "特困供养人数、特困供养资金：没有上报。"
    assert rest.origin is Origin.MISSING
    assert line.zh == "特困供养户数：487 户（上报，救助科年报，2020-12-31）。"
    assert "487 households (reported, 救助科年报, 2020-12-31)" in line.en
    assert "（上报，救助科，2020-12-31）" in said(annual(), "S4-01").zh
    assert said(annual(), "S4-02").origin is Origin.PACK


def test_a_check_that_fails_is_said_before_anybody_uses_it() -> None:
    wrong = MonthLine("2020-12", {"rural": RURAL, "urban": NOTHING}, annual().paid, Count(12, 22))
    assert "1 项不成立" in said(annual(months=(wrong,)), "W-24").zh


def test_an_empty_year_has_its_lines_and_no_standard() -> None:
    none = Standard(None, None)
    empty = annual(
        movements={"rural": NOTHING, "urban": NOTHING},
        paid={"rural": Paid(), "urban": Paid()},
        standards={"urban": none, "rural": none},
        months=(),
    )
    assert said(empty, "S4-01").zh == "2020年末的城市低保标准没有记录。"
    assert said(empty, "S4-01").origin is Origin.MISSING
    assert said(empty, "S4-02").en == "The rural standard of 2020 is not known."
    assert "在保 0 户 0 人" in said(empty, "S4-04").zh


def test_what_nobody_reported_is_not_passed_over() -> None:
    """Every rule of article 4 with a figure to be reported has a sentence; no silence reads as none."""
    rules = {line.rule for line in summarise(annual())}
    assert rules >= {item.rule for item in ITEMS}


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        (year_period(2020), "2020年", "2020"),
        (Period("2020-03", "2020-03"), "2020年3月", "March 2020"),
        (Period("2019-11", "2020-02"), "2019年11月至2020年2月", "November 2019 to February 2020"),
    ],
)
def test_a_period_is_said_as_people_say_it(period: Period, zh: str, en: str) -> None:
    assert period_words(period) == (zh, en)
