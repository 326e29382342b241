"""The household a benefit is worked out for: who lives there, what each earns and spends, what they own.

``parse_question`` reads the JSON of ``ruhu policy explain``; amounts are fen a month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Literal

from server.domain.policy_benefit import Away, PropertyKind
from server.domain.policy_reader import AtLeast, Count, Whole, read_value
from server.errors import Refusal

Area = Literal["urban", "rural"]  # whose standard a household is measured by (S4-01, S4-02)
IncomeClass = Literal["wages", "business", "property", "pension", "maintenance", "transfer", "other"]
INCOME_CLASSES: Final = ("wages", "business", "property", "pension", "maintenance", "transfer", "other")


@dataclass(frozen=True)
class Income:
    """Money that comes in; ``exempt`` names the item of the pack under which it would not count (D-29)."""

    class_: IncomeClass
    monthly_fen: Whole
    exempt: str = ""
    since: date | None = None  # when the work began (S1-INC-01)


@dataclass(frozen=True)
class Deduction:
    """A cost that is taken off where the pack has an item of this code (D-29)."""

    code: str
    monthly_fen: Whole


@dataclass(frozen=True)
class Reduction:
    """What a decision takes off a member's own share a month: all of it, or so many fen (C-28)."""

    whole: bool = False
    fen: Whole = 0


@dataclass(frozen=True)
class Member:
    id: str
    name: str = ""
    able_to_work: bool = True
    severe: bool = False  # severely ill or disabled
    away: Away | None = None
    classes: tuple[str, ...] = ()  # which classified additions look at
    income: tuple[Income, ...] = ()
    deduct: tuple[Deduction, ...] = ()
    reduction: Reduction | None = None

    @property
    def label(self) -> str:
        return self.name or self.id


@dataclass(frozen=True)
class Assets:
    financial_fen: Whole = 0
    homes: Whole = 0
    vehicles: Annotated[tuple[PropertyKind, ...], AtLeast(0)] = ()


@dataclass(frozen=True)
class BenefitHousehold:
    members: Annotated[tuple[Member, ...], AtLeast(1)]
    area: Area = "urban"
    assets: Assets | None = None  # None: nobody has asked


@dataclass(frozen=True)
class Question:
    """What ``ruhu policy explain`` is asked; ``standard_fen`` stands in for the pack's own (what if)."""

    policy: str
    on: date
    household: BenefitHousehold
    standard_fen: Count | None = None


def parse_question(data: Mapping[str, Any]) -> Question:
    """The question of a JSON object; refuses by its key whatever is missing, negative or unknown."""
    question: Question = _read("", data, Question)
    return question


def parse_benefit_household(data: Mapping[str, Any]) -> BenefitHousehold:
    household: BenefitHousehold = _read("household", data, BenefitHousehold)
    return household


def _read(key: str, data: Any, kind: Any) -> Any:
    try:
        found = read_value(key, data, kind)
    except Refusal as refusal:
        told = str(refusal.facts["key"]).removeprefix(".") or "."
        raise Refusal("benefit.invalid", key=told, why=refusal.facts["why"]) from refusal
    _check_ids(found.household if isinstance(found, Question) else found)
    return found


def _check_ids(household: BenefitHousehold) -> None:
    seen: set[str] = set()
    for place, member in enumerate(household.members):
        if member.id in seen:
            key, why = f"household.members[{place}].id", f"{member.id} 出现两次 / stands twice"
            raise Refusal("benefit.invalid", key=key, why=why)
        seen.add(member.id)
