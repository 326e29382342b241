"""The community declines and the street accepts; a family found not eligible signs for its letter."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from server.domain.stage import Stage
from server.services.district import District
from server.services.verification import verify
from tests.factories import visited_case
from tests.journeys.browser import desk
from tests.journeys.in_process import url
from tests.server.conftest import app, clock, district
from tests.server.web.browsing import PASSWORD

__all__ = ["app", "clock", "district", "url"]
GIVEN = ("application", "identity", "register", "income")
NOT_NEEDED = ("housing", "health")


def test_the_community_declines_and_the_street_accepts(
    district: District, url: str, browser: Browser
) -> None:
    with desk(browser, url, "fang", PASSWORD) as clerk:
        somebody_asks(clerk, url)
        number = the_family_applies(clerk)
        nothing_is_reviewed_before_it_is_complete(clerk, url, number)
        the_clerk_declines(clerk)
    with desk(browser, url, "gao", PASSWORD) as officer:
        officer.get_by_role("link", name="申请人来了，受理").click()
        expect(officer.locator("main")).to_contain_text("申报的收入高于标准")
        officer.get_by_role("button", name="受理", exact=True).click()
        expect(officer.locator(".acts")).to_contain_text("申请人直接来申请，街道受理")
        officer.get_by_role("link", name="资料").click()
        officer.get_by_role("link", name="登记册").click()
        expect(officer.get_by_role("row", name=re.compile(number))).to_contain_text("不代理")
    assert district.get_case(number).stage is Stage.ACCEPTED
    assert verify(district).ok


def test_a_family_found_not_eligible_signs_for_its_letter(
    district: District, url: str, browser: Browser
) -> None:
    number = visited_case(district).number
    with desk(browser, url, "gao", PASSWORD) as officer:
        officer.goto(f"{url}/desk/cases/{number}/finding")
        officer.get_by_label("不符合条件", exact=True).check()
        for member in officer.locator("[name=members]").all():
            member.check()
        officer.get_by_label("原因").fill("人均收入超过标准")
        officer.get_by_role("button", name="记下结论").click()
        officer.get_by_role("link", name="送达通知书").click()
        sign(officer)
        officer.get_by_role("button", name="签好了，记下送达").click()
        expect(officer.locator(".acts")).to_contain_text("通知书送到申请人，签收")
    case = district.get_case(number)
    assert case.stage is Stage.ENDED
    assert len(case.last.facts["receipt"]) == 64
    assert verify(district).ok


def somebody_asks(clerk: Page, url: str) -> None:
    clerk.goto(f"{url}/desk/consultations/new")
    clerk.get_by_label("怎么称呼").fill("周例平")
    clerk.get_by_label("要准备哪些材料").check()
    clerk.get_by_role("button", name="记下咨询").click()
    clerk.get_by_role("row", name=re.compile("周例平")).get_by_role("link", name="登记申请").click()


def the_family_applies(clerk: Page) -> str:
    """The name came along from the consultation; two papers are still missing."""
    expect(clerk.locator("[name=members-0-name]")).to_have_value("周例平")
    clerk.get_by_label("现住址").fill("槐安路 12 号楼 3 单元 501")
    clerk.get_by_label("哪一栋楼").fill("槐安路 12 号楼")
    clerk.locator("[name=members-0-sex]").select_option("male")
    clerk.locator("[name=members-0-birth]").fill("1974-03-02")
    for paper in GIVEN[:2]:
        clerk.locator(f"[name=materials][value={paper}]").check()
    clerk.get_by_role("button", name="登记这一户").click()
    clerk.wait_for_url(re.compile(r"/desk/cases/"))
    return clerk.url.rpartition("/")[2]


def nothing_is_reviewed_before_it_is_complete(clerk: Page, url: str, number: str) -> None:
    clerk.goto(f"{url}/desk/cases/{number}/not-handled")
    clerk.get_by_label("为什么不代理").fill("申报的收入高于标准")
    clerk.locator("[name=told]").check()
    clerk.get_by_role("button", name="写明原因，不代理").click()
    expect(clerk.get_by_role("alert")).to_contain_text("材料还不齐，缺：户口簿复印件")
    expect(clerk.get_by_label("为什么不代理")).to_have_value("申报的收入高于标准")
    clerk.get_by_role("link", name="记补来的").click()
    for paper in GIVEN[2:]:
        clerk.locator(f"[name=given][value={paper}]").check()
    for paper in NOT_NEEDED:
        clerk.locator(f"[name=waived][value={paper}]").check()
    clerk.get_by_role("button", name="记下", exact=True).click()
    clerk.goto(f"{url}/desk/cases/{number}/not-handled")


def the_clerk_declines(clerk: Page) -> None:
    clerk.get_by_label("为什么不代理").fill("申报的收入高于标准")
    clerk.locator("[name=told]").check()
    clerk.get_by_role("button", name="写明原因，不代理").click()
    expect(clerk.locator(".acts")).to_contain_text("告知可以直接到街道申请")


def sign(page: Page) -> None:
    """A stroke on the pad."""
    box = page.locator("canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
    page.mouse.up()
