"""The yearly published housing standards of a city: income line, difficulty line, guaranteed area, subsidy.

Each is published once a year (S8-ELIG-03); what was published stands in the chain with its source, a later
publication for the same year takes its place. Areas are square decimetres (100 to a square metre), amounts
fen a month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any, Final

from server.domain.act import Act
from server.errors import Refusal

PUBLISHED: Final = "housing_lines_published"
DM2: Final = 100  # to a square metre
_AREA: Final = re.compile(r"(\d{1,4})(?:\.(\d{1,2}))?")
_MOST_DM2: Final = 1000 * DM2
_FIRST_YEAR, _LAST_YEAR = 1990, 2999
_WHOLE: Final = 100


@dataclass(frozen=True)
class Band:
    """What a square metre is subsidised with: for a class of family, up to an income a head; 0 = any income.

    ``percent`` is the class factor in hundredths (national-rules §10).
    """

    guarantee: str  # dibao | edge | low; empty: any
    income_to_fen: int
    per_m2_fen: int
    percent: int = 100


@dataclass(frozen=True)
class HousingLines:
    """One year's standards; ``guaranteed_dm2`` is the area of 1, 2, 3 … persons, the last of all larger."""

    year: int
    income_fen: int  # per head and month, at most (S8-ELIG-02)
    income_base_fen: int  # per-capita disposable income it is a share of; 0 = not stated
    difficulty_dm2: int  # a person, at most
    difficulty_base_dm2: int  # per-capita housing it is a share of; 0 = not stated
    guaranteed_dm2: tuple[int, ...]  # S8-CALC-01
    bands: tuple[Band, ...]  # S8-CALC-02, the first that fits counts
    market_fen: int = 0  # market average rent a square metre; 0 = none published
    dibao_whole: bool = False  # guaranteed area × market rent for families on the guarantee (S8-CALC-03)
    rent_cap: bool = False  # not above the rent paid (永川)
    source: str = ""  # digest of the words

    @property
    def income_share(self) -> Fraction | None:
        """The ratio of per-capita disposable income the line stands for (S8-ELIG-02)."""
        return Fraction(self.income_fen, self.income_base_fen) if self.income_base_fen else None

    @property
    def difficulty_share(self) -> Fraction | None:
        return Fraction(self.difficulty_dm2, self.difficulty_base_dm2) if self.difficulty_base_dm2 else None

    def guaranteed(self, persons: int) -> int:
        """The guaranteed area of a household (S8-CALC-01)."""
        return self.guaranteed_dm2[min(persons, len(self.guaranteed_dm2)) - 1]

    def band(self, guarantee: str, income_fen: int) -> Band | None:
        """The first band that fits a family; None: nothing is published for such a one."""
        fitting = (
            band
            for band in self.bands
            if band.guarantee in ("", guarantee)
            and (not band.income_to_fen or income_fen <= band.income_to_fen)
        )
        return next(fitting, None)


def check_lines(lines: HousingLines) -> None:
    """Every line above nothing, no hole in the table of areas, a price for at least one class."""
    for holds, what, why in (*_checked_lines(lines), *map(_checked_band, lines.bands)):
        if not holds:
            raise Refusal("housing.lines", what=what, why=why)


def fold_lines(acts: Sequence[Act]) -> dict[int, HousingLines]:
    """The standards of every year as they were published last."""
    published = (parse_lines(act.facts) for act in acts if act.kind == PUBLISHED)
    return {lines.year: lines for lines in published}


def parse_lines(facts: Mapping[str, Any]) -> HousingLines:
    """The standards an act holds; the inverse of :func:`format_lines`."""
    bands = tuple(Band(**band) for band in facts["bands"])
    return HousingLines(**{**facts, "bands": bands, "guaranteed_dm2": tuple(facts["guaranteed_dm2"])})


def format_lines(lines: HousingLines) -> dict[str, Any]:
    bands = [asdict(band) for band in lines.bands]
    return asdict(lines) | {"bands": bands, "guaranteed_dm2": list(lines.guaranteed_dm2)}


def parse_area(text: str) -> int:
    """Square decimetres of ``45`` or ``45.50`` square metres."""
    found = _AREA.fullmatch(text.strip())
    if found is None:
        raise Refusal("housing.area")
    whole, rest = found.groups()
    area = int(whole) * DM2 + int((rest or "").ljust(2, "0"))
    if area > _MOST_DM2:
        raise Refusal("housing.area")
    return area


def format_area(dm2: int) -> str:
    """``45.50``: square metres with two decimals."""
    return f"{dm2 // DM2}.{dm2 % DM2:02d}"


def _checked_lines(lines: HousingLines) -> Iterator[tuple[bool, str, str]]:
    """What must hold, of what, and what to do; in both languages."""
    areas, base = lines.guaranteed_dm2, lines.income_base_fen
    yield _FIRST_YEAR <= lines.year <= _LAST_YEAR, "年份 Year", "要填四位数 / enter four digits"
    yield lines.income_fen > 0, "收入线 Income line", "要大于 0 / must be above 0"
    yield lines.difficulty_dm2 > 0, "困难线 Difficulty line", "要大于 0 / must be above 0"
    yield (
        bool(areas) and areas[0] > 0 and list(areas) == sorted(areas),
        "保障面积 Guaranteed area",
        "从一口人起，一个比一个不小 / from one person up, never smaller",
    )
    yield bool(lines.bands), "每平方米补贴 Subsidy", "至少填一档 / enter at least one"
    yield (
        not lines.dibao_whole or lines.market_fen > 0,
        "市场平均租金 Market rent",
        "低保家庭按它补，要填 / needed, families on the guarantee are paid by it",
    )
    yield (
        not base or lines.income_fen <= base,
        "收入线 Income line",
        "不能超过人均可支配收入 / not above the disposable income",
    )


def _checked_band(band: Band) -> tuple[bool, str, str]:
    holds = band.per_m2_fen > 0 and 0 < band.percent <= _WHOLE
    return holds, "每平方米补贴 Subsidy", "要大于 0，系数 1 到 100 / above 0, factor 1 to 100"
