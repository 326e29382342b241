"""From the resolution to the door, as people at their desks do it: audit, originals, decision, delivery."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from playwright.sync_api import Page, expect

Desk = Callable[[str], AbstractContextManager[Page]]


def the_resolution_is_fed_back_and_the_file_goes_up(desk: Desk, case: str) -> None:
    with desk("huaian") as page:
        page.goto(f"{case}/feedback")
        page.get_by_label("没有异议，签了字").check(force=True)
        page.get_by_role("button", name="记下反馈").click()
        expect(page.locator(".acts")).to_contain_text("申请人无异议")
        page.goto(f"{case}/file")
        page.get_by_role("button", name="报街道").click()
        expect(page.locator(".acts")).to_contain_text("《低保档案》填好")


def the_street_audits_and_calls_for_the_originals(desk: Desk, case: str) -> None:
    with desk("songlin") as page:
        page.goto(f"{case}/audit")
        page.get_by_label("审核合格").check(force=True)
        for member in page.locator("[name=members]").all():
            member.check(force=True)
        page.get_by_label("负责人", exact=True).select_option(index=1)
        page.get_by_label("街道救济专用章").check(force=True)
        page.get_by_role("button", name="签字，记下审核").click()
        expect(page.locator(".acts")).to_contain_text("审核合格")
        expect(page.locator(".clocks").first).to_contain_text("收到那天起算")
        page.goto(f"{case}/originals/receipt")
        page.get_by_role("button", name="记下，开始计时").click()
        expect(page.locator(".clocks").first).to_contain_text("带原件核对")


def the_district_examines_and_approves(desk: Desk, case: str) -> None:
    with desk("district") as page:
        page.goto(case)
        checks = page.locator("#h-checks + .checks")
        expect(checks).to_contain_text("申请人先退场，后讨论")
        expect(checks.locator(".bad")).to_have_count(0)
        expect(page.locator(".photos img")).to_have_count(4)
        record = page.locator(".record")
        for told in ("1,860.00 元", "2,000.00 元", "同楼邻居", "女的打零工，男的没上班。", "没固定工作"):
            expect(record.filter(has_text=told)).not_to_have_count(0)
        expect(page.locator(".worked").first).to_contain_text("÷ 2 = 930.00")
        page.goto(f"{case}/originals/check")
        for same in page.locator("[value=same]").all():
            same.check(force=True)
        page.get_by_label("本人带到柜台").check(force=True)
        page.get_by_role("button", name="记下核对结果").click()
        page.goto(f"{case}/examination")
        for holds in page.locator("[value=holds]").all():
            holds.check(force=True)
        for words in page.get_by_label("看了什么").all():
            words.fill("原件、公示照片、议事会记录都看过。")
        page.get_by_label("拟批准", exact=True).check(force=True)
        page.get_by_role("button", name="签字，报局负责人").click()
        expect(page.locator(".acts")).to_contain_text("四项审查都符合")
    with desk("bureau") as page:
        page.goto(case)
        page.get_by_role("link", name=re.compile("批准$")).last.click()
        page.get_by_label("四方区社会救济专用章").check(force=True)
        page.get_by_role("button", name="批准", exact=True).click()
        expect(page.locator(".acts")).to_contain_text("批准，每月")


def the_papers_reach_the_family(desk: Desk, case: str) -> None:
    _hand_over(desk, "district", case, "高样如", "区里把证件发给街道")
    with desk("songlin") as page:
        page.goto(f"{case}/passbook")
        page.get_by_label("开户银行").fill("示例银行松林支行")
        page.get_by_label("账号末四位").fill("0137")
        page.get_by_role("button", name="记下存折").click()
        expect(page.locator(".acts")).to_contain_text("办好存折")
    _hand_over(desk, "songlin", case, "方示宁", "街道把证件发给社区")
    _hand_over(desk, "huaian", case, "周例平", "社区把证件送到家里")


def _hand_over(desk: Desk, who: str, case: str, receiver: str, said: str) -> None:
    with desk(who) as page:
        page.goto(f"{case}/delivery")
        page.get_by_label("谁收的").fill(receiver)
        page.get_by_role("button", name="签收了").click()
        expect(page.locator(".acts")).to_contain_text(said)
