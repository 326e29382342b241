"""The lines of article 4 for a period and an area, urban and rural, each keyed by its rule (S4-01…S4-20).

What the record holds is computed; what it does not hold is reported, and every line says which. Money is fen,
percentages are text with two decimals, truncated. ``count`` defines stock, added and cancelled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from server.domain.count import Count, Movement
from server.domain.figure import Figure, format_value
from server.domain.figure_item import ITEM_OF, PERCENT
from server.domain.percent import truncated_percent
from server.domain.period import Period
from server.domain.receipt import RESIDENCES

COMPUTED, REPORTED = "computed", "reported"
BENEFIT_KINDS: Final = ("benefit", "arrears")
_KEPT_BACK: Final = "recovery"
_SUBSIDY: Final = "price_subsidy"
_UNIT_OF_MONEY: Final = {"yuan": "fen", "yuan/person/month": "fen/person/month"}  # as the report carries it


@dataclass(frozen=True)
class Paid:
    """What was paid to a residence: the guarantee, and the price subsidy with its person-times (人次)."""

    benefit_fen: int = 0
    subsidy_times: int = 0
    subsidy_fen: int = 0

    def __add__(self, other: Paid) -> Paid:
        return Paid(
            self.benefit_fen + other.benefit_fen,
            self.subsidy_times + other.subsidy_times,
            self.subsidy_fen + other.subsidy_fen,
        )


def paid_of(kind: str, persons: int, amount_fen: int) -> Paid:
    """One sum of a payment roll: benefit and arrears, less what was kept back; the price subsidy apart."""
    if kind == _SUBSIDY:
        return Paid(0, persons, amount_fen)
    if kind == _KEPT_BACK:
        return Paid(-amount_fen)
    return Paid(amount_fen) if kind in BENEFIT_KINDS else Paid()


@dataclass(frozen=True)
class Standard:
    """A standard in fen, of this year and of the year before (None where nobody knows it)."""

    fen: int | None
    before_fen: int | None
    source: str = ""
    reported_on: date | None = None  # where no pack says it

    @property
    def rise(self) -> str:
        """By how many per cent it rose, truncated; empty where that cannot be said."""
        if self.fen is None or not self.before_fen:
            return ""
        return truncated_percent(self.fen - self.before_fen, self.before_fen)


@dataclass(frozen=True)
class Check:
    """One logic check of the table: what must equal what (W-24)."""

    code: str
    holds: bool
    left: int
    right: int
    month: str = ""


@dataclass(frozen=True)
class MonthLine:
    """A month of the monthly table, by residence; ``total`` is counted apart from them."""

    month: str
    movements: Mapping[str, Movement]
    paid: Mapping[str, Paid]
    total: Count

    @property
    def all(self) -> Movement:
        return add_movements(self.movements.values())

    @property
    def all_paid(self) -> Paid:
        return add_paid(self.paid.values())


@dataclass(frozen=True)
class Annual:
    """Everything the statistics say of a period and an area."""

    period: Period
    area: str
    movements: Mapping[str, Movement]
    paid: Mapping[str, Paid]
    months: tuple[MonthLine, ...]
    standards: Mapping[str, Standard]  # urban a month, rural a year
    figures: Mapping[str, Figure] = field(default_factory=dict)

    @property
    def all(self) -> Movement:
        return add_movements(self.movements.values())

    @property
    def all_paid(self) -> Paid:
        return add_paid(self.paid.values())

    @property
    def checks(self) -> tuple[Check, ...]:
        return (*(check for line in self.months for check in month_checks(line)), *self._checks_of_sums())

    def _checks_of_sums(self) -> Iterable[Check]:
        """The months add up to the period."""
        months = [line.all for line in self.months]
        yield _check("added", sum(one.added.households for one in months), self.all.added.households)
        yield _check("added_persons", sum(one.added.persons for one in months), self.all.added.persons)
        yield _check(
            "cancelled", sum(one.cancelled.households for one in months), self.all.cancelled.households
        )
        yield _check(
            "cancelled_persons", sum(one.cancelled.persons for one in months), self.all.cancelled.persons
        )
        paid = add_paid(line.all_paid for line in self.months)
        yield _check("paid", paid.benefit_fen, self.all_paid.benefit_fen)
        yield _check("subsidy", paid.subsidy_fen, self.all_paid.subsidy_fen)

    @property
    def ok(self) -> bool:
        return all(check.holds for check in self.checks)


def add_movements(movements: Iterable[Movement]) -> Movement:
    return sum(movements, Movement(Count(), Count(), Count(), Count(), Count()))


def add_paid(paid: Iterable[Paid]) -> Paid:
    return sum(paid, Paid())


def month_checks(line: MonthLine) -> Iterable[Check]:
    """Totals are the sums of their parts; the stock follows from the month before (W-24)."""
    all_ = line.all
    before = all_.before + all_.added - all_.cancelled + all_.changed
    yield _check("total_households", all_.stock.households, line.total.households, line.month)
    yield _check("total_persons", all_.stock.persons, line.total.persons, line.month)
    yield _check(
        "stock_households", before.households - all_.changed.households, all_.stock.households, line.month
    )
    yield _check("stock_persons", before.persons, all_.stock.persons, line.month)


def _check(code: str, left: int, right: int, month: str = "") -> Check:
    return Check(code, left == right, left, right, month)


def format_annual(annual: Annual) -> dict[str, Any]:
    """The report keyed by rule id."""
    lines: dict[str, Any] = {
        "S4-01": _standard(annual, "urban", "fen/person/month"),
        "S4-02": _standard(annual, "rural", "fen/person/year"),
        "S4-04": _by_residence(annual.movements, annual.all, lambda one: _count(one.stock)),
        "S4-05": _by_residence(annual.paid, annual.all_paid, lambda one: {"amount_fen": one.benefit_fen}),
        "S4-06": _by_residence(annual.movements, annual.all, lambda one: _count(one.added)),
        "S4-07": _by_residence(annual.movements, annual.all, lambda one: _count(one.cancelled)),
        "S4-08": _by_residence(annual.paid, annual.all_paid, _subsidy),
    }
    for rule in sorted({item.rule for item in ITEM_OF.values()} - set(lines)):
        lines[rule] = _reported(annual, rule)
    return dict(sorted(lines.items()))


def _by_residence(
    parts: Mapping[str, Any], total: Any, format_: Callable[[Any], dict[str, int]]
) -> dict[str, Any]:
    split = {residence: format_(parts[residence]) for residence in RESIDENCES}
    return {**format_(total), **split, "origin": COMPUTED}


def _count(count: Count) -> dict[str, int]:
    return {"households": count.households, "persons": count.persons}


def _subsidy(paid: Paid) -> dict[str, int]:
    return {"person_times": paid.subsidy_times, "amount_fen": paid.subsidy_fen}


def _standard(annual: Annual, residence: str, unit: str) -> dict[str, Any]:
    standard = annual.standards[residence]
    return {
        "standard_fen": standard.fen,
        "before_fen": standard.before_fen,
        "rise_percent": standard.rise,
        "rounding": "truncated",
        "unit": unit,
        "source": standard.source,
        "origin": REPORTED if standard.reported_on else COMPUTED,
    }


def _reported(annual: Annual, rule: str) -> dict[str, Any]:
    """Lines somebody reported, each with its day and source; null where nobody did."""
    content: dict[str, Any] = {"origin": REPORTED}
    sources: dict[str, str] = {}
    units: dict[str, str] = {}
    for item in ITEM_OF.values():
        if item.rule != rule:
            continue
        figure = annual.figures.get(item.code)
        if figure is not None:
            sources[item.key] = f"{figure.on.isoformat()} {figure.source}"
        content[item.key] = _value(figure) if figure else None
        if item.unit_en:
            units[item.key] = _UNIT_OF_MONEY.get(item.unit_en, item.unit_en)
    return {**content, "units": units, "sources": sources}


def _value(figure: Figure) -> int | str:
    return format_value(figure) if ITEM_OF[figure.code].kind == PERCENT else figure.value
