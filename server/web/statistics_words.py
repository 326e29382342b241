"""The lines of the statistics as rows of a table: rule, words, unit, and the numbers as text (S4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext, lazy_gettext

from server.domain.annual import Annual
from server.domain.figure import format_value
from server.domain.figure_item import ITEM_OF
from server.domain.money import format_yuan
from server.web.language import in_language

CHECKS: Final[Mapping[str, str]] = {
    "total_households": lazy_gettext("城市加农村等于合计（户）"),
    "total_persons": lazy_gettext("城市加农村等于合计（人）"),
    "stock_households": lazy_gettext("上月加新增减取消等于本月（户）"),
    "stock_persons": lazy_gettext("上月加新增减取消加人口变动等于本月（人）"),
    "added": lazy_gettext("各月新增相加等于全期（户）"),
    "added_persons": lazy_gettext("各月新增相加等于全期（人）"),
    "cancelled": lazy_gettext("各月取消相加等于全期（户）"),
    "cancelled_persons": lazy_gettext("各月取消相加等于全期（人）"),
    "paid": lazy_gettext("各月保障金相加等于全期（分）"),
    "subsidy": lazy_gettext("各月补贴相加等于全期（分）"),
    # the monthly table
    "sexes": lazy_gettext("女加男等于列明的成员"),
    "ages": lazy_gettext("三个年龄段相加等于列明的成员"),
    "ability": lazy_gettext("劳动能力四项相加等于 18 至 59 岁"),
    "people": lazy_gettext("列明的成员加无从得知的等于在保人数"),
    "causes": lazy_gettext("问过致贫原因的加没问过的等于在保户数"),
    "money_lines": lazy_gettext("资金各项合计等于逐户发放相加（分）"),
    "money_annual": lazy_gettext("资金各项合计等于统计表的当月发放（分）"),
}


@dataclass(frozen=True)
class Row:
    """One line: what is computed has three numbers, what is reported one, with its source."""

    rule: str
    words: str
    unit: str
    rural: str
    urban: str
    total: str


@dataclass(frozen=True)
class ReportedRow:
    rule: str
    words: str
    value: str
    unit: str
    on: str
    source: str


def rows_of(annual: Annual) -> Iterator[Row]:
    """The lines that follow from the record."""
    moved, all_ = annual.movements, annual.all
    household, person = gettext("户"), gettext("人")
    for rule, words, part in (
        ("S4-04", gettext("期末在保"), "stock"),
        ("S4-06", gettext("新增"), "added"),
        ("S4-07", gettext("取消"), "cancelled"),
    ):
        counts = [getattr(one, part) for one in (moved["rural"], moved["urban"], all_)]
        yield Row(rule, words, household, *(f"{count.households:,}" for count in counts))
        yield Row(rule, words, person, *(f"{count.persons:,}" for count in counts))
    paid = (annual.paid["rural"], annual.paid["urban"], annual.all_paid)
    yield Row("S4-05", gettext("发放保障金"), gettext("元"), *(format_yuan(one.benefit_fen) for one in paid))
    subsidy = gettext("临时物价补贴")
    yield Row("S4-08", subsidy, gettext("人次"), *(f"{one.subsidy_times:,}" for one in paid))
    yield Row("S4-08", subsidy, gettext("元"), *(format_yuan(one.subsidy_fen) for one in paid))


def reported_rows(annual: Annual) -> Iterator[ReportedRow]:
    """The lines somebody reported."""
    for code, item in ITEM_OF.items():
        if figure := annual.figures.get(code):
            unit = in_language(item.unit_zh, item.unit_en)
            words = in_language(item.zh, item.en)
            value = format_yuan(int(figure.value)) if item.kind == "money" else format_value(figure)
            yield ReportedRow(item.rule, words, value, unit, figure.on.isoformat(), figure.source)
