"""What the index keeps of courses, and of how each assessor did in them (S7-CRED-02, S7-CRED-03)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.domain.act import Act
from server.domain.page import Span
from server.domain.training import fold_course, fold_results
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class CourseRow(Row, frozen=True):
    file: str  # the course's id
    title: str
    place: str
    held_on: str
    hours: int
    participants: int


class ResultRow(Row, frozen=True):
    """How an assessor did, as their own file says; a course without a mark was not passed."""

    file: str  # the assessor's
    course: str
    passed: bool


@dataclass(frozen=True)
class ListedCourse:
    """A course with how many results are written down, and how many of them are passes."""

    course: CourseRow
    known: int
    passed: int


COURSES: Final = Table("courses", CourseRow, key=("file",), indexes=(("held_on", "file"),))
RESULTS: Final = Table("course_results", ResultRow, key=("file", "course"), indexes=(("course", "passed"),))
_PAGE: Final = """SELECT file, title, place, held_on, hours, participants,
  (SELECT count(*) FROM course_results WHERE course = courses.file),
  (SELECT count(*) FROM course_results WHERE course = courses.file AND passed = 1)
FROM courses ORDER BY held_on DESC, file DESC LIMIT ? OFFSET ?"""


def course_row(acts: Sequence[Act]) -> CourseRow:
    course = fold_course(acts)
    plan = course.plan
    held_on, count = plan.held_on.isoformat(), len(course.participants)
    return CourseRow(course.id, plan.title, plan.place, held_on, plan.hours, count)


def result_rows(acts: Sequence[Act]) -> Iterator[ResultRow]:
    for result in fold_results(acts).values():
        yield ResultRow(acts[0].file, result.course, result.passed)


def count_courses(index: Index) -> int:
    return int(index.sums("SELECT count(*) FROM courses", ())[0][0])


def courses_in(index: Index, span: Span) -> list[ListedCourse]:
    """A page of the courses, the newest in front."""
    rows = index.query(_PAGE, (span.size, span.offset))
    return [ListedCourse(CourseRow(*row[:6]), *row[6:]) for row in rows]
