"""The district trains and examines, and records who came and what mark they got (S7-CRED-02, S7-CRED-03)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from server.domain.area import STREET
from server.domain.page import Page, span_of
from server.domain.permission import Actor, check_may
from server.domain.training import (
    Course,
    CoursePlan,
    Result,
    check_plan,
    check_result,
    check_unused,
    fold_course,
    fold_results,
    format_plan,
)
from server.errors import Refusal
from server.records.entries import Assessor
from server.records.training_rows import ListedCourse, count_courses, courses_in
from server.services.areas import get_open_area
from server.services.credentials import append_to_file, assessor_file, get_assessor
from server.services.district import District, draft_act

SERIES: Final = "course-"
PAGE: Final = 50


@dataclass(frozen=True)
class Entered:
    """What was entered for one participant; no mark where there was no examination."""

    attended: bool
    mark: int | None = None


def register_assessor(
    district: District, actor: Actor, name: str, street: str, assessor_id: str = ""
) -> Assessor:
    """Opens the file of somebody who is to be trained; they hold no credential yet (S7-CRED-04).

    ``assessor_id`` is the next one where none is given.
    """
    check_may(actor, "assessor.register")
    if actor.street and actor.street != street:
        raise Refusal("person.other_area")
    get_open_area(district, street, STREET)
    if not name.strip():
        raise Refusal("person.unnamed")
    with district.casebook.turn:
        assessor = Assessor(assessor_id or _next_id(district), name.strip(), street)
        district.office.create(assessor)
        append_to_file(district, assessor.id, draft_act(actor, "assessor.register", "registered"))
    return assessor


def open_course(district: District, actor: Actor, plan: CoursePlan) -> Course:
    """Announces a course with its examination."""
    check_may(actor, "training.record")
    check_plan(plan)
    draft = draft_act(actor, "training.record", "course_opened", format_plan(plan))
    with district.casebook.turn:
        file = district.casebook.next_file(f"{SERIES}{plan.held_on.year}-", width=3)
        return fold_course([district.casebook.append(draft, file, None, policy=district.policy.key)])


def add_participants(district: District, actor: Actor, course_id: str, assessors: Iterable[str]) -> Course:
    """Adds assessors to a course; who takes part already is not added twice."""
    course = get_course(district, actor, course_id)
    check_may(actor, "training.record")
    added = [get_assessor(district, one).id for one in dict.fromkeys(assessors)]
    added = [one for one in added if one not in course.participants]
    if not added:
        return course
    draft = draft_act(actor, "training.record", "course_joined", {"assessors": added})
    act = district.casebook.append(draft, course_id, course.acts[-1], policy=district.policy.key)
    return fold_course([*course.acts, act])


def record_results(
    district: District, actor: Actor, course_id: str, entered: Mapping[str, Entered]
) -> list[str]:
    """Records attendance and marks in each assessor's own file; returns whose file changed.

    Everything is checked before anything is written. Recording the same again changes nothing.
    """
    course = get_course(district, actor, course_id)
    check_may(actor, "training.record")
    if district.today() < course.plan.held_on:
        raise Refusal("training.not_held", day=course.plan.held_on.isoformat())
    with district.casebook.turn:
        changed = {who: one for who, one in entered.items() if _differs(district, course, who, one)}
        for who, one in changed.items():
            _record(district, actor, course, who, one)
    return list(changed)


def get_course(district: District, actor: Actor, course_id: str) -> Course:
    check_may(actor, "training.read")
    acts = district.casebook.read(course_id) if course_id.startswith(SERIES) else []
    if not acts:
        raise Refusal("training.unknown", id=course_id)
    return fold_course(acts)


def list_courses(district: District, actor: Actor) -> list[Course]:
    """Every course, the newest first."""
    check_may(actor, "training.read")
    courses = [fold_course(acts) for acts in district.casebook.read_series(SERIES)]
    return sorted(courses, key=lambda course: (course.plan.held_on, course.id), reverse=True)


def page_of_courses(district: District, actor: Actor, page: int) -> Page[ListedCourse]:
    """A page of them, with how far the results are written down."""
    check_may(actor, "training.read")
    span = span_of(count_courses(district.index), page, PAGE)
    return Page(courses_in(district.index, span), span)


def results_in(district: District, course: Course) -> dict[str, Result | None]:
    """How each participant did; None where nothing is recorded yet."""
    return {who: results_of(district, who).get(course.id) for who in course.participants}


def results_of(district: District, assessor_id: str) -> dict[str, Result]:
    """An assessor's results, by course."""
    return fold_results(district.casebook.read(assessor_file(assessor_id)))


def _differs(district: District, course: Course, who: str, entered: Entered) -> bool:
    """Whether what was entered says something new; refuses what cannot be recorded."""
    if who not in course.participants:
        raise Refusal("training.not_in_course", name=get_assessor(district, who).name)
    check_result(course.plan, entered.attended, entered.mark)
    acts = district.casebook.read(assessor_file(who))
    known = fold_results(acts).get(course.id)
    if known and (known.attended, known.mark) == (entered.attended, entered.mark):
        return False
    check_unused(acts, course.id)
    return True


def _record(district: District, actor: Actor, course: Course, who: str, entered: Entered) -> None:
    plan = course.plan
    attended = {
        "course": course.id,
        "held_on": plan.held_on.isoformat(),
        "hours": plan.hours,
        "present": entered.attended,
    }
    append_to_file(district, who, draft_act(actor, "training.record", "attended", attended))
    if entered.mark is None:
        return
    examined = {
        "course": course.id,
        "mark": entered.mark,
        "full_mark": plan.full_mark,
        "pass_mark": plan.pass_mark,
        "passed": entered.mark >= plan.pass_mark,
    }
    append_to_file(district, who, draft_act(actor, "training.record", "examined", examined))


def _next_id(district: District) -> str:
    """The next number after every assessor's: ``a-0249``."""
    numbers = (one.id.removeprefix("a-") for one in district.office.every(Assessor))
    return f"a-{max((int(number) for number in numbers if number.isdigit()), default=0) + 1:04d}"
