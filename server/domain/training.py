"""Training and examination: only who attended and passed may be certified (S7-CRED-02…04).

A course is a file of its own; who attended and what mark they got are acts of the assessor's own file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from server.domain.act import Act
from server.domain.credential import RosterEntry, Standing, standing_on
from server.domain.days import parse_date
from server.errors import Refusal

# The seed is silent (S7-CRED-07); each course says its own, these only stand in the empty form.
USUAL_FULL_MARK: Final = 100
USUAL_PASS_MARK: Final = 60
USUAL_HOURS: Final = 16
USUAL_YEARS: Final = 2
RENEWED_WITHIN: Final = timedelta(days=90)
_MOST_HOURS: Final = 1000
_MOST_MARKS: Final = 1000


class Step(StrEnum):
    """What is to be done next about somebody's credential."""

    TRAIN = "train"
    CERTIFY = "certify"
    LIFT = "lift"
    TRAIN_AGAIN = "train-again"
    RENEW = "renew"
    NONE = "none"


@dataclass(frozen=True)
class CoursePlan:
    """What the district announces: days are Shanghai days, ``hours`` lessons, marks whole numbers."""

    title: str
    held_on: date
    hours: int
    place: str
    full_mark: int = USUAL_FULL_MARK
    pass_mark: int = USUAL_PASS_MARK


@dataclass(frozen=True)
class Course:
    """A course with its examination, and who takes part."""

    id: str
    plan: CoursePlan
    participants: tuple[str, ...]
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class Result:
    """How an assessor did in a course; ``mark`` is None while there was no examination."""

    course: str
    held_on: date
    attended: bool
    mark: int | None = None
    full_mark: int = USUAL_FULL_MARK
    pass_mark: int = USUAL_PASS_MARK
    n: int = 0  # the act that said it last

    @property
    def passed(self) -> bool:
        """Attended and reached the pass mark; no mark is no pass (S7-CRED-03)."""
        return self.attended and self.mark is not None and self.mark >= self.pass_mark


def check_plan(plan: CoursePlan) -> None:
    """A course has a title and a place, and a pass mark that can be reached and failed."""
    if not plan.title.strip() or not plan.place.strip():
        raise Refusal("training.unnamed")
    if not 1 <= plan.hours <= _MOST_HOURS:
        raise Refusal("training.hours")
    if not 1 <= plan.pass_mark <= plan.full_mark <= _MOST_MARKS:
        raise Refusal("training.pass_mark", full=plan.full_mark)


def check_result(plan: CoursePlan, attended: bool, mark: int | None) -> None:
    """A mark lies between nothing and the full mark, and only who attended has one (S7-CRED-02)."""
    if mark is not None and not attended:
        raise Refusal("training.absent_marked")
    if mark is not None and not 0 <= mark <= plan.full_mark:
        raise Refusal("training.mark", full=plan.full_mark)


def fold_course(acts: Sequence[Act]) -> Course:
    """The course its acts add up to."""
    facts = acts[0].facts
    plan = CoursePlan(
        title=facts["title"],
        held_on=parse_date(facts["held_on"]),
        hours=facts["hours"],
        place=facts["place"],
        full_mark=facts["full_mark"],
        pass_mark=facts["pass_mark"],
    )
    joined = [who for act in acts[1:] if act.kind == "course_joined" for who in act.facts["assessors"]]
    return Course(acts[0].file, plan, tuple(dict.fromkeys(joined)), tuple(acts))


def fold_results(acts: Sequence[Act]) -> dict[str, Result]:
    """An assessor's results, one a course, as their acts leave them; what was said last counts."""
    results: dict[str, Result] = {}
    for act in acts:
        if act.kind == "attended":
            held_on = parse_date(act.facts["held_on"])
            results[act.facts["course"]] = Result(act.facts["course"], held_on, act.facts["present"], n=act.n)
        elif act.kind == "examined":
            results[act.facts["course"]] = replace(
                results[act.facts["course"]],
                mark=act.facts["mark"],
                full_mark=act.facts["full_mark"],
                pass_mark=act.facts["pass_mark"],
                n=act.n,
            )
    return results


def find_basis(acts: Sequence[Act], entry: RosterEntry | None, valid_until: date, *, on: date) -> Result:
    """The pass a certificate may rest on; refuses where there is none (S7-CRED-03, S7-CRED-04).

    A card printed anew within the validity already granted rests on the same pass. A first certificate, a
    longer one and one after a revocation each rest on a pass no certificate rests on yet.
    """
    if entry is not None and entry.status == Standing.SUSPENDED and entry.is_withdrawn(on):
        raise Refusal("credential.lift_first")
    certified = [act for act in acts if act.kind == "certified"]
    if entry is not None and entry.status != Standing.REVOKED and valid_until <= entry.valid_until:
        return fold_results(acts)[certified[-1].facts["course"]]
    fresh = fresh_passes(acts)
    if not fresh:
        raise Refusal("credential.not_passed")
    return max(fresh, key=lambda result: (result.held_on, result.n))


def fresh_passes(acts: Sequence[Act]) -> list[Result]:
    """The passes no certificate rests on yet; one from before a revocation counts no more."""
    used = {act.facts["course"] for act in acts if act.kind == "certified"}
    revoked_n = max((act.n for act in acts if _is_revocation(act)), default=0)
    results = fold_results(acts).values()
    return [one for one in results if one.passed and one.course not in used and one.n > revoked_n]


def next_step(acts: Sequence[Act], entry: RosterEntry | None, *, on: date) -> Step:
    """What an assessor's credential waits for on a day."""
    can_be_certified = bool(fresh_passes(acts))
    standing = standing_on(entry, on) if entry else None
    if standing is Standing.SUSPENDED:
        return Step.LIFT
    if entry is None or standing in (Standing.REVOKED, Standing.EXPIRED):
        return Step.CERTIFY if can_be_certified else Step.TRAIN
    if entry.valid_until - on > RENEWED_WITHIN:
        return Step.NONE
    return Step.RENEW if can_be_certified else Step.TRAIN_AGAIN


def check_unused(acts: Sequence[Act], course: str) -> None:
    """A result a certificate rests on is not changed any more: what is wrong with it is a revocation."""
    if any(act.kind == "certified" and act.facts["course"] == course for act in acts):
        raise Refusal("training.certified")


def format_plan(plan: CoursePlan) -> Mapping[str, str | int]:
    """The facts of a course's first act; the inverse of :func:`fold_course`."""
    return {
        "title": plan.title.strip(),
        "held_on": plan.held_on.isoformat(),
        "hours": plan.hours,
        "place": plan.place.strip(),
        "full_mark": plan.full_mark,
        "pass_mark": plan.pass_mark,
    }


def _is_revocation(act: Act) -> bool:
    return act.kind == "standing_changed" and act.facts["status"] == Standing.REVOKED
