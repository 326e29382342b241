"""What a pack says about who is eligible and for how much (article 1, national-rules §2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from server.domain.policy_reader import Count, Ratio, Whole, Words

PropertyKind = Literal["home", "vehicle", "financial", "land", "goods", "mobility_vehicle"]


@dataclass(frozen=True)
class AmountRules:
    mode: Literal["difference", "bands"]  # C-20, D-17
    start_rule: Literal["next_month", "same_month"]  # C-18, D-18


@dataclass(frozen=True)
class EligibilityRules:
    """Whose application is looked at (D-27); a family at the edge earns below ``edge_factor`` × standard."""

    registration: Literal["urban", "any"]
    residence_permit: bool
    single_person: bool  # C-05
    edge_factor: Ratio


@dataclass(frozen=True)
class PropertyRules:
    """The most a family may own (D-28); ``mode`` says what ``limit`` counts, a person."""

    mode: Literal["none", "months_of_standard", "years_of_standard", "absolute_fen"]
    limit: Whole
    severe_limit: Whole  # with a severe illness or disability
    homes_most: Whole  # 0: not looked at
    vehicle_excludes: bool
    look_back_months: Whole
    exempt: tuple[PropertyKind, ...]


@dataclass(frozen=True)
class IncomeItem:
    """An income that does not count, or a cost that is taken off, until its last day (D-29)."""

    code: str
    title: Words
    source: str
    until: date | None


@dataclass(frozen=True)
class IncomeRules:
    exempt: tuple[IncomeItem, ...]
    deduct: tuple[IncomeItem, ...]


@dataclass(frozen=True)
class BenefitRules:
    standard_fen: Count  # yuan a person a month, in fen (S1-CALC-01)
