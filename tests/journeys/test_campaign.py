"""A campaign from its opening to its report: homes checked on the tablet with no network (S3-PH-1…4)."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from server.domain.campaign import Campaign, Phase, ProblemKind, Result
from server.services.campaign_closings import close_campaign
from server.services.campaign_reports import campaign_report_pdf
from server.services.campaign_teams import send_team
from server.services.campaigns import (
    Plan,
    correct_problem,
    file_removed,
    get_campaign,
    open_campaign,
    register_problem,
)
from server.services.district import District
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, NAMES, OFFICER, REVIEWER, TEAM, reconcile
from tests.journeys import camera, home_visit, pin
from tests.journeys.browser import Tablet, photographed_when_it_fails
from tests.journeys.field import bar
from tests.journeys.home_visit import choose, next_section
from tests.journeys.network import Network
from tests.journeys.small_town import HEAD, SmallTown
from tests.server.documents.papers import text_of
from tests.server.services.sent_out import sending
from tests.server.services.test_standards import taken_over

LEAD, *COLLEAGUES = TEAM
PLAN = Plan("2026 年低保专项清理核查", "青民发〔2026〕1 号", "各社区逐户走到")
KEPT, GONE = "住到儿子家养病，人还在本区。", "房子卖了，搬到外区两年。"


def test_two_homes_are_checked_with_no_network_and_the_campaign_is_reported(
    playwright: Playwright, tmp_path: Path, network: Network
) -> None:
    town = SmallTown(tmp_path, network, [], [LEAD])
    opened, kept, gone = town.at_the_desk(a_campaign_is_opened)
    tablet = Tablet(playwright, tmp_path / "tablet", network.url)
    badges = [camera.code(town.badges[one]) for one in COLLEAGUES]
    tablet.film = camera.film([*badges, *badges], tmp_path / "film.mjpeg")
    try:
        page = tablet.open(town.link(0))
        with photographed_when_it_fails(lambda: page):
            pin.choose(page)
            expect(bar(page)).to_contain_text("对过任务，没网也能打开", timeout=60_000)
            expect(page.get_by_text("专项核查")).to_have_count(2)
            network.cut()
            a_home_is_checked(page, kept, "符合，保留", KEPT)
            a_home_is_checked(page, gone, "不符合，清退", GONE)
            network.restore()
            page.evaluate("dispatchEvent(new Event('online'))")
            received = page.get_by_role("button", name=re.compile("^已收讫.*2$"))
            expect(received).to_be_visible(timeout=60_000)
            received.click()
            expect(page.locator("article.case")).to_have_count(2)
        campaign = town.at_the_desk(lambda district: the_result_is_there(district, opened))
        assert {number: check.result for number, check in campaign.checks.items()} == {
            kept: Result.KEEP,
            gone: Result.REMOVE,
        }
        paper = town.at_the_desk(lambda district: what_was_found_is_put_right(district, opened, gone))
        for words in (PLAN.name, "应查 2 户，查了 2 户", "查了两户，清退一户", "查验号 register-1"):
            assert words in text_of(paper)
        assert tablet.complaints == []
    finally:
        tablet.close()
        town.server.stop()


def a_campaign_is_opened(district: District) -> tuple[str, str, str]:
    """Two households receive; every phase is around today, and one team goes to both."""
    kept, gone = taken_over(district, 2)
    today = district.today()
    days = [(-20, -11), (-10, 5), (6, 20), (21, 30)]
    phases = [Phase(today + timedelta(days=a), today + timedelta(days=b)) for a, b in days]
    campaign = open_campaign(district, REVIEWER, PLAN, [COMMUNITY_ID], phases, today + timedelta(days=25))
    send_team(district, CLERK, campaign.id, COMMUNITY_ID, sending(district))
    return campaign.id, kept, gone


def a_home_is_checked(page: Page, number: str, result: str, reason: str) -> None:
    """Nobody lives there any more; the neighbours say where they are."""
    page.locator(f'article.case[data-case="{number}"]').get_by_role("link", name=HEAD, exact=True).click()
    page.get_by_role("button", name=re.compile("^开始入户")).click()
    for colleague in COLLEAGUES:
        home_visit.scan_colleague(page, NAMES[colleague])
    page.wait_for_url("**/section/1")
    page.get_by_label("读过了，在场的人听明白了").check()
    next_section(page)
    this_check(page)
    the_neighbours_and_the_procedure(page)
    choose(page, "核查结果", result)
    page.get_by_label("理由").fill(reason)
    choose(page, "查出问题了吗", "没有")
    page.get_by_role("link", name=re.compile("念给")).click()
    page.get_by_role("link", name=re.compile("念完了")).click()
    for signer in (HEAD, *(NAMES[one] for one in TEAM)):
        home_visit.sign(page, signer)
    page.get_by_role("button", name="封存这份记录").click()
    expect(page.get_by_role("heading", name="这份记录封存了")).to_be_visible()
    page.goto(page.url.split("#")[0] + "#/")


def this_check(page: Page) -> None:
    expect(page.get_by_label("哪一次专项核查")).to_have_value(PLAN.name)
    expect(page.get_by_label("户主的姓名")).to_have_value(HEAD)
    certificate = page.get_by_label("低保证号")
    if not certificate.input_value():
        certificate.fill("示 0001")
    choose(page, "见到了谁", "没有见到人")
    choose(page, "这户住在这里吗", "搬走了")
    page.get_by_label("怎么找的，问了谁").fill("敲门没人，问了楼上楼下。")
    next_section(page)


def the_neighbours_and_the_procedure(page: Page) -> None:
    page.get_by_role("button", name=re.compile("加.*邻居")).click()
    page.get_by_label("是谁").fill("不愿留名，同楼三层")
    choose(page, "说的和家里一样吗", "一样")
    choose(page, "邻居看，这户该不该享受", "说不上")
    next_section(page)
    for question in ("本人写过申请吗", "入户调查过吗", "开过民主评议会、议事会吗", "公示过吗"):
        choose(page, question, "有")
    choose(page, "公示栏里现在有这户吗", "有")
    choose(page, "是经办人、社区干部的近亲属吗", "不是")
    choose(page, "有没有这些", "没有")
    next_section(page)
    next_section(page)  # nothing is asked about the staff where nobody was met


def the_result_is_there(district: District, campaign_id: str) -> Campaign:
    reconcile(district)
    assert verify(district).problems == []
    return get_campaign(district, campaign_id)


def what_was_found_is_put_right(district: District, campaign_id: str, gone: str) -> bytes:
    """A problem is registered and corrected, the special file opened, the campaign reported."""
    due = district.today() + timedelta(days=7)
    given = (campaign_id, ProblemKind.RECIPIENT, COMMUNITY_ID, gone, "搬走两年还在领", due)
    [problem] = register_problem(district, OFFICER, *given).problems
    correct_problem(district, OFFICER, campaign_id, problem.id, "停发的复核开始了")
    file_removed(district, OFFICER, campaign_id, gone, "公示三天，专档在一号柜")
    close_campaign(district, REVIEWER, campaign_id, "查了两户，清退一户。")
    return campaign_report_pdf(district, REVIEWER, campaign_id)
