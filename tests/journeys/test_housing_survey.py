"""A home is surveyed on the tablet with no network; the survey stands in the housing file (S8-SURV-01)."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from server.domain.housing import Housing
from server.services.district import District
from server.services.housing import read_housing
from server.services.housing_lines import publish_lines
from server.services.housing_teams import send_surveyors
from server.services.verification import verify
from tests.factories import CLERK, NAMES, REVIEWER, TEAM, reconcile
from tests.journeys import camera, home_visit, pin
from tests.journeys.browser import Tablet, photographed_when_it_fails
from tests.journeys.field import bar
from tests.journeys.home_visit import choose, next_section
from tests.journeys.network import Network
from tests.journeys.small_town import HEAD, SmallTown
from tests.server.domain.homes import lines
from tests.server.services.sent_out import sending
from tests.server.services.test_standards import taken_over

LEAD, *COLLEAGUES = TEAM


def test_a_home_is_surveyed_with_no_network_and_stands_in_the_housing_file(
    playwright: Playwright, tmp_path: Path, network: Network
) -> None:
    town = SmallTown(tmp_path, network, [], [LEAD])
    number = town.at_the_desk(a_team_is_sent)
    tablet = Tablet(playwright, tmp_path / "tablet", network.url)
    stills = [*(camera.code(town.badges[one]) for one in COLLEAGUES), camera.a_room()]
    tablet.film = camera.film(stills, tmp_path / "film.mjpeg")
    try:
        page = tablet.open(town.link(0))
        with photographed_when_it_fails(lambda: page):
            pin.choose(page)
            expect(bar(page)).to_contain_text("对过任务，没网也能打开", timeout=60_000)
            expect(page.get_by_role("main")).to_contain_text("住房调查")
            network.cut()
            the_home_is_surveyed(page)
            network.restore()
            page.evaluate("dispatchEvent(new Event('online'))")
            expect(page.get_by_role("main")).to_contain_text("收讫", timeout=60_000)
        housing = town.at_the_desk(lambda district: the_file_has_it(district, number))
        assert (housing.survey.tenure, housing.survey.floor_dm2) == ("lent", 2_600)
        assert housing.survey.visit
        assert tablet.complaints == []
    finally:
        tablet.close()
        town.server.stop()


def a_team_is_sent(district: District) -> str:
    [number] = taken_over(district, 1)
    publish_lines(district, REVIEWER, lines(year=district.today().year), "市政府公告〔2026〕1 号")
    send_surveyors(district, CLERK, number, sending(district))
    return number


def the_home_is_surveyed(page: Page) -> None:
    page.get_by_role("link", name=HEAD, exact=True).click()
    page.get_by_role("button", name=re.compile("^开始入户")).click()
    for colleague in COLLEAGUES:
        home_visit.scan_colleague(page, NAMES[colleague])
    page.wait_for_url("**/section/1")
    page.get_by_label("读过了，在场的人听明白了").check()
    next_section(page)
    the_survey_and_the_household(page)
    the_home(page)
    other_homes_and_support(page)
    page.get_by_role("link", name=re.compile("念给")).click()
    page.get_by_role("link", name=re.compile("念完了")).click()
    expect(page.get_by_text(f"户主 {HEAD}")).to_be_visible()
    for signer in (HEAD, *(NAMES[one] for one in TEAM)):
        home_visit.sign(page, signer)
    page.get_by_role("button", name="封存这份记录").click()
    expect(page.get_by_role("heading", name="这份记录封存了")).to_be_visible()


def the_survey_and_the_household(page: Page) -> None:
    """What the record knows is there already."""
    expect(page.get_by_role("group", name="哪一种调查").get_by_label("第一次，建档")).to_be_checked()
    expect(page.get_by_label("户主的姓名")).to_have_value(HEAD)
    choose(page, "见到了谁", "户主本人")
    next_section(page)
    expect(page.get_by_label("家里几口人")).to_have_value("2")
    page.get_by_label("实际住在这里几个人").fill("4")
    page.get_by_label("几代人同住").fill("2")
    expect(page.get_by_role("group", name="是哪一类家庭").get_by_label("享受低保")).to_be_checked()
    page.get_by_label("低保证号").fill("示 0001")
    page.get_by_label("人均每月收入").fill("500")
    next_section(page)


def the_home(page: Page) -> None:
    choose(page, "房子是哪一种", "借住")
    choose(page, "什么样的房子", "旧住宅区")
    page.get_by_label("建筑面积").fill("26")
    choose(page, "面积依据什么", "量的")
    page.get_by_label("能住人的有几间").fill("1")
    for room in ("厨房", "厕所", "自来水"):
        choose(page, room, "合用")
    choose(page, "房子有什么毛病", "潮、发霉")
    home_visit.take_photo(page, "房子外面", 300)
    home_visit.take_photo(page, "住的房间", 300)
    next_section(page)


def other_homes_and_support(page: Page) -> None:
    choose(page, "分过福利房、买过房改房吗", "没有")
    choose(page, "买过经济适用房吗", "没有")
    choose(page, "家里人在别处有没有房", "没有")
    next_section(page)
    expect(page.get_by_label("住房困难标准，人均几平方米")).to_have_value("13.00")
    choose(page, "申请廉租住房保障吗", "要申请")
    choose(page, "哪一种保障", "租赁补贴")
    page.get_by_label("轮候号").fill("还没排")
    next_section(page)
    choose(page, "调查意见", "不算住房困难")
    page.get_by_label("理由").fill("借住四口人，人均十三平方米。")


def the_file_has_it(district: District, number: str) -> Housing:
    reconcile(district)
    housing = read_housing(district, CLERK, number)
    assert housing is not None
    assert verify(district).problems == []
    return housing
