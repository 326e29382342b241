"""What another assessor recorded of a visit, laid beside it and decided upon (design §5, S7-EVAL-05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

How = Literal["colleague", "second_tablet", "draft", "released"]
Choice = Literal["visit", "contribution"]
CHOICES: Final[tuple[Choice, ...]] = ("visit", "contribution")
# Where a difference calls for a comprehensive investigation, by the first name on its path (S7-EVAL-05).
_MEMBERSHIP: Final = frozenset(("name", "relation", "id_number", "birth"))
_PROPERTY: Final = frozenset(("vehicle", "vehicles", "savings", "assets", "home", "asset", "looked_back"))
_INCOME: Final = frozenset(("income", "exempt", "deducted", "no_income", "supporter", "supporters"))


@dataclass(frozen=True)
class Contribution:
    """One on the record: what of it was taken, where it differs, what was decided; values lie in evidence."""

    digest: str
    by: str
    device: str
    how: How
    received_at: str
    photos: tuple[str, ...]
    taken: int
    differing: tuple[str, ...]
    decided: Mapping[str, Choice] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def signed(self) -> bool:
        """Nobody signed a draft: of what it says nothing counts before a person decided so."""
        return self.how != "draft"

    @property
    def undecided(self) -> tuple[str, ...]:
        return tuple(path for path in self.differing if path not in self.decided)


def kind_of(path: str) -> Literal["income", "property", "membership", "other"]:
    """What a path speaks of; a whole member or a name is membership."""
    names = [step.partition("[")[0] for step in path.split(".")]
    if _INCOME.intersection(names):
        return "income"
    if _PROPERTY.intersection(names):
        return "property"
    if names[0] == "member" and (len(names) == 1 or names[-1] in _MEMBERSHIP):
        return "membership"
    return "other"


def calls_for_investigation(path: str) -> bool:
    """Income, property and membership do (S7-EVAL-05)."""
    return kind_of(path) != "other"
