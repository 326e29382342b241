"""The monthly table of the guarantee with the checks it is held against (W-24; cumulative figures W-25).

Households and persons, who they are, whether they can work, why they are poor, who came and went, and the
money by kind: urban, rural and together. Money is fen; a person a month rounded half up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from server.domain.annual import Check, MonthLine, month_checks
from server.domain.makeup import CAUSES
from server.domain.money import divide_fen
from server.domain.receipt import RESIDENCES

HOUSEHOLDS, PERSONS, FEN = "households", "persons", "fen"
WHO: Final = ("women", "men", "minors", "adults", "old", "disabled")
ABILITY: Final = ("able", "partly", "lost", "unasked")
MONEY: Final = ("benefit", "arrears", "price_subsidy", "recovery", "returned")
_TAKEN_OFF: Final = ("recovery", "returned")


@dataclass(frozen=True)
class Part:
    """What is counted of one residence; ``counts`` are the members known, by what they are."""

    known: int  # persons
    unknown: int  # persons of households whose members nobody knows any more
    counts: Mapping[str, int]  # by WHO and ABILITY
    causes: Mapping[str, int]  # households by CAUSES
    asked: int  # households a visit asked for causes
    unasked: int
    money: Mapping[str, int]  # fen by MONEY
    year_fen: int  # paid from January on

    @property
    def paid_fen(self) -> int:
        return sum(-fen if kind in _TAKEN_OFF else fen for kind, fen in self.money.items())


@dataclass(frozen=True)
class Line:
    """One line of the table; ``code`` is what its words are kept under."""

    code: str
    unit: str  # households | persons | fen
    rural: int
    urban: int
    total: int

    @property
    def numbers(self) -> tuple[int, int, int]:
        return self.rural, self.urban, self.total


@dataclass(frozen=True)
class Monthly:
    """A month's table; ``lines_fen`` are the payments to each household, added up apart."""

    month: str
    area: str
    moved: MonthLine
    parts: Mapping[str, Part]
    lines_fen: int

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(self._lines())

    def _lines(self) -> Iterator[Line]:
        for code in ("stock", "added", "cancelled"):
            for unit in (HOUSEHOLDS, PERSONS):
                counts = {
                    home: getattr(getattr(one, code), unit) for home, one in self.moved.movements.items()
                }
                yield _line(f"{code}_{unit}", unit, counts)
        for code in (*WHO, *ABILITY):
            yield self._summed(code, PERSONS, lambda part: part.counts, code)
        yield self._together("unknown", PERSONS, lambda part: part.unknown)
        for code in CAUSES:
            yield self._summed(f"cause_{code}", HOUSEHOLDS, lambda part: part.causes, code)
        yield self._together("cause_unasked", HOUSEHOLDS, lambda part: part.unasked)
        for code in MONEY:
            yield self._summed(f"money_{code}", FEN, lambda part: part.money, code)
        yield self._together("money", FEN, lambda part: part.paid_fen)
        yield self._per_person()
        yield self._together("money_year", FEN, lambda part: part.year_fen)

    def _summed(self, code: str, unit: str, of: Callable[[Part], Mapping[str, int]], key: str) -> Line:
        return self._together(code, unit, lambda part: of(part).get(key, 0))

    def _together(self, code: str, unit: str, of: Callable[[Part], int]) -> Line:
        return _line(code, unit, {home: of(self.parts[home]) for home in RESIDENCES})

    def _per_person(self) -> Line:
        persons = {home: self.moved.movements[home].stock.persons for home in RESIDENCES}
        paid = {home: self.parts[home].paid_fen for home in RESIDENCES}
        each = {home: _each(paid[home], persons[home]) for home in RESIDENCES}
        together = _each(sum(paid.values()), sum(persons.values()))
        return Line("money_each", FEN, each["rural"], each["urban"], together)

    @property
    def checks(self) -> tuple[Check, ...]:
        return (*month_checks(self.moved), *self._checks())

    def _checks(self) -> Iterator[Check]:
        """Every grouping adds up to what it is a grouping of, and the money to what each was paid."""
        total = {line.code: line.total for line in self.lines}
        known = sum(part.known for part in self.parts.values())
        asked = sum(part.asked for part in self.parts.values())
        yield self._check("sexes", _sum(total, ("women", "men")), known)
        yield self._check("ages", _sum(total, ("minors", "adults", "old")), known)
        yield self._check("ability", _sum(total, ABILITY), total["adults"])
        yield self._check("people", known + total["unknown"], total["stock_persons"])
        yield self._check("causes", asked + total["cause_unasked"], total["stock_households"])
        paid = self.moved.all_paid
        yield self._check("money_lines", total["money"], self.lines_fen)
        yield self._check("money_annual", total["money"], paid.benefit_fen + paid.subsidy_fen)

    def _check(self, code: str, left: int, right: int) -> Check:
        return Check(code, left == right, left, right, self.month)

    @property
    def ok(self) -> bool:
        return all(check.holds for check in self.checks)


def format_monthly(monthly: Monthly) -> dict[str, Any]:
    """The table as JSON: every line under its code, with its unit; the checks as they came out."""
    return {
        "month": monthly.month,
        "area": monthly.area,
        "lines": {
            line.code: {
                "unit": line.unit,
                "rural": line.rural,
                "urban": line.urban,
                "total": line.total,
            }
            for line in monthly.lines
        },
        "checks": [vars(check) for check in monthly.checks],
    }


def _line(code: str, unit: str, by_residence: Mapping[str, int]) -> Line:
    return Line(code, unit, by_residence["rural"], by_residence["urban"], sum(by_residence.values()))


def _sum(total: Mapping[str, int], codes: Iterable[str]) -> int:
    return sum(total[code] for code in codes)


def _each(fen: int, persons: int) -> int:
    return divide_fen(fen, persons) if persons else 0
