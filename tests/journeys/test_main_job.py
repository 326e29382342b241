"""The main job, end to end: one household from application to certificate, its visit made without a network.

Everything is real: the ``ruhu`` command in a process of its own, Chromium, a tablet whose network is cut, a
badge printed, photographed and scanned. The days of the notice pass by moving the server's clock (faketime).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect

from server.services.seeding import Account
from tests.journeys import camera, countersigning, decision, home_visit, pin
from tests.journeys.browser import Tablet, desk
from tests.journeys.desk_papers import fetched
from tests.journeys.network import Network
from tests.journeys.ruhu import Server, run

# Long enough for three days that end on a weekend or a holiday.
AFTER_THE_NOTICE = 12
ADDRESS = "槐安路 12 号楼 3 单元 501"
HEAD, WIFE = "周例平", "陈示兰"
Accounts = dict[str, Account]


class Story:
    """The district, its people and one household on its way."""

    def __init__(
        self, playwright: Playwright, browser: Browser, data: Path, network: Network, accounts: Accounts
    ) -> None:
        self.playwright, self.browser = playwright, browser
        self.data, self.network, self.accounts = data, network, accounts
        self.server = Server(data, port=network.server_port, public_url=network.url)
        self.tablet = self.new_tablet("tablet")
        self.colleagues = [self.new_tablet("second"), self.new_tablet("third")]
        self.number = ""
        self.team: list[tuple[str, str]] = []  # id and name; the first leads
        self.meeting = ""
        self.notice = ""

    def new_tablet(self, name: str) -> Tablet:
        return Tablet(self.playwright, self.data.parent / name, self.network.url)

    def desk(self, user: str) -> AbstractContextManager[Page]:
        account = self.accounts[user]
        return desk(self.browser, self.server.url, account.user, account.password)

    def days_pass(self, days: int) -> None:
        self.server.stop()
        self.server = Server(
            self.data, port=self.network.server_port, public_url=self.network.url, days_later=days
        )

    def end(self) -> None:
        for tablet in (self.tablet, *self.colleagues):
            tablet.close()
        self.server.stop()


@pytest.fixture
def story(
    playwright: Playwright, browser: Browser, data: Path, network: Network, accounts: dict[str, Account]
) -> Iterator[Story]:
    story = Story(playwright, browser, data, network, accounts)
    try:
        yield story
    finally:
        story.end()


def test_a_household_from_application_to_its_door(story: Story) -> None:
    the_community_registers_and_forwards(story)
    the_street_accepts_and_assigns_three(story)
    an_assessor_enrols_a_tablet(story)
    the_visit_is_made_without_a_network(story)
    a_colleague_countersigns_screen_to_screen(story)
    the_network_comes_back_and_all_is_sent(story)
    the_other_colleague_countersigns_at_home(story)
    the_committee_finds_and_a_notice_is_posted(story)
    story.days_pass(AFTER_THE_NOTICE)
    the_meeting_votes(story)
    case = f"{story.server.url}/desk/cases/{story.number}"
    decision.the_resolution_is_fed_back_and_the_file_goes_up(story.desk, case)
    decision.the_street_audits_and_calls_for_the_originals(story.desk, case)
    decision.the_district_examines_and_approves(story.desk, case)
    decision.the_papers_reach_the_family(story.desk, case)
    the_chain_holds_and_one_changed_byte_is_named(story)


def the_community_registers_and_forwards(story: Story) -> None:
    with story.desk("huaian") as page:
        page.get_by_role("link", name="登记申请").click()
        page.get_by_label("现住址").fill(ADDRESS)
        page.get_by_label("哪一栋楼").fill("槐安路 12 号楼")
        page.get_by_label("电话").fill("0000-555 0137")
        fill_member(page, 0, HEAD, "male", "1974-03-02")
        page.get_by_role("button", name="加一位家里人").click()
        fill_member(page, 1, WIFE, "female", "1977-08-15", relation="spouse")
        page.get_by_role("button", name="加一项收入").nth(1).click()
        page.locator("[name=members-1-incomes-0-kind]").select_option("wages")
        page.locator("[name=members-1-incomes-0-source]").fill("保洁零工")
        page.locator("[name=members-1-incomes-0-amount]").fill("1200")
        for paper in ("application", "identity", "register", "income"):
            page.locator(f"[name=materials][value={paper}]").check(force=True)
        for paper in ("housing", "health"):
            page.locator(f"[name=waived][value={paper}]").check(force=True)
        page.get_by_role("button", name="登记这一户").click()
        page.wait_for_url(re.compile(r"/desk/cases/"))
        story.number = page.url.rpartition("/")[2]
        page.get_by_role("link", name=re.compile("转街道")).click()
        page.get_by_role("button", name="签字，转街道").click()
        expect(page.locator(".acts")).to_contain_text("转街道")


def fill_member(page: Page, n: int, name: str, sex: str, birth: str, relation: str = "") -> None:
    page.locator(f"[name=members-{n}-name]").fill(name)
    page.locator(f"[name=members-{n}-sex]").select_option(sex)
    page.locator(f"[name=members-{n}-birth]").fill(birth)
    if relation:
        page.locator(f"[name=members-{n}-relation]").select_option(relation)


def the_street_accepts_and_assigns_three(story: Story) -> None:
    with story.desk("songlin") as page:
        page.goto(f"{story.server.url}/desk/cases/{story.number}/accept")
        page.locator("main form button.main").click()
        page.goto(f"{story.server.url}/desk/cases/{story.number}/team")
        rows = page.locator("table.list tbody tr", has=page.locator("[name=assessors]"))
        for n in range(3):
            row = rows.nth(n)
            row.locator("[name=assessors]").check()
            row.locator("select").select_option("none")
            assessor = row.locator("[name=assessors]").get_attribute("value") or ""
            story.team.append((assessor, row.locator("label.opt").first.inner_text().strip()))
        rows.nth(0).locator("[name=lead]").check()
        page.get_by_role("button", name="就派这几位").click()
        expect(page.locator(".acts")).to_contain_text(story.team[0][1])


def an_assessor_enrols_a_tablet(story: Story) -> None:
    badges = []
    with story.desk("songlin") as page:
        page.goto(f"{story.server.url}/desk/assessors/{story.team[0][0]}")
        page.get_by_role("button", name="登记一台平板").click()
        link = page.locator("#link").inner_text()
        links = [_code_for(page, story, assessor) for assessor, _ in story.team[1:]]
        for assessor, name in story.team[1:]:
            paper = page.request.get(f"{story.server.url}/desk/assessors/{assessor}/badge.pdf")
            assert paper.status == 200
            badges.append(camera.photograph_page(paper.body(), story.data.parent, assessor))
            assert name
    stills = [*badges, camera.a_room()]
    for tablet, colleagues_link, (_, name) in zip(story.colleagues, links, story.team[1:], strict=True):
        _enrol(tablet, colleagues_link.removeprefix(story.network.url))
        assert name
    story.tablet.film = camera.film(stills, story.data.parent / "film.mjpeg")
    page = story.tablet.open(link.removeprefix(story.network.url))
    pin.choose(page)
    expect(page.get_by_role("link", name=HEAD, exact=True)).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    expect(page.get_by_role("status").first).to_contain_text("对过任务，没网也能打开", timeout=60_000)
    story.tablet.close()
    story.network.cut()
    page = story.tablet.open(offline=True)
    pin.unlock(page, story.team[0][1])
    expect(page.get_by_role("link", name=HEAD, exact=True)).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text("没有网")


def _code_for(page: Page, story: Story, assessor: str) -> str:
    page.goto(f"{story.server.url}/desk/assessors/{assessor}")
    page.get_by_role("button", name="登记一台平板").click()
    return page.locator("#link").inner_text()


def _enrol(tablet: Tablet, path: str) -> None:
    page = tablet.open(path)
    pin.choose(page)
    expect(page.get_by_role("heading", name=re.compile("今天没有要去的|今天去"))).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tablet.close()


def the_visit_is_made_without_a_network(story: Story) -> None:
    page = story.tablet.page
    page.get_by_role("link", name=HEAD, exact=True).click()
    page.get_by_role("button", name=re.compile("^开始入户")).click()
    home_visit.scan_colleague(page, story.team[1][1])
    home_visit.scan_colleague(page, story.team[2][1])
    page.wait_for_url("**/section/1")
    home_visit.read_the_notice_and_arrive(page)
    home_visit.ask_about_the_members(page, HEAD, WIFE)
    page = story.tablet.kill()
    pin.unlock(page, story.team[0][1])
    home_visit.nothing_is_gone_after_the_tab_died(page, HEAD, WIFE)
    home_visit.ask_about_property_and_home(page)
    home_visit.ask_about_spending(page)
    home_visit.look_at_the_home(page, again="门牌和入口")
    home_visit.compare_the_originals(page)
    home_visit.ask_a_neighbour(page)
    home_visit.give_the_opinion(page)
    page.get_by_role("link", name=re.compile("念给申请人听")).click()
    expect(page.get_by_role("main")).to_contain_text("1,860.00 元")
    page.get_by_role("link", name=re.compile("念完了")).click()
    for signer in (HEAD, *(name for _, name in story.team)):
        home_visit.sign(page, signer)
    page.get_by_role("button", name="封存这份记录").click()
    expect(page.get_by_role("heading", name="这份记录封存了")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("已封存，待发")
    expect(page.get_by_role("status").first).to_contain_text("没有网，不要紧。封存的都在这台平板上")
    assert story.network.forwarded_while_cut == 0


def a_colleague_countersigns_screen_to_screen(story: Story) -> None:
    """Still in the home, no network: the lead's screen, the colleague's camera, and back again."""
    page = story.tablet.page
    page.get_by_role("link", name="请同事会签").click()
    expect(page.get_by_text("还没签")).to_have_count(2)
    codes = countersigning.screens(page)
    assert len(codes) > 1
    story.tablet.close()
    answer = _sign_what_is_shown(story, codes)
    story.tablet.film = countersigning.film_of(answer, story.data.parent / "answer.mjpeg")
    page = story.tablet.open(f"/tablet/#/case/{story.number}/1/countersign", offline=True)
    pin.unlock(page, story.team[0][1])
    page.get_by_role("button", name="扫同事屏幕上的签名").click()
    expect(page.get_by_role("main")).to_contain_text("收下了。", timeout=60_000)
    expect(page.get_by_text("还没签")).to_have_count(1)
    assert story.network.forwarded_while_cut == 0


def _sign_what_is_shown(story: Story, codes: list[Image.Image]) -> list[Image.Image]:
    tablet, (_, name) = story.colleagues[0], story.team[1]
    tablet.film = countersigning.film_of(codes, story.data.parent / "asked.mjpeg")
    page = tablet.open("/tablet/#/countersign", offline=True)
    pin.unlock(page, name)
    page.get_by_role("button", name="扫主办人屏幕上的码").click()
    sign = page.get_by_role("button", name="我在场，签")
    expect(sign).to_be_visible(timeout=120_000)
    expect(page.get_by_role("main")).to_contain_text(HEAD)
    expect(page.get_by_role("main")).to_contain_text("930.00")
    countersigning.read_in_english(page, "930.00")
    sign.click()
    expect(page.get_by_role("main")).to_contain_text("签好了")
    countersigning.read_in_english(page, "Signed")
    answer = countersigning.screens(page)
    assert tablet.complaints == []
    tablet.close()
    return answer


def the_other_colleague_countersigns_at_home(story: Story) -> None:
    """With a network the street itself asks; the committee waits until then."""
    with story.desk("songlin") as page:
        page.goto(f"{story.server.url}/desk/cases/{story.number}")
        expect(page.locator("#h-checks + .checks")).to_contain_text(f"等{story.team[2][1]}会签")
    tablet, (_, name) = story.colleagues[1], story.team[2]
    page = tablet.open()
    pin.unlock(page, name)
    asked = page.locator(".to-sign", has_text=HEAD)
    asked.get_by_role("link", name="看记录，会签").click()
    expect(page.get_by_role("main")).to_contain_text(HEAD)
    page.get_by_role("button", name="我在场，签").click()
    expect(page.get_by_role("main")).to_contain_text("签好了")
    page.get_by_role("link", name="回到任务").click()
    expect(asked).to_have_count(0)
    with story.desk("songlin") as desk_page:
        for _ in range(60):
            desk_page.goto(f"{story.server.url}/desk/cases/{story.number}")
            if f"等{name}会签" not in desk_page.locator("#h-checks + .checks").inner_text():
                break
            desk_page.wait_for_timeout(1000)
        expect(desk_page.locator("#h-checks + .checks")).to_contain_text("同事都用自己的平板会签了")
    tablet.close()


def the_network_comes_back_and_all_is_sent(story: Story) -> None:
    page = story.tablet.page
    story.network.restore()
    story.tablet.go_online()
    expect(page.get_by_role("status").first).to_contain_text(
        re.compile(r"全部发完。.*收讫 1 份入户记录、4 张照片"), timeout=60_000
    )
    page.goto(f"{story.network.url}/tablet/")
    pin.unlock(page, story.team[0][1])
    page.get_by_role("navigation", name="按状态").get_by_text(re.compile("^已收讫")).click()
    expect(page.get_by_role("main")).to_contain_text(HEAD)
    assert story.tablet.complaints == []
    story.tablet.close()


def the_committee_finds_and_a_notice_is_posted(story: Story) -> None:
    with story.desk("songlin") as page:
        case = f"{story.server.url}/desk/cases/{story.number}"
        a_photo_taken_again_is_said_to_be(page, case)
        page.goto(f"{case}/finding")
        page.get_by_label("符合条件", exact=True).check()
        for member in page.locator("[name=members]").all():
            member.check()
        page.get_by_role("button", name="记下结论").click()
        page.goto(f"{case}/notice")
        page.get_by_role("button", name=re.compile("已经贴好")).click()
        page.goto(f"{story.server.url}/desk/notices")
        row = page.get_by_role("row", name=re.compile(HEAD))
        paper_at = row.locator("a[href$='notice.pdf']").get_attribute("href") or ""
        story.notice = paper_at.split("/")[-2]
        text = fetched(page, f"{story.server.url}{paper_at}")
    assert "拟给予最低生活保障的公示" in text
    assert "每月340.00元" in text
    resident = story.playwright.request.new_context()
    shown = resident.get(f"{story.server.url}/board/notices/{story.notice}").text()
    assert HEAD in shown
    assert "340.00" in shown
    for secret in (story.number, ADDRESS, WIFE, "1,860", "保洁"):
        assert secret not in shown
    resident.dispose()


def a_photo_taken_again_is_said_to_be(page: Page, case: str) -> None:
    """The one replaced on the tablet is kept, and both the file and the photo's own page say so."""
    page.goto(case)
    again = page.locator(".photos a", has_text="后来重拍了")
    expect(again).to_have_count(1)
    expect(page.locator(".photos a")).to_have_count(4)
    again.click()
    expect(page.locator("figcaption")).to_contain_text("后来重拍了")


