"""A family misses the day for its originals: reminded, given longer, looked at in its home (S7-AMB-08)."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from server.domain.stage import Stage
from server.services.district import District
from server.services.verification import verify
from tests.journeys.browser import desk
from tests.journeys.desk_papers import printed
from tests.journeys.in_process import url
from tests.server.conftest import app, clock, district
from tests.server.services.story import audited_case, move
from tests.server.web.browsing import PASSWORD

__all__ = ["app", "clock", "district", "url"]


def test_a_missed_day_costs_the_family_nothing(district: District, url: str, browser: Browser) -> None:
    number = audited_case(district).number
    case = f"{url}/desk/cases/{number}"
    with desk(browser, url, "gao", PASSWORD) as officer:
        officer.goto(case)
        expect(officer.locator(".clocks").first).to_contain_text("收到那天起算")
        officer.goto(f"{case}/originals/receipt")
        officer.get_by_role("button", name="记下，开始计时").click()
        call = printed(officer, case, "originals")
        assert "您家的最低生活保障申请" in call
        assert "3月9日24时前" in call
        assert "没有按时来，我们会再提醒您，不会因此就不批准" in call
    move(district, days=7)
    with desk(browser, url, "gao", PASSWORD) as officer:
        expect(officer.get_by_role("main")).to_contain_text("带原件核对 1 件")
        officer.goto(case)
        expect(officer.locator(".clocks").first).to_contain_text("过期不等于不批准")
        remind_and_extend(officer, case)
        assert "已延长：住院，下星期出院" in printed(officer, case, "originals")
    the_district_goes_to_the_home(browser, url, case)
    assert district.get_case(number).stage is Stage.EXAMINED
    assert verify(district).problems == []


def remind_and_extend(officer: Page, case: str) -> None:
    officer.get_by_text("还可以办").click()
    officer.get_by_role("link", name="催带原件").click()
    officer.get_by_label("怎么催的、谁接的").fill("打电话，本人接的，说在住院")
    officer.get_by_role("button", name="催过了").click()
    expect(officer.locator(".acts")).to_contain_text("打电话，本人接的，说在住院")
    officer.goto(f"{case}/originals/extension")
    officer.get_by_label("为什么延期").fill(" ")
    officer.get_by_role("button", name="延期", exact=True).click()
    expect(officer.locator("main .error, main [role=alert]").first).to_be_visible()
    officer.get_by_label("为什么延期").fill("住院，下星期出院")
    officer.get_by_role("button", name="延期", exact=True).click()
    expect(officer.locator(".acts")).to_contain_text("住院，下星期出院")
    expect(officer.locator(".clocks").first).not_to_contain_text("过期不等于不批准")


def the_district_goes_to_the_home(browser: Browser, url: str, case: str) -> None:
    """The auditor sees the originals in the home, says so, and may examine."""
    with desk(browser, url, "xie", PASSWORD) as auditor:
        auditor.goto(f"{case}/examination")
        expect(auditor.get_by_role("main")).to_contain_text("原件还没核齐")
        auditor.get_by_role("link", name="先核原件").click()
        for same in auditor.locator("[value=same]").all():
            same.check(force=True)
        auditor.locator("[name=how][value=home]").check(force=True)
        auditor.locator("[name=words]").fill("谢试文上门，本人在家，逐份核对")
        auditor.get_by_role("button", name="记下核对结果").click()
        expect(auditor.locator(".acts")).to_contain_text("谢试文上门，本人在家，逐份核对")
        auditor.goto(f"{case}/examination")
        for holds in auditor.locator("[value=holds]").all():
            holds.check(force=True)
        for words in auditor.get_by_label("看了什么").all():
            words.fill("原件在家里看过。")
        auditor.get_by_label("拟批准", exact=True).check(force=True)
        auditor.get_by_role("button", name="签字，报局负责人").click()
        expect(auditor.locator(".acts")).to_contain_text("四项审查都符合")
