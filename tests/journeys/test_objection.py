"""A neighbour objects without a name; others investigate; the notice is posted anew (S7-AMB-06)."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from server.domain.case import Case
from server.domain.stage import Stage
from server.services.committee import record_finding
from server.services.district import District
from server.services.notices import list_posted
from server.services.verification import verify
from tests.factories import COMMITTEE, OFFICER, confirm, enrolled_tablet, reconcile
from tests.journeys.browser import desk
from tests.journeys.in_process import phone, url
from tests.second_team import OTHERS, certify_others
from tests.server.conftest import app, clock, district
from tests.server.services.story import noticed_case
from tests.server.web.browsing import PASSWORD

__all__ = ["app", "clock", "district", "phone", "url"]


def test_a_neighbour_objects_unnamed_and_the_notice_is_posted_anew(
    district: District, url: str, phone: Page, browser: Browser
) -> None:
    certify_others(district)
    case, posted = noticed_case(district)

    phone.goto(f"{url}/board")
    phone.get_by_role("link", name=re.compile("槐安社区")).click()
    expect(phone.get_by_role("heading", name="公示 3 天，还有 3 天")).to_be_visible()
    phone.get_by_role("link", name="提出异议").click()
    phone.get_by_label("您不同意的是什么").fill("他家有一辆小汽车。")
    phone.get_by_role("button", name="交给街道").click()
    expect(phone.get_by_role("heading")).to_contain_text("收到了")
    receipt = phone.locator(".receipt b").inner_text()
    state = phone.locator("[aria-current=step]")
    expect(state).to_contain_text("公示停下来")
    expect(phone.locator("body")).not_to_contain_text("小汽车")

    phone.goto(f"{url}/board")
    expect(phone.locator("body")).to_contain_text("现在没有公示")
    phone.get_by_label("回执号").fill(receipt.replace("-", "").lower())
    phone.get_by_role("button", name="查").click()
    expect(phone.locator(".receipt b")).to_have_text(receipt)

    with desk(browser, url, "gao", PASSWORD) as officer:
        send_another_team(officer, url, district.get_case(case.number))
        phone.reload()
        expect(state).to_have_text("另一组人去重新调查")
        investigate(district, case)
        phone.reload()
        expect(state).to_contain_text("调查完了")
        officer.goto(f"{url}/desk/cases/{case.number}/notice")
        officer.get_by_role("button", name="已经贴好，开始计时").click()
        expect(officer.get_by_role("status")).to_contain_text("公示开始了")

    phone.reload()
    expect(state).to_have_text("重新公示")
    [again] = list_posted(district)
    assert again.id != posted.id
    assert verify(district).ok


def send_another_team(officer: Page, url: str, case: Case, said: str = "收到不具名异议") -> None:
    """Whoever was there before cannot be chosen; the officer sends three others."""
    before = len(case.visit.assessors) if case.visit else 0
    officer.goto(f"{url}/desk/cases/{case.number}")
    expect(officer.locator(".acts")).to_contain_text(said)
    officer.get_by_role("link", name="另派评估员").click()
    expect(officer.get_by_text("有异议以前去过，不能再派")).to_have_count(before)
    for assessor in OTHERS:
        officer.locator(f"input[name=assessors][value={assessor}]").check()
        officer.locator(f"#relation-{assessor}").select_option("none")
    officer.locator(f"input[name=lead][value={OTHERS[0]}]").check()
    officer.get_by_role("button", name="就派这几位").click()
    expect(officer.get_by_role("status")).to_contain_text("派好了")


def investigate(district: District, case: Case) -> None:
    """The other team visits, everybody signs, the committee finds anew."""
    tablet = enrolled_tablet(district, OTHERS[0])
    visit = tablet.fill_in(district.get_case(case.number))
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    confirm(district, visit)
    assert record_finding(district, OFFICER, case.number, True, COMMITTEE).stage is Stage.ELIGIBLE
