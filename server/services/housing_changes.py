"""A household that moved, or whose home changed: what that does to its support (S8-SURV-02).

Nothing follows by itself: a subsidy is paid as it was decided until it is reviewed, a place on the waiting
list goes by the newest survey and keeps the day of the application.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.housing import (
    QUEUED,
    SUPPORTED,
    Housing,
    Mode,
    Survey,
    is_hardship,
)
from server.domain.housing_lines import HousingLines
from server.domain.rent_subsidy import work_out_subsidy
from server.errors import Refusal
from server.services.district import District
from server.services.housing import WORDS


@dataclass(frozen=True)
class SurveyedHome:
    """A survey with the address it was made at; ``moved`` where that is not the one before it."""

    survey: Survey
    address: str
    moved: bool


@dataclass(frozen=True)
class Changed:
    """What the newest survey would change of a support that rests on an earlier one."""

    moved: bool
    qualifies: bool
    now_fen: int
    then_fen: int  # a month after a review; 0 for a flat, and for who no longer qualifies


def surveyed_homes(district: District, housing: Housing) -> Sequence[SurveyedHome]:
    """Every survey of a household, the oldest first; an address nobody wrote down is no move."""
    found: list[SurveyedHome] = []
    before = ""
    for survey in housing.surveys:
        address = _text(district, housing, survey.address)
        found.append(SurveyedHome(survey, address, bool(before and address and address != before)))
        before = address or before
    return found


def other_address(district: District, housing: Housing, known: str) -> str:
    """The address the home was last surveyed at; empty where it is that of the case, or nobody wrote one.

    A survey moves no case: which community it belongs to is changed by nobody's finding of a home.
    """
    found = next((home.address for home in reversed(surveyed_homes(district, housing)) if home.address), "")
    return found if "".join(found.split()) != "".join(known.split()) else ""


def foresee_change(district: District, housing: Housing, lines: HousingLines | None) -> Changed | None:
    """None where no support waits for it: nothing was surveyed since the last decision or review."""
    decision = housing.decision
    if lines is None or decision is None or housing.state not in (*SUPPORTED, *QUEUED):
        return None
    since = housing.last_decision
    if housing.survey.n < since:
        return None
    moved = any(home.moved for home in surveyed_homes(district, housing) if home.survey.n > since)
    qualifies = is_hardship(housing.survey, lines)
    pays = qualifies and decision.mode is Mode.SUBSIDY
    then_fen = work_out_subsidy(housing.survey, lines).monthly_fen if pays else 0
    return Changed(moved, qualifies, housing.monthly_fen, then_fen)


def _text(district: District, housing: Housing, digest: str) -> str:
    try:
        return district.get_text(housing.file, WORDS, digest) if digest else ""
    except Refusal:
        return ""
