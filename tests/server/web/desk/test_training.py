"""Courses at the desk: announced, filled, attendance and marks entered, nothing lost (S7-CRED-02)."""

from __future__ import annotations

from server.services.training import list_courses, register_assessor, results_of
from tests.courses import pass_course
from tests.factories import OFFICER, REVIEWER, STREET_ID
from tests.server.web.browsing import words

PLAN = {
    "title": "第一期低保业务培训",
    "place": "区低保中心",
    "held_on": "2026-03-02",
    "hours": "16",
    "full_mark": "100",
    "pass_mark": "60",
}


def test_a_course_from_its_announcement_to_the_marks(person, district):
    candidate = register_assessor(district, OFFICER, "何样宁", STREET_ID)
    xie = person("xie")
    page = xie.do("/desk/courses/new", PLAN)
    assert page == "/desk/courses/course-2026-001"
    xie.do(f"{page}/participants", {"assessors": [candidate.id, "a-0217"]}, page)
    marks = {f"there-{candidate.id}": "yes", f"mark-{candidate.id}": "72", "there-a-0217": "no"}
    xie.do(f"{page}/results", marks, page)
    text = xie.text(page)
    assert "何样宁 松林街道" in text
    assert "合格" in text
    assert results_of(district, candidate.id)["course-2026-001"].passed
    assert "第一期低保业务培训 区低保中心 2026年3月2日 16 学时 2 人 1 人合格，1 人没有" in xie.text(
        "/desk/courses"
    )
    assert "考试合格，可以发证" in xie.text(f"/desk/assessors/{candidate.id}")


def test_a_wrong_mark_is_said_beside_its_name_and_nothing_else_is_lost(person, district):
    one, other = (register_assessor(district, OFFICER, name, STREET_ID) for name in ("何样宁", "林示安"))
    course = pass_course(district, one.id, other.id, mark=70)
    page = f"/desk/courses/{course.id}"
    entered = {f"there-{one.id}": "yes", f"mark-{one.id}": "9o", f"there-{other.id}": "yes"}
    answer = person("xie").send(f"{page}/results", {**entered, f"mark-{other.id}": "88"}, page)
    assert answer.status_code == 422
    assert "何样宁：要填整数" in words(answer)
    assert 'value="9o"' in answer.text
    assert 'value="88"' in answer.text
    assert results_of(district, other.id)[course.id].mark == 70
    answer = person("xie").send(f"{page}/results", {**entered, f"mark-{one.id}": "101"}, page)
    assert "0 到 100" in words(answer)


def test_a_plan_that_is_not_whole_is_given_back(person, district):
    answer = person("xie").send("/desk/courses/new", PLAN | {"hours": "many", "held_on": "soon"})
    assert answer.status_code == 422
    assert "要填整数" in words(answer)
    assert 'value="many"' in answer.text
    assert len(list_courses(district, REVIEWER)) == 1


def test_a_street_reads_and_the_district_records(person):
    gao = person("gao")
    page = "/desk/courses/course-2025-001"
    assert "林试远" in gao.text(page)
    assert "记下到课和分数" not in gao.text(page)
    assert gao.get("/desk/courses/new").status_code == 403
    assert person("fang").get(page).status_code == 403
    assert gao.get("/desk/courses/course-2024-001").status_code == 404
