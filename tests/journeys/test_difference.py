"""A colleague sees something else than the lead: from their own tablet to the committee's table (S7-EVAL-05).

With no network it goes into a file for a stick; the same documents by sync, later, are no-ops.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, expect

from server.domain.case import Case
from server.records.entries import User
from server.services.committee import record_finding
from server.services.district import District
from server.services.people import save_user
from tests.factories import COMMITTEE, OFFICER, confirm, enrolled_tablet, reconcile
from tests.journeys import pin
from tests.journeys.browser import Tablet, desk, photographed_when_it_fails
from tests.journeys.field import bar, case
from tests.journeys.network import Network
from tests.journeys.ruhu import run
from tests.journeys.small_town import SmallTown
from tests.journeys.test_contribution import (
    COLLEAGUE,
    LEAD,
    an_unread_notice_keeps_it_open,
    it_is_sealed_with_questions_open,
    the_unsent_is_saved,
    what_was_seen_is_recorded,
)

NAME, PASSWORD = "罗样青", "七个字的口令啊啊啊"
QUESTION = "住的地方和申请写的一样吗"


@dataclass
class Story:
    town: SmallTown
    network: Network

    @property
    def number(self) -> str:
        return self.town.cases[0]

    def case(self) -> Case:
        return self.town.at_the_desk(lambda district: district.get_case(self.number))


def test_what_a_colleague_saw_is_decided_at_the_desk_before_the_committee_meets(
    playwright: Playwright, browser: Browser, tmp_path: Path, network: Network
) -> None:
    story = Story(SmallTown(tmp_path, network, ["a-0217"], [COLLEAGUE]), network)
    tablet = Tablet(playwright, tmp_path / "tablet", network.url)
    try:
        page = tablet.open(story.town.link(0))
        with photographed_when_it_fails(lambda: page):
            file = it_is_recorded_without_a_network(page, story, tmp_path)
            story.town.at_the_desk(lambda district: the_leads_visit_is_in(district, story.number))
            the_file_is_taken_in(story, file)
            the_same_by_sync_changes_nothing(page, story)
        the_desk_decides(browser, story)
        story.town.at_the_desk(lambda district: the_committee_may_go_on(district, story.number))
    finally:
        tablet.close()
        story.town.server.stop()


def it_is_recorded_without_a_network(page: Page, story: Story, folder: Path) -> Path:
    pin.choose(page)
    expect(bar(page)).to_contain_text("对过任务，没网也能打开", timeout=60_000)
    story.network.cut()
    what_was_seen_is_recorded(page, story.number, "不一样")
    an_unread_notice_keeps_it_open(page)
    it_is_sealed_with_questions_open(page)
    return the_unsent_is_saved(page, folder, 1)


def the_leads_visit_is_in(district: District, number: str) -> None:
    """The lead was there too, with a tablet that has a network; every colleague signed the visit."""
    save_user(district, district.office.get(User, OFFICER.user_id), PASSWORD)
    lead = enrolled_tablet(district)
    visit = lead.fill_in(district.get_case(number))
    lead.push(lead.seal(visit))
    assert reconcile(district).accepted == 1
    confirm(district, visit)


def the_file_is_taken_in(story: Story, file: Path) -> None:
    taken = run("reconcile", "--data", str(story.town.data), "--bundle", str(file), "--json")
    told = json.loads(taken.stdout)
    assert (taken.returncode, told["assessor"]) == (0, COLLEAGUE), taken
    [document] = told["documents"]
    assert (document["id"].split(":")[:3], document["became"]) == (
        ["contribution", story.number, "1"],
        "accepted",
    )


def the_same_by_sync_changes_nothing(page: Page, story: Story) -> None:
    """The tablet has a network again: it sends what was in the file, and finds the receipt."""
    before = story.case()
    assert [(each.by, each.undecided) for each in before.contributions] == [(COLLEAGUE, ("address_same",))]
    story.network.restore()
    page.get_by_role("link", name="任务").first.click()
    expect(bar(page)).to_contain_text("收讫", timeout=60_000)
    page.get_by_role("button", name="已收讫 1").click()
    expect(case(page, story.number)).to_contain_text("已收讫")
    assert story.case().acts == before.acts


def the_desk_decides(browser: Browser, story: Story) -> None:
    with desk(browser, story.town.server.url, OFFICER.user_id, PASSWORD) as page:
        page.goto(f"{story.town.server.url}/desk/cases/{story.number}")
        expect(page.get_by_role("main")).to_contain_text("1 处要决定")
        page.get_by_role("link", name="决定按哪个算").first.click()
        asked = page.get_by_role("main")
        for words in (QUESTION, LEAD, NAME, "主办人封存的", "同事补充的"):
            expect(asked).to_contain_text(words)
        page.get_by_label("不一样").check()
        page.get_by_label("为什么").fill("又去看了一次，住在隔壁单元。")
        page.get_by_role("button", name="按这个算").click()
        expect(page.get_by_role("main")).to_contain_text("都决定了")
        expect(page.get_by_role("main")).to_contain_text("又去看了一次，住在隔壁单元。")
        losing = page.locator(".record-line", has_text=QUESTION)
        expect(losing.locator("s")).to_have_text("一样")


def the_committee_may_go_on(district: District, number: str) -> None:
    found = record_finding(district, OFFICER, number, eligible=True, members=COMMITTEE)
    assert found.finding is not None
    assert found.undecided == ()
