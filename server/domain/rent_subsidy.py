"""The rent subsidy of a household with the steps that led to it (S8-CALC-01…03, national-rules §10).

(guaranteed area − own area) × subsidy a square metre × class factor; or, where a city pays families on the
guarantee so, guaranteed area × market average rent (S8-CALC-03: the source subtracts nothing there). Exact
until the end of each step, which is rounded half up to the fen; the steps add up to the amount.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from server.domain.benefit_step import Step
from server.domain.housing import Survey
from server.domain.housing_lines import DM2, HousingLines, format_area
from server.domain.money import format_yuan
from server.errors import Refusal


@dataclass(frozen=True)
class Subsidy:
    """Fen a month, and the steps; each carries its rule and the year whose lines it is from."""

    monthly_fen: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class _Reached:
    """How much a step leaves, exactly, with its words."""

    rule: str
    left: Fraction
    zh: str
    en: str


def work_out_subsidy(survey: Survey, lines: HousingLines) -> Subsidy:
    """What a household in housing need receives a month."""
    whole = lines.dibao_whole and survey.guarantee == "dibao"
    reached = [*(_whole(survey, lines) if whole else _by_gap(survey, lines))]
    reached += _capped(survey, lines, reached[-1].left)
    amounts = [0, *(_half_up(each.left) for each in reached)]
    source = f"{lines.year}"
    steps = tuple(
        Step(each.rule, source, each.zh, each.en, after - before)
        for each, (before, after) in zip(reached, pairwise(amounts), strict=True)
    )
    return Subsidy(amounts[-1], steps)


def _whole(survey: Survey, lines: HousingLines) -> Iterator[_Reached]:
    area, rent = lines.guaranteed(survey.persons), lines.market_fen
    metres, yuan = format_area(area), format_yuan(rent)
    yield _Reached(
        "S8-CALC-03",
        Fraction(area * rent, DM2),
        f"低保家庭：保障面积 {metres} 平方米 × 市场平均租金 {yuan} 元",
        f"On the guarantee: guaranteed area {metres} m² × market average rent {yuan} yuan",
    )


def _by_gap(survey: Survey, lines: HousingLines) -> Iterator[_Reached]:
    band = lines.band(survey.guarantee, survey.income_fen)
    if band is None:
        raise Refusal("housing.not_eligible")
    area, own, price = lines.guaranteed(survey.persons), survey.own_dm2, band.per_m2_fen
    metres, yuan = format_area(area), format_yuan(price)
    yield _Reached(
        "S8-CALC-01",
        Fraction(area * price, DM2),
        f"{survey.persons} 人保障面积 {metres} 平方米 × 每平方米补贴 {yuan} 元",
        f"Guaranteed area of {survey.persons}: {metres} m² × {yuan} yuan a square metre",
    )
    gap = Fraction(max(area - own, 0) * price, DM2)
    if own:
        has = format_area(min(own, area))
        yield _Reached(
            "S8-CALC-02",
            gap,
            f"减去自有和公租的面积 {has} 平方米 × {yuan} 元",
            f"Less their own area {has} m² × {yuan} yuan",
        )
    if band.percent != 100:
        yield _Reached(
            "S8-CALC-02",
            gap * band.percent / 100,
            f"这一类家庭按 {band.percent}% 补",
            f"This class of family receives {band.percent} %",
        )


def _capped(survey: Survey, lines: HousingLines, left: Fraction) -> Iterator[_Reached]:
    """Not above the rent that is paid, where the city says so and a rent is known."""
    if lines.rent_cap and 0 < survey.rent_fen < left:
        rent = format_yuan(survey.rent_fen)
        yield _Reached(
            "S8-CALC-02",
            Fraction(survey.rent_fen),
            f"不超过实际房租 {rent} 元",
            f"Not above the rent paid, {rent} yuan",
        )


def _half_up(number: Fraction) -> int:
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)