def the_meeting_votes(story: Story) -> None:
    with story.desk("huaian") as page:
        page.goto(f"{story.server.url}/desk/meetings/new?community=huaian")
        for case in page.locator("[name=cases]").all():
            case.set_checked(case.get_attribute("value") == story.number)
        page.get_by_label("在哪里开").fill("居委会二楼会议室")
        page.get_by_label("谁主持").select_option("songlin-chair")
        page.get_by_role("button", name="召开", exact=True).click()
        page.wait_for_url(re.compile(r"/desk/meetings/M-"))
        story.meeting = page.url.split("/")[-1].split("?")[0]
    with story.desk("songlin-chair") as page:
        page.goto(f"{story.server.url}/desk/meetings/{story.meeting}")
        page.locator("[name^=there-][value=no]").last.check(force=True)
        page.get_by_role("button", name=re.compile("记下到会的人")).click()
        done = page.locator(".agenda .hole.done")
        for item in range(1, 5):
            page.get_by_role("button", name="这一项做完了").click()
            expect(done).to_have_count(item)
        expect(page.locator("[name^=vote-]:visible")).to_have_count(0)
        page.get_by_role("button", name="申请人已经离开会议室").click()
        expect(done).to_have_count(5)
        page.get_by_role("button", name="这一项做完了").click()
        expect(done).to_have_count(6)
        members = page.locator("[data-row=vote]:not([hidden])")
        voters = members.count()
        for n in range(voters):
            choice = "against" if n == 0 else "agree"
            members.nth(n).locator(f"[value={choice}]").check(force=True)
        page.get_by_role("button", name="结束表决，公布“通过”").click()
        expect(page.get_by_role("main")).to_contain_text("不小于")
        page.get_by_role("link", name=re.compile("^去签字")).click()
        papers = page.get_by_role("button", name="在纸上签了")
        for left in range(voters, 0, -1):
            expect(papers).to_have_count(left)
            papers.first.click()
        page.get_by_role("button", name="结束会议").click()
        expect(page.locator("[data-status=sent]")).to_be_visible()
        text = fetched(page, f"{story.server.url}/desk/meetings/{story.meeting}/minutes.pdf")
    assert f"同意{voters - 1}，不同意1" in text
    assert "申请人退场" in text


def the_chain_holds_and_one_changed_byte_is_named(story: Story) -> None:
    story.server.stop()
    assert verified(story) == (0, [])
    kept = [path for path in (story.data / "store" / "attachments").rglob("*") if path.is_file()]
    photos = [path for path in kept if path.read_bytes().startswith(b"\xff\xd8\xff")]  # JPEG (ITU-T T.81)
    photo = max(photos, key=lambda path: path.stat().st_mtime)
    content = bytearray(photo.read_bytes())
    content[len(content) // 2] ^= 1
    photo.write_bytes(content)
    status, problems = verified(story)
    assert status == 1
    assert len(problems) == 1
    assert problems[0].startswith(f"photo:{story.number}:")


def verified(story: Story) -> tuple[int, list[str]]:
    """The exit status of ``ruhu verify`` and the documents it names."""
    ended = run("verify", "--data", str(story.data), "--json")
    report = json.loads(ended.stdout)
    assert report["ok"] == (ended.returncode == 0)
    assert report["acts"] > 0
    return ended.returncode, [problem["document"] for problem in report["problems"]]
