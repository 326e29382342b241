"""A vote that fails ends in words, not in silence: objection, another team, a second meeting (S7-AMB-04)."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from server.domain.stage import Stage
from server.services.district import District
from server.services.verification import verify
from tests.factories import MEMBERS
from tests.journeys.browser import desk
from tests.journeys.desk_papers import fetched, printed, sign_in_the_pad
from tests.journeys.in_process import url
from tests.journeys.test_national_way import convene
from tests.journeys.test_objection import investigate, send_another_team
from tests.second_team import certify_others
from tests.server.conftest import app, clock, district
from tests.server.services.story import move, ripe_case
from tests.server.web.browsing import PASSWORD

__all__ = ["app", "clock", "district", "url"]

SAID = "儿子上个月失业了，会上没有说到。"


def test_a_failed_vote_is_objected_to_and_a_second_meeting_passes(
    district: District, url: str, browser: Browser
) -> None:
    certify_others(district)
    number = ripe_case(district).number
    case = f"{url}/desk/cases/{number}"

    def at(who: str, act: Callable[[Page], None]) -> None:
        with desk(browser, url, who, PASSWORD) as page:
            act(page)

    meetings: list[str] = []
    at("fang", lambda clerk: meetings.append(called(clerk, url)))
    at("lin", lambda chair: hands_are_raised(chair, meetings[0], agree=7, verdict="没通过"))
    assert district.get_case(number).stage is Stage.NOT_PASSED
    at("fang", lambda clerk: the_applicant_is_told_and_objects(clerk, case))
    at("gao", lambda officer: another_team_goes(officer, url, district, number))
    move(district, days=10)
    at("fang", lambda clerk: meetings.append(called(clerk, url)))
    assert meetings[0] != meetings[1]
    at("lin", lambda chair: hands_are_raised(chair, meetings[1], agree=9, verdict="通过"))
    at("fang", lambda clerk: the_applicant_signs(clerk, case))
    with desk(browser, url, "fang", PASSWORD) as clerk:
        first, second = (fetched(clerk, f"{meeting}/minutes.pdf") for meeting in meetings)
    assert "同意7，不同意4" in first
    assert "同意9，不同意2" in second
    done = district.get_case(number)
    assert done.stage is Stage.FED_BACK
    assert [act.facts["passed"] for act in done.acts if act.kind == "resolved"] == [False, True]
    assert verify(district).problems == []


def called(clerk: Page, url: str) -> str:
    convene(clerk, url)
    return clerk.url.partition("?")[0]


def hands_are_raised(chair: Page, meeting: str, *, agree: int, verdict: str) -> None:
    """Everybody is there; the first members agree, the others are against; all sign on paper."""
    chair.goto(meeting)
    chair.get_by_role("button", name=re.compile("记下到会的人")).click()
    done = chair.locator(".agenda .hole.done")
    for item in range(1, 7):
        chair.get_by_role("button", name="申请人已经离开会议室" if item == 5 else "这一项做完了").click()
        expect(done).to_have_count(item)
    rows = chair.locator("[data-row=vote]:not([hidden])")
    for n in range(rows.count()):
        rows.nth(n).locator(f"[value={'agree' if n < agree else 'against'}]").check(force=True)
    chair.get_by_role("button", name=f"结束表决，公布“{verdict}”").click()
    expect(chair.get_by_text(f"这一案：{verdict}。", exact=True)).to_be_visible()
    chair.get_by_role("link", name=re.compile("^去签字")).click()
    papers = chair.get_by_role("button", name="在纸上签了")
    for left in range(len(MEMBERS), 0, -1):
        expect(papers).to_have_count(left)
        papers.first.click()
    chair.get_by_role("button", name="结束会议").click()
    expect(chair.locator("[data-status=sent]")).to_be_visible()


def the_applicant_is_told_and_objects(clerk: Page, case: str) -> None:
    """The form says the failed vote and the way on; an objection needs its words, and keeps its place."""
    form = printed(clerk, case, "feedback")
    assert "决议：没通过" in form
    assert "重新调查" in form
    clerk.goto(f"{case}/feedback")
    expect(clerk.get_by_role("main")).to_contain_text("没通过不等于到此为止")
    clerk.get_by_label("提出异议").check(force=True)
    clerk.get_by_role("button", name="记下反馈").click()
    expect(clerk.locator("main [role=alert]").first).to_be_visible()
    expect(clerk.get_by_label("提出异议")).to_be_checked()
    clerk.get_by_label("说了什么、为什么").fill(SAID)
    clerk.get_by_role("button", name="记下反馈").click()
    expect(clerk.locator(".acts")).to_contain_text(SAID)
    assert f"理由：{SAID}" in printed(clerk, case, "feedback")


def another_team_goes(officer: Page, url: str, district: District, number: str) -> None:
    officer.goto(f"{url}/desk/")
    expect(officer.get_by_role("main")).to_contain_text("有异议，另派人")
    officer.goto(f"{url}/desk/cases/{number}")
    send_another_team(officer, url, district.get_case(number), said=SAID)
    investigate(district, district.get_case(number))
    officer.goto(f"{url}/desk/cases/{number}/notice")
    officer.get_by_role("button", name="已经贴好，开始计时").click()
    expect(officer.get_by_role("status")).to_contain_text("公示开始了")


def the_applicant_signs(clerk: Page, case: str) -> None:
    clerk.goto(f"{case}/feedback")
    clerk.get_by_label("没有异议，签了字").check(force=True)
    sign_in_the_pad(clerk)
    clerk.get_by_role("button", name="记下反馈").click()
    expect(clerk.locator(".acts")).to_contain_text("申请人无异议、签字")
    form = printed(clerk, case, "feedback")
    assert "决议：通过" in form
    assert "☑没有异议" in form
