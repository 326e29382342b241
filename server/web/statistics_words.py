"""The lines of the statistics as rows of a table: rule, words, unit, and the numbers as text (S4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext, lazy_gettext

from server.domain.annual import Annual, Standard
from server.domain.day_words import say_month
from server.domain.figure import format_value
from server.domain.figure_item import ITEM_OF
from server.domain.money import format_yuan
from server.domain.standard import since_of
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
STANDARDS: Final[Mapping[str, str]] = {"S4-01": "urban", "S4-02": "rural"}


@dataclass(frozen=True)
class Row:
    """One line with its three numbers and where they come from."""

    rule: str
    words: str
    unit: str
    rural: str
    urban: str
    total: str
    source: str


@dataclass(frozen=True)
class ReportedRow:
    rule: str
    words: str
    value: str
    unit: str
    on: str
    source: str


def source_of(source: str, day: date) -> str:
    """Where a reported figure comes from."""
    return str(gettext("上报，%(day)s，%(source)s", day=day.isoformat(), source=source))


def rows_of(annual: Annual) -> Iterator[Row]:
    """The standards, and the lines that follow from the record."""
    yield from _standard_rows(annual)
    yield from _counted_rows(annual)
    yield from _paid_rows(annual)


def _standard_rows(annual: Annual) -> Iterator[Row]:
    """The standard of each residence, in its own column (S4-01, S4-02)."""
    for rule, home in STANDARDS.items():
        standard, item = annual.standards[home], ITEM_OF[f"{rule}.standard"]
        yuan = "" if standard.fen is None else format_yuan(standard.fen)
        rural, urban = (yuan if home == place else "" for place in ("rural", "urban"))
        words, unit = in_language(item.zh, item.en), in_language(item.unit_zh, item.unit_en)
        yield Row(rule, words, unit, rural, urban, "", standard_source(standard))
        if standard.rise:
            rural, urban = (standard.rise if home == place else "" for place in ("rural", "urban"))
            yield Row(rule, rise_words(standard), "%", rural, urban, "", gettext("由标准算出"))


def rise_words(standard: Standard) -> str:
    """Article 4 prints percentages cut, not rounded: the line says so."""
    before = format_yuan(standard.before_fen or 0)
    return str(gettext("比上年 %(before)s 元提高（截到两位小数，不四舍五入）", before=before))


def standard_source(standard: Standard) -> str:
    """The new standard or the pack that says it, or who reported it when."""
    if standard.fen is None:
        return str(gettext("没有记录"))
    if standard.reported_on is not None:
        return source_of(standard.source, standard.reported_on)
    if since := since_of(standard.source):
        return str(gettext("%(month)s 起的新标准", month=in_language(*say_month(since))))
    return str(gettext("政策包 %(pack)s", pack=standard.source))


def _counted_rows(annual: Annual) -> Iterator[Row]:
    moved, all_ = annual.movements, annual.all
    household, person = gettext("户"), gettext("人")
    for rule, words, part in (
        ("S4-04", gettext("期末在保"), "stock"),
        ("S4-06", gettext("新增"), "added"),
        ("S4-07", gettext("取消"), "cancelled"),
    ):
        counts = [getattr(one, part) for one in (moved["rural"], moved["urban"], all_)]
        yield _computed(rule, words, household, [f"{count.households:,}" for count in counts])
        yield _computed(rule, words, person, [f"{count.persons:,}" for count in counts])


def _computed(rule: str, words: str, unit: str, numbers: Sequence[str]) -> Row:
    rural, urban, total = numbers
    return Row(rule, words, unit, rural, urban, total, gettext("由案卷算出"))


def _paid_rows(annual: Annual) -> Iterator[Row]:
    paid = (annual.paid["rural"], annual.paid["urban"], annual.all_paid)
    yuan, subsidy = gettext("元"), gettext("临时物价补贴")
    yield _computed("S4-05", gettext("发放保障金"), yuan, [format_yuan(one.benefit_fen) for one in paid])
    yield _computed("S4-08", subsidy, gettext("人次"), [f"{one.subsidy_times:,}" for one in paid])
    yield _computed("S4-08", subsidy, yuan, [format_yuan(one.subsidy_fen) for one in paid])


def reported_rows(annual: Annual) -> Iterator[ReportedRow]:
    """The lines somebody reported; standards stand above, with their own source."""
    for code, item in ITEM_OF.items():
        if item.rule not in STANDARDS and (figure := annual.figures.get(code)):
            unit = in_language(item.unit_zh, item.unit_en)
            words = in_language(item.zh, item.en)
            value = format_yuan(int(figure.value)) if item.kind == "money" else format_value(figure)
            yield ReportedRow(item.rule, words, value, unit, figure.on.isoformat(), figure.source)
