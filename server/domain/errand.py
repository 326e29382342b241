"""What a task on a tablet is for: a visit, a review, a campaign, housing, a job form (S7-EVAL, S3-PH-2).

The visit and the home review are steps of the case. An errand is none: it is done for the sake of a campaign,
a housing file or a feedback form. It shares the numbers of the rounds, so that case and round name one task
whatever it is for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from server.domain.case_parts import Team
from server.errors import Refusal


class Purpose(StrEnum):
    VISIT = "visit"
    REVIEW = "review"
    CAMPAIGN = "campaign"
    HOUSING = "housing"
    EMPLOYMENT = "employment"


@dataclass(frozen=True)
class Errand:
    """A team sent to a household for what is not a step of its case."""

    purpose: Purpose
    file: str
    case: str
    team: Team
    visit: str = ""  # digest of the sealed visit
    is_replaced: bool = False  # others were sent instead
    is_withdrawn: bool = False  # nobody is to go any more
    is_called_off: bool = False  # by a person, who wrote why; others may still be sent
    about: str = ""  # the one thing among several of a file: a feedback form

    @property
    def is_open(self) -> bool:
        return not (self.visit or self.is_replaced or self.is_withdrawn or self.is_called_off)


def check_awaited(errand: Errand) -> None:
    """A visit is received once, and of the team that was sent last; a closed file says so itself.

    Of a team that was called off it waits for a person, who may accept it all the same.
    """
    if errand.visit:
        raise Refusal("visit.already_received")
    if errand.is_replaced:
        raise Refusal("visit.not_their_case")
    if errand.is_called_off:
        raise Refusal("errand.called_off")


def find(errands: Iterable[Errand], case: str, number: int) -> Errand | None:
    return next((each for each in errands if (each.case, each.team.round) == (case, number)), None)


def replaced(errands: Iterable[Errand], cases: Iterable[str], about: str = "") -> tuple[Errand, ...]:
    """The errands, those of these cases (and of one thing) that nobody did given to others."""
    return _marked(errands, cases, about, is_replaced=True)


def called_off(errands: Iterable[Errand], cases: Iterable[str], about: str = "") -> tuple[Errand, ...]:
    """The errands, those of these cases (and of one thing) that nobody did called off without others."""
    return _marked(errands, cases, about, is_called_off=True)


def _marked(errands: Iterable[Errand], cases: Iterable[str], about: str, **mark: Any) -> tuple[Errand, ...]:
    meant = set(cases)
    return tuple(
        replace(each, **mark) if each.is_open and each.case in meant and about in ("", each.about) else each
        for each in errands
    )


def withdrawn(errands: Iterable[Errand], about: str = "") -> tuple[Errand, ...]:
    """The errands, none of them to be done any more; ``about`` only those of one thing."""
    return tuple(
        replace(each, is_withdrawn=True) if each.is_open and about in ("", each.about) else each
        for each in errands
    )


def visited(errands: Iterable[Errand], case: str, number: int, visit: str) -> tuple[Errand, ...]:
    """The errands, this one done; nobody is to go for the same any more."""
    listed = tuple(errands)
    done = find(listed, case, number)
    if done is None:
        return listed
    same = (done.case, done.about)
    return tuple(
        replace(each, visit=visit)
        if each == done
        else replace(
            each, is_withdrawn=each.is_withdrawn or (each.is_open and (each.case, each.about) == same)
        )
        for each in listed
    )
