"""What a task on a tablet is for: a visit, a home review, a campaign (S7-EVAL, S7-REV-15, S3-PH-2).

The visit and the home review are steps of the case. An errand stands in a file of its own, beside the case,
and shares the numbers of its rounds, so that case and round name one task whatever it is for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from server.domain.case_parts import Team
from server.errors import Refusal


class Purpose(StrEnum):
    VISIT = "visit"
    REVIEW = "review"
    CAMPAIGN = "campaign"


@dataclass(frozen=True)
class Errand:
    """A team sent to a household for what is not a step of its case."""

    purpose: Purpose
    file: str
    case: str
    team: Team
    visit: str = ""  # digest of the sealed visit
    is_replaced: bool = False  # others were sent instead

    @property
    def is_open(self) -> bool:
        return not self.visit and not self.is_replaced


def check_awaited(errand: Errand) -> None:
    """A visit is received once, and of the team that was sent last."""
    if errand.visit:
        raise Refusal("visit.already_received")
    if errand.is_replaced:
        raise Refusal("visit.not_their_case")


def find(errands: Iterable[Errand], case: str, number: int) -> Errand | None:
    return next((each for each in errands if (each.case, each.team.round) == (case, number)), None)


def replaced(errands: Iterable[Errand], cases: Iterable[str]) -> tuple[Errand, ...]:
    """The errands, those of these cases that nobody did given to others."""
    others = set(cases)
    return tuple(
        replace(each, is_replaced=True) if each.is_open and each.case in others else each for each in errands
    )


def visited(errands: Iterable[Errand], case: str, number: int, visit: str) -> tuple[Errand, ...]:
    """The errands, this one done."""
    return tuple(
        replace(each, visit=visit) if (each.case, each.team.round) == (case, number) else each
        for each in errands
    )
