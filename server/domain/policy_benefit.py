"""What a pack says about who is eligible and for how much (article 1, national-rules §2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from server.domain.policy_reader import AtLeast, Count, Ratio, Share, Whole, Words

Away = Literal["religious", "prison", "drug_treatment", "missing"]
PropertyKind = Literal["home", "motorbike", "tricycle", "car", "van", "mobility"]


@dataclass(frozen=True)
class Band:
    """Income a person below so much of the standard is given so much of the standard (C-20)."""

    below: Ratio
    pays: Share


@dataclass(frozen=True)
class AmountRules:
    mode: Literal["difference", "bands"]  # C-20, D-17
    start_rule: Literal["next_month", "same_month"]  # C-18, D-18
    bands: tuple[Band, ...]
    rounding: Literal["up", "half_up", "down"]
    round_to_fen: Count


@dataclass(frozen=True)
class EligibilityRules:
    """Whose application is looked at (D-27); a family at the edge earns below ``edge_factor`` × standard."""

    registration: Literal["urban", "any"]
    residence_permit: bool
    single_person: bool  # C-05
    edge_factor: Ratio
    not_counted: Annotated[tuple[Away, ...], AtLeast(0)]  # away from home, so not of the household (C-04)


@dataclass(frozen=True)
class PropertyRules:
    """The most a family may own (D-28); ``mode`` says what ``limit`` counts, a person."""

    mode: Literal["none", "months_of_standard", "years_of_standard", "absolute_fen"]
    limit: Whole
    severe_limit: Whole  # where a member is severely ill or disabled; 0: the same limit
    homes_most: Whole  # 0: not looked at
    vehicle_excludes: bool
    look_back_months: Whole
    exempt: Annotated[tuple[PropertyKind, ...], AtLeast(0)]


@dataclass(frozen=True)
class IncomeItem:
    """An income that does not count, or a cost that is taken off, from its first to its last day (D-29)."""

    code: str
    title: Words
    source: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Disregard:
    """What of a member's wages does not count (S1-INC-01): a fixed amount, then a share of the rest.

    ``cap_standards`` × the standard is the most of it, 0 no limit; ``months`` how long after the work began,
    0 for as long as it lasts.
    """

    fixed_fen: Whole = 0
    share: Share = (0, 1)
    cap_standards: Ratio = (0, 1)
    months: Whole = 0

    @property
    def applies(self) -> bool:
        return bool(self.fixed_fen or self.share[0])


@dataclass(frozen=True)
class IncomeRules:
    exempt: tuple[IncomeItem, ...]
    deduct: tuple[IncomeItem, ...]
    disregard: Disregard


@dataclass(frozen=True)
class SizeStandard:
    """The standard of one person in a household of so many."""

    persons: Count
    fen: Count
    and_above: bool = False


@dataclass(frozen=True)
class SizeCoefficient:
    """What a person needs in a household of so many, where a household of three is 1 (S1-COEF-01)."""

    persons: Count
    coefficient: Ratio
    and_above: bool = False


@dataclass(frozen=True)
class Addition:
    """More for a member of a class: so many fen, and so much of the person's standard."""

    code: str
    title: Words
    source: str
    fen: Whole = 0
    share: Ratio = (0, 1)


@dataclass(frozen=True)
class BenefitRules:
    """The standard a person a month, and how it goes with the size of the household (S1-TIER, S1-COEF)."""

    mode: Literal["flat", "table", "coefficient"]
    standard_fen: Count  # of one person who lives alone and can work (S1-CALC-01)
    rural_standard_fen: Count | None  # where the pack has one of its own
    table: tuple[SizeStandard, ...]
    coefficients: tuple[SizeCoefficient, ...]
    unable_single: Ratio  # × the standard of one who lives alone and cannot work (S1-COEF-02)
    additions: tuple[Addition, ...]
