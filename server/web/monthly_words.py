"""The lines of the monthly table in words, in groups: text on the page, numbers in a file (W-24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from flask_babel import gettext, lazy_gettext

from server.domain.money import format_yuan
from server.domain.monthly import FEN, Line, Monthly
from server.services.workbooks import Cell, yuan_cell

UNITS: Final[Mapping[str, str]] = {
    "households": lazy_gettext("户"),
    "persons": lazy_gettext("人"),
    "fen": lazy_gettext("元"),
}
_GROUPS: Final[Sequence[tuple[str, Mapping[str, str]]]] = (
    (
        lazy_gettext("在保与增减"),
        {
            "stock_households": lazy_gettext("月末在保"),
            "stock_persons": lazy_gettext("月末在保"),
            "added_households": lazy_gettext("本月新增"),
            "added_persons": lazy_gettext("本月新增"),
            "cancelled_households": lazy_gettext("本月退出"),
            "cancelled_persons": lazy_gettext("本月退出"),
        },
    ),
    (
        lazy_gettext("在保的人"),
        {
            "women": lazy_gettext("女性"),
            "men": lazy_gettext("男性"),
            "minors": lazy_gettext("未成年人（不满 18 岁）"),
            "adults": lazy_gettext("18 至 59 岁"),
            "old": lazy_gettext("老年人（60 岁以上）"),
            "disabled": lazy_gettext("残疾人"),
            "unknown": lazy_gettext("成员无从得知"),
        },
    ),
    (
        lazy_gettext("18 至 59 岁的劳动能力"),
        {
            "able": lazy_gettext("有劳动能力"),
            "partly": lazy_gettext("部分丧失"),
            "lost": lazy_gettext("完全丧失"),
            "unasked": lazy_gettext("没有问过"),
        },
    ),
    (
        lazy_gettext("致贫原因（可以多项）"),
        {
            "cause_illness": lazy_gettext("因病"),
            "cause_disability": lazy_gettext("因残"),
            "cause_schooling": lazy_gettext("因学"),
            "cause_disaster": lazy_gettext("因灾"),
            "cause_labour": lazy_gettext("缺劳力"),
            "cause_other": lazy_gettext("其他原因"),
            "cause_unasked": lazy_gettext("没有问过"),
        },
    ),
    (
        lazy_gettext("资金"),
        {
            "money_benefit": lazy_gettext("本月保障金"),
            "money_arrears": lazy_gettext("补发以前月份"),
            "money_price_subsidy": lazy_gettext("临时物价补贴"),
            "money_recovery": lazy_gettext("减：抵扣多领的"),
            "money_returned": lazy_gettext("减：银行退回"),
            "money": lazy_gettext("本月实际发放"),
            "money_each": lazy_gettext("人均（四舍五入到分）"),
            "money_year": lazy_gettext("一月起累计发放"),
        },
    ),
)


@dataclass(frozen=True)
class MonthRow:
    """A line as it is shown."""

    words: str
    unit: str
    rural: str
    urban: str
    total: str
    line: Line


def monthly_groups(monthly: Monthly) -> Iterator[tuple[str, list[MonthRow]]]:
    """Every line of the table under the heading of its group."""
    lines = {line.code: line for line in monthly.lines}
    for title, words in _GROUPS:
        yield title, [_row(lines[code], said) for code, said in words.items()]


def monthly_cells(monthly: Monthly) -> Iterator[Sequence[Cell]]:
    """The table as rows of a file: yuan with two decimals and counts, without separators, to be added up."""
    for title, rows in monthly_groups(monthly):
        for row in rows:
            yield [str(title), row.words, row.unit, *map(partial(_cell, row.line.unit), row.line.numbers)]


def monthly_header() -> list[str]:
    return [
        gettext("分组"),
        gettext("指标"),
        gettext("计量单位"),
        gettext("农村"),
        gettext("城市"),
        gettext("合计"),
    ]


def _row(line: Line, words: str) -> MonthRow:
    rural, urban, total = (_number(line.unit, number) for number in line.numbers)
    return MonthRow(str(words), str(UNITS[line.unit]), rural, urban, total, line)


def _cell(unit: str, number: int) -> Cell:
    return yuan_cell(number) if unit == FEN else number


def _number(unit: str, number: int) -> str:
    return format_yuan(number) if unit == FEN else f"{number:,}"
