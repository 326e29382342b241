"""Indicators for setting a standard: dated, sourced figures and what follows from them (S1-ADJ, S1-IND).

Everything is whole numbers and fractions. A printed percentage has two decimals, rounded half up: that is
where rounding happens and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from server.domain.act import Act
from server.domain.days import parse_date
from server.errors import Refusal

BAND: Final = (Fraction(15, 100), Fraction(27, 100))  # S1-ADJ-02
PER_HUNDRED_FEN: Final = (1700, 1900)  # of standard per 100 yuan more of wage (S1-ADJ-01)
ENTERED: Final = "indicator_entered"
_HUNDRED_YUAN_FEN: Final = 10_000
_MONTHS: Final = 12
_FIRST_YEAR, _LAST_YEAR = 1949, 2999
_MOST: Final = 10**15


class Kind(StrEnum):
    """What a figure is; amounts are fen, the price index tenths of a percent of the year before."""

    STANDARD = "standard"  # a person and month, as in force at the end of the year
    WAGE = "wage"  # average wage of employees, a year
    GDP = "gdp"  # gross regional product per head, a year
    PRICES = "prices"  # consumer prices, the year before = 1000
    POPULATION = "population"  # persons in cities and towns
    RECIPIENTS = "recipients"  # persons in receipt
    POOR = "poor"  # persons in absolute poverty


class Method(StrEnum):
    """How a standard is set (S1-ADJ-09)."""

    SURVEY = "survey"
    CONSULTATION = "consultation"
    REFERENCE = "reference"
    JUDGEMENT = "judgement"
    MIXED = "mixed"
    BASKET = "basket"
    ENGEL = "engel"
    INCOME_SHARE = "income_share"


METHODS: Final[Mapping[Method, tuple[str, str]]] = {
    Method.SURVEY: ("抽样调查型", "sample survey"),
    Method.CONSULTATION: ("部门协商型", "agreed among departments"),
    Method.REFERENCE: ("参照制定型", "by reference to others"),
    Method.JUDGEMENT: ("主观判断型", "by judgement"),
    Method.MIXED: ("混合型", "mixed"),
    Method.BASKET: ("市场菜篮子法", "market basket"),
    Method.ENGEL: ("恩格尔系数法", "Engel coefficient"),
    Method.INCOME_SHARE: ("收入比例法", "share of income"),
}
AMOUNTS: Final = (Kind.STANDARD, Kind.WAGE, Kind.GDP)


@dataclass(frozen=True)
class Figure:
    """One dated figure; ``source`` is the digest of the words that say where it is from.

    A standard also says since when it is in force, how it was set and by whom (S1-ADJ-08, S1-ADJ-09).
    """

    kind: Kind
    year: int
    value: int
    source: str
    since: date | None = None
    method: Method | None = None
    set_by: str = ""  # digest of the words
    n: int = 0


@dataclass(frozen=True)
class YearRow:
    """One year: what was entered, and what follows; None where a figure for it is missing."""

    year: int
    figures: Mapping[Kind, Figure]
    a_value: Fraction | None
    standard_growth: Fraction | None
    wage_growth: Fraction | None
    gdp_growth: Fraction | None
    suggested_fen: tuple[int, int] | None
    coverage: Fraction | None
    poverty: Fraction | None

    @property
    def place(self) -> str:
        """Where the A-value lies: ``below``, ``within`` or ``above`` the band; empty without one."""
        return band_place(self.a_value) if self.a_value is not None else ""


def check_figure(figure: Figure) -> None:
    """A year, a value above nothing, and for a standard the day, the method and who set it."""
    if not _FIRST_YEAR <= figure.year <= _LAST_YEAR:
        raise Refusal("indicator.year")
    if not 0 < figure.value <= _MOST and not (figure.value == 0 and figure.kind in _MAY_BE_NONE):
        raise Refusal("indicator.value")
    if figure.kind is not Kind.STANDARD:
        return
    if figure.since is None or figure.since.year > figure.year:
        raise Refusal("indicator.since")
    if figure.method is None or not figure.set_by:
        raise Refusal("indicator.method")


_MAY_BE_NONE: Final = (Kind.RECIPIENTS, Kind.POOR)


def fold_figures(acts: Sequence[Act]) -> dict[tuple[Kind, int], Figure]:
    """The figures as they were entered last, by kind and year; earlier ones stay in the chain."""
    figures = (_figure(act) for act in acts if act.kind == ENTERED)
    return {(figure.kind, figure.year): figure for figure in figures}


def format_figure(figure: Figure) -> dict[str, object]:
    """The facts of the act that enters a figure; the inverse of :func:`fold_figures`."""
    facts: dict[str, object] = {
        "kind": figure.kind.value,
        "year": figure.year,
        "value": figure.value,
        "source": figure.source,
    }
    if figure.kind is Kind.STANDARD and figure.since and figure.method:
        facts |= {
            "since": figure.since.isoformat(),
            "method": figure.method.value,
            "set_by": figure.set_by,
        }
    return facts


def year_rows(figures: Mapping[tuple[Kind, int], Figure]) -> list[YearRow]:
    """Every year anything is known of, the first first."""
    return [_row(figures, year) for year in sorted({year for _, year in figures})]


def a_value(standard_fen: int, wage_before_fen: int) -> Fraction:
    """A: the monthly standard over a twelfth of the average wage of the year before (S1-ADJ-02)."""
    return Fraction(standard_fen * _MONTHS, wage_before_fen)


def band_place(value: Fraction) -> str:
    """Where an A-value lies beside 15 to 27 %, both ends within (S1-ADJ-02)."""
    least, most = BAND
    return "below" if value < least else "above" if value > most else "within"


def suggested_standard(standard_fen: int, wage_fen: int, wage_before_fen: int) -> tuple[int, int]:
    """17 to 19 yuan more for each 100 yuan a month the wage rose; a wage that fell suggests nothing less.

    The rise is of the monthly wage, a twelfth of the yearly one (S1-ADJ-01); rounded half up to the fen.
    """
    rise = max(Fraction(wage_fen - wage_before_fen, _MONTHS), Fraction(0))
    least, most = (standard_fen + _half_up(rise * each / _HUNDRED_YUAN_FEN) for each in PER_HUNDRED_FEN)
    return least, most


def growth(now: int, before: int) -> Fraction:
    """A yearly rate of growth."""
    return Fraction(now - before, before)


def mean(rates: Iterable[Fraction | None]) -> Fraction | None:
    """The mean of yearly rates, as the source means it: never a compound rate (S1-STD-02, S1-ADJ-03).

    A year without one counts for nothing; None where no year has one.
    """
    known = [rate for rate in rates if rate is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def percent(share: Fraction) -> str:
    """``15.79`` of a share, two decimals, rounded half up; a minus before what is below nothing."""
    hundredths = _half_up(abs(share) * 10_000)
    return f"{'-' if share < 0 and hundredths else ''}{hundredths // 100}.{hundredths % 100:02d}"


def _row(figures: Mapping[tuple[Kind, int], Figure], year: int) -> YearRow:
    def value(kind: Kind, of: int = year) -> int | None:
        figure = figures.get((kind, of))
        return figure.value if figure else None

    before = year - 1
    standard, wage_before = value(Kind.STANDARD), value(Kind.WAGE, before)
    return YearRow(
        year=year,
        figures={kind: figures[kind, year] for kind in Kind if (kind, year) in figures},
        a_value=a_value(standard, wage_before) if standard and wage_before else None,
        standard_growth=_grown(standard, value(Kind.STANDARD, before)),
        wage_growth=_grown(value(Kind.WAGE), value(Kind.WAGE, before)),
        gdp_growth=_grown(value(Kind.GDP), value(Kind.GDP, before)),
        suggested_fen=_suggested(
            value(Kind.STANDARD, before), value(Kind.WAGE, before), value(Kind.WAGE, year - 2)
        ),
        coverage=_share(value(Kind.RECIPIENTS), value(Kind.POPULATION)),
        poverty=_share(value(Kind.POOR), value(Kind.POPULATION)),
    )


def _grown(now: int | None, before: int | None) -> Fraction | None:
    return growth(now, before) if now is not None and before else None


def _share(part: int | None, whole: int | None) -> Fraction | None:
    """S1-IND-01: persons helped, or persons in absolute poverty, over all persons."""
    return Fraction(part, whole) if part is not None and whole else None


def _suggested(standard: int | None, wage: int | None, wage_before: int | None) -> tuple[int, int] | None:
    """What the wages of the two years before suggest for this one (S1-ADJ-01, S1-ADJ-06)."""
    return suggested_standard(standard, wage, wage_before) if standard and wage and wage_before else None


def _figure(act: Act) -> Figure:
    facts = act.facts
    return Figure(
        kind=Kind(facts["kind"]),
        year=facts["year"],
        value=facts["value"],
        source=facts["source"],
        since=parse_date(facts["since"]) if "since" in facts else None,
        method=Method(facts["method"]) if "method" in facts else None,
        set_by=facts.get("set_by", ""),
        n=act.n,
    )


def _half_up(number: Fraction) -> int:
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)
