"""The statistics as tables for an office program: the lines, the months, and the logic checks (S4, W-24).

Every line of article 4 stands in them, also one that nobody has reported yet. Money is yuan with two
decimals; numbers are numbers without separators, so that a sheet can add them up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext

from server.domain.annual import Annual, MonthLine, Paid
from server.domain.count import Movement
from server.domain.figure import Figure, format_value
from server.domain.figure_item import ITEM_OF, ITEMS, MONEY, NUMBER
from server.domain.receipt import RESIDENCES
from server.services.workbooks import Cell, yuan_cell
from server.web.language import in_language
from server.web.statistics_words import CHECKS, rows_of, source_of
from server.web.words import RESIDENCES as RESIDENCE_WORDS


@dataclass(frozen=True)
class Table:
    """One sheet: its name, the line of heads, and the lines beneath."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def tables_of(annual: Annual) -> tuple[Table, Table, Table]:
    """The lines, the months and the checks."""
    return lines_table(annual), months_table(annual), _checks_table(annual)


def lines_table(annual: Annual) -> Table:
    """S4-01 to S4-20 in their order; what nobody reported says so."""
    header = [
        gettext("规则号"),
        gettext("指标"),
        gettext("计量单位"),
        gettext("农村"),
        gettext("城市"),
        gettext("合计"),
        gettext("来源"),
    ]
    lines = [*_computed(annual), *_reported(annual)]
    return Table(gettext("年度指标"), header, sorted(lines, key=lambda line: str(line[0])))


def _computed(annual: Annual) -> Iterator[Sequence[Cell]]:
    for row in rows_of(annual):
        numbers = (_number(text) for text in (row.rural, row.urban, row.total))
        yield [row.rule, row.words, row.unit, *numbers, row.source]


def _number(text: str) -> Cell:
    """A figure of the page as a number: ``1,234.50`` is yuan, ``1,234`` a count, nothing stays nothing."""
    plain = text.replace(",", "")
    return Decimal(plain) if "." in plain else int(plain) if plain else ""


def _reported(annual: Annual) -> Iterator[Sequence[Cell]]:
    computed = {row.rule for row in rows_of(annual)}
    for item in ITEMS:
        if item.rule not in computed:
            figure = annual.figures.get(item.code)
            words, unit = in_language(item.zh, item.en), in_language(item.unit_zh, item.unit_en)
            yield [item.rule, words, unit, "", "", _value(figure), _reported_source(figure)]


def _value(figure: Figure | None) -> Cell:
    if figure is None:
        return ""
    kind = ITEM_OF[figure.code].kind
    if kind == MONEY:
        return yuan_cell(int(figure.value))
    return int(figure.value) if kind == NUMBER else format_value(figure)


def _reported_source(figure: Figure | None) -> str:
    return source_of(figure.source, figure.on) if figure else gettext("没有上报")


def months_table(annual: Annual) -> Table:
    """A line for each month and residence, and one for both together."""
    household, person, yuan = gettext("户"), gettext("人"), gettext("元")
    header = [gettext("月份"), gettext("城乡")]
    for words in (
        gettext("上月在保"),
        gettext("新增"),
        gettext("取消"),
        gettext("人口变动"),
        gettext("在保"),
    ):
        header += [f"{words}（{household}）", f"{words}（{person}）"]
    header += [f"{gettext('发放保障金')}（{yuan}）"]
    header += [f"{gettext('临时物价补贴')}（{unit}）" for unit in (gettext("人次"), yuan)]
    return Table(gettext("按月"), header, [row for line in annual.months for row in _month_rows(line)])


def _month_rows(line: MonthLine) -> Iterator[Sequence[Cell]]:
    for home in RESIDENCES:
        words = str(RESIDENCE_WORDS[home])
        yield [line.month, words, *_moved(line.movements[home]), *_paid(line.paid[home])]
    yield [line.month, gettext("合计"), *_moved(line.all), *_paid(line.all_paid)]


def _moved(moved: Movement) -> Iterator[int]:
    for count in (moved.before, moved.added, moved.cancelled, moved.changed, moved.stock):
        yield count.households
        yield count.persons


def _paid(paid: Paid) -> tuple[Cell, ...]:
    return yuan_cell(paid.benefit_fen), paid.subsidy_times, yuan_cell(paid.subsidy_fen)


def _checks_table(annual: Annual) -> Table:
    header = [gettext("月份"), gettext("逻辑核对"), gettext("左边"), gettext("右边"), gettext("成立")]
    truth: Mapping[bool, str] = {True: gettext("是"), False: gettext("否")}
    rows: list[list[Cell]] = [
        [
            check.month or annual.period.name,
            str(CHECKS[check.code]),
            check.left,
            check.right,
            truth[check.holds],
        ]
        for check in annual.checks
    ]
    return Table(gettext("逻辑核对"), header, rows)
