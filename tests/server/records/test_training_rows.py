"""The list of courses says of each what the assessors' own files say (S7-CRED-02)."""

from __future__ import annotations

from server.domain.page import span_of
from server.records.training_rows import count_courses, courses_in
from server.services.district import District
from server.services.training import list_courses, register_assessor, results_in
from tests.courses import pass_course
from tests.factories import OFFICER, STREET_ID, furnish


def test_the_pages_hold_every_course_in_order_with_its_results(district: District) -> None:
    furnish(district)
    for mark in (72, 40, 99):
        candidate = register_assessor(district, OFFICER, "何样宁", STREET_ID)
        pass_course(district, candidate.id, mark=mark)
    pages = [span_of(count_courses(district.index), number, 2) for number in (1, 2)]
    listed = [each for span in pages for each in courses_in(district.index, span)]
    courses = list_courses(district, OFFICER)
    assert [each.course.file for each in listed] == [course.id for course in courses]
    for each, course in zip(listed, courses, strict=True):
        results = [result for result in results_in(district, course).values() if result]
        assert each.course.participants == len(course.participants)
        assert (each.known, each.passed) == (len(results), sum(result.passed for result in results))
