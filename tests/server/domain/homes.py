"""Surveys and published lines with valid defaults, for tests of housing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from server.domain.housing import Survey
from server.domain.housing_lines import Band, HousingLines

DAY = date(2026, 3, 2)


def survey(**changes: Any) -> Survey:
    """Three people on the guarantee who rent privately."""
    plain = Survey("first", DAY, 3, "dibao", 40_000, "rent", "flat", 3000, 60_000)
    return replace(plain, **changes)


def lines(**changes: Any) -> HousingLines:
    """永川: 20 m² for one, 15 a head from two, 60 at most; 23 yuan × 1 or 0.8 (national-rules §10)."""
    plain = HousingLines(
        year=2026,
        income_fen=150_000,
        income_base_fen=300_000,
        difficulty_dm2=1_300,
        difficulty_base_dm2=2_600,
        guaranteed_dm2=(2_000, 3_000, 4_500, 6_000),
        bands=(Band("dibao", 0, 2_300), Band("", 0, 2_300, 80)),
    )
    return replace(plain, **changes)
