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
    assert "来了 1（一共 2 小时）" in clerk.text(f"/desk/cases/{number}/employment")
    excused = {
        f"{number}/{SEEKER}": "excused",
        f"{number}/{SEEKER}/hours": "",
        f"{number}/{SEEKER}/reason": "",
    }
    wrong = clerk.send(page, excused)
    assert (wrong.status_code, "陈示兰：请了假的，写明理由" in words(wrong)) == (422, True)
    assert f'href="#{number}/{SEEKER}/reason"' in wrong.text
    clerk.do(page, excused | {f"{number}/{SEEKER}/reason": "孩子发烧。"})
    for shown in (page, f"/desk/cases/{number}/employment"):
        assert "孩子发烧。" in clerk.get(shown).text
    too_long = {f"{number}/{SEEKER}": "attended", f"{number}/{SEEKER}/hours": "半天"}
    assert clerk.send(page, too_long).status_code == 422
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


def test_the_clerk_puts_an_activity_right_and_calls_one_off(person, district):
    linked_case(district)
    clerk, day = person("fang"), district.today().isoformat()
    page = clerk.do("/desk/activities/new", {"on": day, "hours": "2", "words": "清扫"})
    wrong = clerk.send(f"{page}/correction", {"on": day, "hours": "0", "words": "清扫河道"})
    assert (wrong.status_code, "清扫河道" in wrong.text) == (422, True)
    clerk.do(f"{page}/correction", {"on": day, "hours": "3", "words": "清扫河道"})
    assert "清扫河道 " in clerk.text(page)
    assert clerk.send(f"{page}/called-off", {"reason": ""}).status_code == 422
    clerk.do(f"{page}/called-off", {"reason": "下暴雨。"})
    assert "这次活动取消了 “下暴雨。”" in clerk.text(page)
    assert "取消了" in clerk.text("/desk/activities")
    assert "记下谁来了" not in clerk.text(page)
    assert person("gao").get(f"{page}/called-off").status_code == 403
