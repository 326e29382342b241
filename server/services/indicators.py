"""Figures for setting a standard, entered with their source, beside those of article 1 (S1-ADJ, S1-IND)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Final

from server.domain.act import Act
from server.domain.days import format_instant
from server.domain.indicator import (
    AMOUNTS,
    ENTERED,
    METHODS,
    Figure,
    Kind,
    YearRow,
    check_figure,
    fold_figures,
    format_figure,
    mean,
    percent,
    year_rows,
)
from server.domain.indicator_source import SourceFigures, parse_figures
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.workbooks import Cell, yuan_cell

FILE: Final = "indicators"
_DATA: Final = Path(__file__).parents[1] / "data" / "standard_setting.toml"
_SOURCE, _SET_BY = "indicator_source", "indicator_set_by"
_HEADS: Final = (
    *("年份 year", "标准 standard", "工资 wage", "人均地区生产总值 gdp", "物价 prices", "人口 population"),
    *("在保 recipients", "贫困 poor", "A值 a", "标准增长 standard growth", "工资增长 wage growth"),
    *("生产总值增长 gdp growth", "建议 from", "建议 to", "保障率 coverage", "贫困率 poverty"),
)


@dataclass(frozen=True)
class EnteredFigure:
    """A figure with the words its digests stand for, who entered it and when."""

    figure: Figure
    source: str
    set_by: str
    by: str
    at: str
    counts: bool  # nobody entered another for the same year since


@dataclass(frozen=True)
class Indicators:
    """The years, the means of A and of yearly growth, and every figure entered, the newest first."""

    rows: Sequence[YearRow]
    a_mean: Fraction | None  # of the years A is known of (S1-ADJ-03)
    standard_mean: Fraction | None
    wage_mean: Fraction | None
    gdp_mean: Fraction | None
    entered: Sequence[EnteredFigure]


@cache
def source_figures() -> SourceFigures:
    """The figures of article 1."""
    return parse_figures(tomllib.loads(_DATA.read_text(encoding="utf-8")))


def read_indicators(district: District, actor: Actor) -> Indicators:
    """Everything entered so far and what follows from it; nothing is guessed for a year without a figure."""
    check_may(actor, "indicator.read")
    acts = district.casebook.read(FILE)
    figures = fold_figures(acts)
    rows = year_rows(figures)
    return Indicators(
        rows=rows,
        a_mean=mean(row.a_value for row in rows),
        standard_mean=mean(row.standard_growth for row in rows),
        wage_mean=mean(row.wage_growth for row in rows),
        gdp_mean=mean(row.gdp_growth for row in rows),
        entered=list(_entered(district, acts, figures)),
    )


def enter_figure(district: District, actor: Actor, figure: Figure, source: str, set_by: str = "") -> Figure:
    """Enters a dated figure with where it is from (S1-ADJ-06, S1-ADJ-08); a later one of a year counts.

    The words go to evidence, the act names their digests. Entering the same again changes nothing.
    """
    check_may(actor, "indicator.enter")
    if not source.strip():
        raise Refusal("indicator.source")
    check_figure(replace(figure, set_by=set_by.strip()))
    with district.casebook.turn:
        acts = district.casebook.read(FILE)
        current = fold_figures(acts).get((figure.kind, figure.year))
        if current and _says_the_same(district, current, figure, source, set_by):
            return current
        whole = replace(
            figure,
            source=district.put_text(FILE, _SOURCE, source),
            set_by=district.put_text(FILE, _SET_BY, set_by) if set_by.strip() else "",
        )
        draft = draft_act(actor, "indicator.enter", ENTERED, format_figure(whole))
        act = district.casebook.append(draft, FILE, acts[-1] if acts else None, policy=district.policy.key)
    return replace(whole, n=act.n)


def indicator_lines(indicators: Indicators) -> tuple[tuple[str, ...], list[list[Cell]]]:
    """The years for a spreadsheet, numbers as numbers: yuan, and percent with two decimals."""
    return _HEADS, [_line(row) for row in indicators.rows]


def _line(row: YearRow) -> list[Cell]:
    values = [_written(row.figures.get(kind)) for kind in Kind]
    suggested: list[Cell] = [yuan_cell(fen) for fen in row.suggested_fen or ()] or ["", ""]
    growths = (row.a_value, row.standard_growth, row.wage_growth, row.gdp_growth)
    shares = [_percent(share) for share in growths]
    return [row.year, *values, *shares, *suggested, _percent(row.coverage), _percent(row.poverty)]


def _percent(share: Fraction | None) -> Cell:
    return "" if share is None else Decimal(percent(share))


def _written(figure: Figure | None) -> Cell:
    if figure is None:
        return ""
    if figure.kind in AMOUNTS:
        return yuan_cell(figure.value)
    return Decimal(figure.value).scaleb(-1) if figure.kind is Kind.PRICES else figure.value


def _entered(
    district: District, acts: Sequence[Act], figures: Mapping[tuple[Kind, int], Figure]
) -> Iterator[EnteredFigure]:
    """Everything entered, the newest first."""
    for act in reversed(acts):
        figure = next(iter(fold_figures([act]).values()))
        yield EnteredFigure(
            figure=figure,
            source=_text(district, _SOURCE, figure.source),
            set_by=_text(district, _SET_BY, figure.set_by),
            by=act.by,
            at=format_instant(act.at),
            counts=figures[figure.kind, figure.year].n == act.n,
        )


def _text(district: District, kind: str, digest: str) -> str:
    return district.get_text(FILE, kind, digest) if digest else ""


def _says_the_same(district: District, current: Figure, figure: Figure, source: str, set_by: str) -> bool:
    said = (current.value, current.since, current.method, _text(district, _SOURCE, current.source))
    return said == (figure.value, figure.since, figure.method, source.strip()) and (
        _text(district, _SET_BY, current.set_by) == set_by.strip()
    )


def method_words(figure: Figure) -> tuple[str, str]:
    """How a standard was set, in both languages (S1-ADJ-09)."""
    return METHODS[figure.method] if figure.method else ("", "")
