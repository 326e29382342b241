"""The statistics of a period in sentences, each with the rule of its line (S4-01…S4-20).

Units stand in every sentence. Percentages are truncated and say so; what somebody reported says who and when,
and what nobody reported says that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from server.domain.annual import Annual, Paid, Standard
from server.domain.count import Count, Movement
from server.domain.day_words import say_month
from server.domain.figure import Figure, format_value
from server.domain.figure_item import ITEM_OF, MONEY
from server.domain.money import format_yuan
from server.domain.period import Period
from server.domain.standard import since_of

_STANDARDS: Final = (
    ("S4-01", "urban", "城市低保标准为每人每月", "The urban standard is", "a person a month"),
    ("S4-02", "rural", "农村低保标准为每人每年", "The rural standard is", "a person a year"),
)


class Origin(StrEnum):
    """Where a line comes from: the case files, a policy pack, a person who reported it, or nowhere yet."""

    RECORD = "record"
    PACK = "pack"
    REPORTED = "reported"
    MISSING = "missing"


@dataclass(frozen=True)
class Sentence:
    """One sentence in both languages."""

    rule: str
    zh: str
    en: str
    origin: Origin = Origin.RECORD


def period_words(period: Period) -> tuple[str, str]:
    """``2020年``, ``2020年3月`` or ``2020年1月至2021年6月``, and the same in English."""
    if len(period.name) == len("2020"):
        return f"{period.name}年", period.name
    first, last = say_month(period.first), say_month(period.last)
    if first == last:
        return first
    return f"{first[0]}至{last[0]}", f"{first[1]} to {last[1]}"


def summarise(annual: Annual) -> list[Sentence]:
    """Every line of the period in the order of the rules, and at the end whether the checks hold."""
    lines = (
        *_standards(annual),
        *_movements(annual),
        *_payments(annual),
        *_reported(annual),
        *_missing(annual),
    )
    return [*sorted(lines, key=lambda line: line.rule), _checked(annual)]


def _standards(annual: Annual) -> Iterator[Sentence]:
    year = annual.period.last[:4]
    for rule, home, zh, en, unit in _STANDARDS:
        standard = annual.standards[home]
        if standard.fen is None:
            yield Sentence(
                rule,
                f"{year}年末的{zh.partition('为')[0]}没有记录。",
                f"{en.removesuffix(' is')} of {year} is not known.",
                Origin.MISSING,
            )
            continue
        yuan = format_yuan(standard.fen)
        rise_zh, rise_en = _rise(standard)
        source_zh, source_en = _source(standard)
        yield Sentence(
            rule,
            f"{year}年末{zh} {yuan} 元{rise_zh}{source_zh}。",
            f"{en} {yuan} yuan {unit} at the end of {year}{rise_en}{source_en}.",
            _origin(standard),
        )


def _source(standard: Standard) -> tuple[str, str]:
    """The new standard, the pack, or who reported it when."""
    if since := since_of(standard.source):
        month = say_month(since)
        return f"（{month[0]}起的新标准）", f" (the new standard from {month[1]})"
    if standard.reported_on is None:
        return f"（{standard.source}）", f" ({standard.source})"
    day = standard.reported_on.isoformat()
    return f"（上报，{standard.source}，{day}）", f" (reported, {standard.source}, {day})"


def _origin(standard: Standard) -> Origin:
    if standard.reported_on:
        return Origin.REPORTED
    return Origin.RECORD if since_of(standard.source) else Origin.PACK


def _rise(standard: Standard) -> tuple[str, str]:
    if not standard.rise or standard.before_fen is None:
        return "，上年的没有记录", ", that of the year before is not known"
    if standard.fen == standard.before_fen:
        return "，和上年一样", ", as the year before"
    before, rise = format_yuan(standard.before_fen), standard.rise.removeprefix("-")
    zh, en = ("下降", "down") if standard.rise.startswith("-") else ("提高", "up")
    return (
        f"，比上年 {before} 元{zh} {rise}%（截到两位小数，不四舍五入）",
        f", {en} {rise}% from {before} yuan (cut after two decimals, not rounded)",
    )


def _movements(annual: Annual) -> Iterator[Sentence]:
    month_zh, month_en = say_month(annual.period.last)
    during_zh, during_en = period_words(annual.period)
    for rule, zh, en, part in (
        ("S4-04", f"{month_zh}在保", f"In receipt in {month_en}:", _stock),
        ("S4-06", f"{during_zh}新增", f"Added in {during_en}:", _added),
        ("S4-07", f"{during_zh}取消", f"Cancelled in {during_en}:", _cancelled),
    ):
        parts = annual.movements
        whole, rural, urban = (
            _count_words(part(each)) for each in (annual.all, parts["rural"], parts["urban"])
        )
        yield Sentence(
            rule,
            f"{zh} {whole[0]}，其中农村 {rural[0]}，城市 {urban[0]}。",
            f"{en} {whole[1]}; rural {rural[1]}, urban {urban[1]}.",
        )


def _stock(movement: Movement) -> Count:
    return movement.stock


def _added(movement: Movement) -> Count:
    return movement.added


def _cancelled(movement: Movement) -> Count:
    return movement.cancelled


def _count_words(count: Count) -> tuple[str, str]:
    households = "household" if count.households == 1 else "households"
    persons = "person" if count.persons == 1 else "persons"
    return (
        f"{count.households:,} 户 {count.persons:,} 人",
        f"{count.households:,} {households}, {count.persons:,} {persons}",
    )


def _payments(annual: Annual) -> Iterator[Sentence]:
    zh, en = period_words(annual.period)
    yield _paid(
        annual, "S4-05", f"{zh}发放保障金", f"Benefit paid in {en}:", lambda one: _yuan(one.benefit_fen)
    )
    yield _paid(
        annual, "S4-08", f"{zh}发放临时物价补贴", f"Temporary price subsidy paid in {en}:", _subsidy_words
    )


def _paid(annual: Annual, rule: str, zh: str, en: str, words: Callable[[Paid], tuple[str, str]]) -> Sentence:
    whole, rural, urban = (
        words(each) for each in (annual.all_paid, annual.paid["rural"], annual.paid["urban"])
    )
    return Sentence(
        rule,
        f"{zh} {whole[0]}，其中农村 {rural[0]}，城市 {urban[0]}。",
        f"{en} {whole[1]}; rural {rural[1]}, urban {urban[1]}.",
    )


def _yuan(fen: int) -> tuple[str, str]:
    return f"{format_yuan(fen)} 元", f"{format_yuan(fen)} yuan"


def _subsidy_words(paid: Paid) -> tuple[str, str]:
    yuan = format_yuan(paid.subsidy_fen)
    return f"{paid.subsidy_times:,} 人次 {yuan} 元", f"{paid.subsidy_times:,} person-times, {yuan} yuan"


def _reported(annual: Annual) -> Iterator[Sentence]:
    """Standards stand above, with their own source."""
    above = {rule for rule, *_ in _STANDARDS}
    for code, item in ITEM_OF.items():
        figure = annual.figures.get(code)
        if figure is None or item.rule in above:
            continue
        day, value = figure.on.isoformat(), _value(figure)
        yield Sentence(
            item.rule,
            f"{item.zh}：{' '.join(part for part in (value, item.unit_zh) if part)}"
            f"（上报，{figure.source}，{day}）。",
            f"{item.en}: {' '.join(part for part in (value, item.unit_en) if part)}"
            f" (reported, {figure.source}, {day}).",
            Origin.REPORTED,
        )


def _missing(annual: Annual) -> Iterator[Sentence]:
    """A sentence for each rule of which something was not reported, naming it."""
    above = {rule for rule, *_ in _STANDARDS}
    items = [item for code, item in ITEM_OF.items() if code not in annual.figures and item.rule not in above]
    for rule in dict.fromkeys(item.rule for item in items):
        missing = [item for item in items if item.rule == rule]
        zh, en = "、".join(item.zh for item in missing), "; ".join(item.en for item in missing)
        yield Sentence(rule, f"{zh}：没有上报。", f"{en}: not reported.", Origin.MISSING)


def _value(figure: Figure) -> str:
    if ITEM_OF[figure.code].kind == MONEY:
        return format_yuan(int(figure.value))
    return format_value(figure)


def _checked(annual: Annual) -> Sentence:
    checks = annual.checks
    failed = sum(not check.holds for check in checks)
    if failed:
        return Sentence(
            "W-24",
            f"{len(checks)} 项逻辑核对中 {failed} 项不成立，先查清再用这份小结。",
            f"{failed} of {len(checks)} logic checks do not hold: find out why before this summary is used.",
        )
    return Sentence("W-24", f"{len(checks)} 项逻辑核对都成立。", f"All {len(checks)} logic checks hold.")
