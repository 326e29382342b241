"""A community organises an activity and writes down who came (S7-EMP-08)."""

from __future__ import annotations

from tests.server.services.employed import SEEKER, linked_case
from tests.server.web.browsing import words


def test_the_clerk_organises_and_counts(person, district):
    number = linked_case(district).number
    clerk = person("fang")
    given = {"on": district.today().isoformat(), "hours": "2", "words": "楼道清扫，槐安路 12 号。"}
    wrong = clerk.send("/desk/activities/new", given | {"hours": "many"})
    assert wrong.status_code == 422
    assert "楼道清扫" in wrong.text
    page = clerk.do("/desk/activities/new", given)
    assert "陈示兰" in clerk.text(page)
    clerk.do(page, {f"{number}/{SEEKER}": "attended"})
    assert "来了 1" in clerk.text("/desk/activities")
    assert "公益活动来了 1 次" in clerk.text(f"/desk/cases/{number}/employment")
    refused = clerk.send(page, {"SL-2026-9999/m2": "attended"})
    assert (refused.status_code, "这户没有这个人" in words(refused)) == (404, True)


def test_the_street_reads_and_does_not_write(person, district):
    linked_case(district)
    clerk, officer = person("fang"), person("gao", lang="en")
    day = district.today().isoformat()
    page = clerk.do("/desk/activities/new", {"on": day, "hours": "2", "words": "清扫"})
    assert "Not recorded" in officer.text(page)
    assert officer.get("/desk/activities/new").status_code == 403
    assert officer.get("/desk/activities/activity:huaian:2026-99").status_code == 404
