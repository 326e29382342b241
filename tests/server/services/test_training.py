"""Courses, attendance and marks, as acts of each assessor's own file (S7-CRED-02, S7-CRED-03)."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.training import Result
from server.errors import Refusal
from server.services.district import District
from server.services.training import (
    Entered,
    add_participants,
    get_course,
    list_courses,
    open_course,
    record_results,
    register_assessor,
    results_in,
    results_of,
)
from server.services.verification import verify
from tests.courses import course_plan, pass_course
from tests.factories import ADMINISTRATOR, CLERK, OFFICER, REVIEWER, STREET_ID, Clock


def kinds(district: District, file: str) -> list[str]:
    return [act.kind for act in district.casebook.read(file)]


def test_results_are_acts_of_the_assessors_own_file(district: District) -> None:
    candidate = register_assessor(district, OFFICER, "何样宁", STREET_ID)
    course = pass_course(district, candidate.id, mark=72)
    assert kinds(district, course.id) == ["course_opened", "course_joined"]
    assert kinds(district, "assessor-0221") == ["registered", "attended", "examined"]
    assert results_of(district, candidate.id) == {
        course.id: Result(course.id, date(2025, 12, 15), True, 72, 100, 60, n=3)
    }
    assert verify(district).ok


def test_recording_the_same_again_changes_nothing(district: District) -> None:
    candidate = register_assessor(district, REVIEWER, "何样宁", STREET_ID)
    course = pass_course(district, candidate.id, mark=72)
    assert record_results(district, REVIEWER, course.id, {candidate.id: Entered(True, 72)}) == []
    assert record_results(district, REVIEWER, course.id, {candidate.id: Entered(True, 58)}) == [candidate.id]
    assert not results_of(district, candidate.id)[course.id].passed


def test_one_wrong_mark_records_none_of_the_others(district: District) -> None:
    one, other = (register_assessor(district, REVIEWER, name, STREET_ID) for name in ("何样", "林示"))
    course = open_course(district, REVIEWER, course_plan())
    add_participants(district, REVIEWER, course.id, [one.id, other.id])
    marks = {one.id: Entered(True, 90), other.id: Entered(True, 101)}
    with pytest.raises(Refusal, match=r"training\.mark"):
        record_results(district, REVIEWER, course.id, marks)
    assert results_in(district, get_course(district, REVIEWER, course.id)) == {one.id: None, other.id: None}


def test_a_mark_a_certificate_rests_on_stays(district: District) -> None:
    with pytest.raises(Refusal, match=r"training\.certified"):
        record_results(district, REVIEWER, "course-2025-001", {"a-0217": Entered(True, 10)})


def test_nothing_is_recorded_before_the_day_nor_for_a_stranger(district: District, clock: Clock) -> None:
    course = open_course(district, REVIEWER, course_plan(held_on=date(2026, 3, 9)))
    add_participants(district, REVIEWER, course.id, ["a-0217"])
    with pytest.raises(Refusal, match=r"training\.not_held"):
        record_results(district, REVIEWER, course.id, {"a-0217": Entered(True)})
    clock.move(days=7)
    record_results(district, REVIEWER, course.id, {"a-0217": Entered(True)})
    with pytest.raises(Refusal, match=r"training\.not_in_course"):
        record_results(district, REVIEWER, course.id, {"a-0218": Entered(True)})


def test_who_takes_part_is_added_once(district: District) -> None:
    course = open_course(district, REVIEWER, course_plan())
    add_participants(district, REVIEWER, course.id, ["a-0218", "a-0217", "a-0218"])
    again = add_participants(district, REVIEWER, course.id, ["a-0217", "a-0219"])
    assert again.participants == ("a-0218", "a-0217", "a-0219")
    with pytest.raises(Refusal, match=r"person\.unknown"):
        add_participants(district, REVIEWER, course.id, ["a-9999"])


def test_courses_are_numbered_by_their_year_and_listed_newest_first(district: District) -> None:
    for day in (date(2026, 2, 1), date(2026, 1, 1), date(2025, 6, 1)):
        open_course(district, REVIEWER, course_plan(held_on=day))
    listed = [course.id for course in list_courses(district, OFFICER)]
    assert listed == ["course-2026-001", "course-2026-002", "course-2025-001", "course-2025-002"]
    with pytest.raises(Refusal, match=r"training\.unknown"):
        get_course(district, REVIEWER, "course-2024-001")
    with pytest.raises(Refusal, match=r"training\.unknown"):
        get_course(district, REVIEWER, "SL-2026-0001")


def test_training_is_the_districts_and_a_street_registers_its_own(district: District) -> None:
    with pytest.raises(Refusal, match=r"person\.may_not"):
        open_course(district, OFFICER, course_plan())
    with pytest.raises(Refusal, match=r"person\.may_not"):
        list_courses(district, CLERK)
    with pytest.raises(Refusal, match=r"person\.may_not"):
        register_assessor(district, ADMINISTRATOR, "何样宁", STREET_ID)
    with pytest.raises(Refusal, match=r"person\.other_area"):
        register_assessor(district, OFFICER, "何样宁", "elsewhere")
    with pytest.raises(Refusal, match=r"area\.unknown"):
        register_assessor(district, REVIEWER, "何样宁", "elsewhere")
    with pytest.raises(Refusal, match=r"person\.unnamed"):
        register_assessor(district, REVIEWER, " ", STREET_ID)
