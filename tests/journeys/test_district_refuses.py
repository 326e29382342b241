"""The district refuses: reasons and remedy reach the family's door, signed for (S7-APPR-10, DOC-09)."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from server.domain.stage import Stage
from server.services.district import District
from server.services.originals import COUNTER, SAME, check_originals, originals_of
from server.services.verification import verify
from tests.factories import REVIEWER
from tests.journeys.browser import desk
from tests.journeys.desk_papers import printed, sign_in_the_pad
from tests.journeys.in_process import url
from tests.server.conftest import app, clock, district
from tests.server.services.story import audited_case
from tests.server.web.browsing import PASSWORD

__all__ = ["app", "clock", "district", "url"]

REASON = "名下另有一处房子，没有申报"


def test_a_refusal_reaches_the_family_with_its_reasons_and_its_remedy(
    district: District, url: str, browser: Browser
) -> None:
    audited = audited_case(district)
    check_originals(district, REVIEWER, audited.number, dict.fromkeys(originals_of(audited), SAME), COUNTER)
    case = f"{url}/desk/cases/{audited.number}"
    with desk(browser, url, "xie", PASSWORD) as auditor:
        examine_against(auditor, case)
    with desk(browser, url, "qian", PASSWORD) as head:
        refuse(head, case)
        notice = printed(head, case, "refusal")
        assert "经审查，2026年3月6日决定不给予最低生活保障。理由如下：" in notice
        assert REASON in notice
        remedy = district.policy_of(audited.policy).remedy.doc09.zh
        assert re.sub(r"\s", "", remedy) in notice
        assert "第一联存档" in notice
        assert "第二联交申请人" in notice
    legs = (
        ("xie", "高样如", "区里把通知书发给街道"),
        ("gao", "方示宁", "街道把通知书发给社区"),
        ("fang", "周例平", "社区把通知书送到家里，签收"),
    )
    for who, receiver, said in legs:
        with desk(browser, url, who, PASSWORD) as page:
            hand_over(page, case, receiver, said)
    ended = district.get_case(audited.number)
    assert ended.stage is Stage.ENDED
    assert ended.approval is None
    assert verify(district).problems == []


def examine_against(auditor: Page, case: str) -> None:
    auditor.goto(f"{case}/examination")
    for holds in auditor.locator("[value=holds]").all():
        holds.check(force=True)
    auditor.locator("[value=fails]").last.check(force=True)
    for words in auditor.get_by_label("看了什么").all():
        words.fill("不动产查询有一处房子。")
    auditor.get_by_label("拟不予批准", exact=True).check(force=True)
    auditor.get_by_role("button", name="签字，报局负责人").click()
    auditor.wait_for_url(case)


def refuse(head: Page, case: str) -> None:
    """Without reasons nothing is refused; with them the next step says where the notice goes."""
    head.goto(f"{case}/refusal")
    expect(head.locator(".will")).to_contain_text("通知书上写着")
    head.get_by_label("四方区社会救济专用章").check(force=True)
    head.get_by_role("button", name="写明原因，不予批准").click()
    expect(head.locator("main [role=alert]").first).to_be_visible()
    head.get_by_label("为什么不予批准").fill(REASON)
    head.get_by_role("button", name="写明原因，不予批准").click()
    expect(head.locator(".acts")).to_contain_text("不予批准")


def hand_over(page: Page, case: str, receiver: str, said: str) -> None:
    """Each leg is signed for in the pad; a refusal needs no passbook."""
    page.goto(f"{case}/delivery")
    expect(page.get_by_role("main")).to_contain_text("不予批准")
    page.get_by_label("谁收的").fill(receiver)
    sign_in_the_pad(page)
    page.get_by_role("button", name="签收了").click()
    expect(page.locator(".acts")).to_contain_text(said)
