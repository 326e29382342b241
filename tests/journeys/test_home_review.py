"""A family objects to its review: the form on the tablet, with no network, back in the file (S7-REV-15)."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from server.domain.case import Case
from server.services.district import District
from server.services.periodic_reviews import Change, Found, begin_review, record_review
from tests.factories import CLERK, NAMES, TEAM, reconcile
from tests.journeys import camera, home_visit, pin
from tests.journeys.browser import Tablet, photographed_when_it_fails
from tests.journeys.field import bar
from tests.journeys.home_visit import choose, next_section
from tests.journeys.network import Network
from tests.journeys.small_town import HEAD, WIFE, SmallTown
from tests.server.services.reviewing import sent_home, told
from tests.server.services.test_standards import taken_over

LEAD, *COLLEAGUES = TEAM


def test_a_home_review_on_the_tablet_leads_to_a_new_opinion(
    playwright: Playwright, tmp_path: Path, network: Network
) -> None:
    town = SmallTown(tmp_path, network, [], [LEAD])
    number = town.at_the_desk(a_family_objects)
    tablet = Tablet(playwright, tmp_path / "tablet", network.url)
    stills = [*(camera.code(town.badges[one]) for one in COLLEAGUES), camera.a_room()]
    tablet.film = camera.film(stills, tmp_path / "film.mjpeg")
    try:
        page = tablet.open(town.link(0))
        with photographed_when_it_fails(lambda: page):
            pin.choose(page)
            expect(bar(page)).to_contain_text("对过任务，没网也能打开", timeout=60_000)
            network.cut()
            the_home_is_reviewed(page)
            network.restore()
            page.evaluate("dispatchEvent(new Event('online'))")
            expect(page.get_by_text("还没签")).to_have_count(0)
            expect(page.get_by_role("main")).to_contain_text("收讫", timeout=60_000)
        case = town.at_the_desk(lambda district: the_community_goes_on(district, number))
        assert case.reviews[-1].waits_for == "review_told"
        assert tablet.complaints == []
    finally:
        tablet.close()
        town.server.stop()


def a_family_objects(district: District) -> str:
    [number] = taken_over(district, 1)
    change = Change("income", district.today())
    begin_review(district, CLERK, number, "change", change=change)
    told(district, number, "adjust", "只有一个月多。", incomes={"m1": "1500.00"})
    sent_home(district, number)
    return number


def the_home_is_reviewed(page: Page) -> None:
    page.get_by_role("link", name=HEAD, exact=True).click()
    page.get_by_role("button", name=re.compile("^开始入户")).click()
    for colleague in COLLEAGUES:
        home_visit.scan_colleague(page, NAMES[colleague])
    page.wait_for_url("**/section/1")
    page.get_by_label("读过了，在场的人听明白了").check()
    next_section(page)
    this_review(page)
    the_household_and_its_papers(page)
    the_members(page)
    the_result(page)
    page.get_by_role("link", name=re.compile("念给")).click()
    page.get_by_role("link", name=re.compile("念完了")).click()
    for signer in (HEAD, *(NAMES[one] for one in TEAM)):
        home_visit.sign(page, signer)
    page.get_by_role("button", name="封存这份记录").click()
    expect(page.get_by_role("heading", name="这份记录封存了")).to_be_visible()


def this_review(page: Page) -> None:
    """Class, occasion and place are known; who took part is asked."""
    expect(page.get_by_role("group", name="哪一种复核").get_by_label("季度复核")).to_be_checked()
    expect(page.get_by_role("group", name="为什么复核").get_by_label("对结果有异议")).to_be_checked()
    choose(page, "哪一级在复核", "社区自审")
    choose(page, "用了哪些办法", "入户调查")
    next_section(page)


def the_household_and_its_papers(page: Page) -> None:
    expect(page.get_by_label("户主的姓名")).to_have_value(HEAD)
    expect(page.get_by_label("社区", exact=True)).to_have_value("槐安社区")
    page.get_by_label("低保证号").fill("示 0001")
    choose(page, "见到了谁", "户主本人")
    choose(page, "住的地方和档案里一样吗", "一样")
    choose(page, "每月按时足额领到吗", "是")
    next_section(page)
    choose(page, "原件带来了吗", "都带来了")
    page.get_by_role("button", name=re.compile("加.*材料")).click()
    choose(page, "哪一份材料", "工资证明")
    choose(page, "看下来怎么样", "原件看过了，没有变化")
    next_section(page)


def the_members(page: Page) -> None:
    """Both are there; the head's income is what it was, which the family had said."""
    home_visit.open_card(page, HEAD)
    choose(page, "和上次比", "还在家里")
    choose(page, "身体怎么样", "健康")
    choose(page, "现在做什么", "打零工")
    page.get_by_label("每月到手多少钱").fill("1000")
    page.get_by_role("group", name="和上次比").last.get_by_label("没有变").check()
    choose(page, "依据什么", "工资条")
    home_visit.open_card(page, WIFE)
    choose(page, "和上次比", "还在家里")
    choose(page, "身体怎么样", "慢性病")
    choose(page, "现在做什么", "退休")
    page.get_by_label("问过了，没有任何收入").check()
    next_section(page)


def the_result(page: Page) -> None:
    choose(page, "这一段有没有变化", "没有变化")
    page.get_by_label("存款和其他钱财一共多少").fill("0")
    choose(page, "有没有车", "没有")
    choose(page, "眼下还有什么急难", "没有")
    next_section(page)
    choose(page, "初步意见", "不变")
    page.get_by_label("理由").fill("平时每月一千，那个月加班。")
    choose(page, "以后按哪一类复核", "C类，每季度")
    choose(page, "续保登记了吗", "登记了")
    next_section(page)
    choose(page, "意见和理由告诉家里了吗", "当面告诉了")
    choose(page, "家里有没有意见", "没有意见")


def the_community_goes_on(district: District, number: str) -> Case:
    """The sealed form is in the file; the community's new opinion rests on it."""
    reconcile(district)
    case = district.get_case(number)
    assert case.last.kind == "review_visited"
    return record_review(district, CLERK, number, Found("keep", words="照入户看到的。"))
