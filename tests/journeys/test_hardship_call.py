"""What is urgent is said on the tablet with no network, and the street's hours run once it arrives (C-23)."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from server.services.district import District
from server.services.hardship import list_hardship
from server.services.verification import verify
from tests.factories import OFFICER
from tests.journeys import pin
from tests.journeys.browser import Tablet, photographed_when_it_fails
from tests.journeys.field import bar, open_section, photograph, take_photos_from_files
from tests.journeys.network import Network
from tests.journeys.small_town import SmallTown

LEAD = "林试远"
WORDS = "断了三天吃的，老人发烧"


def test_what_is_urgent_is_said_with_no_network_and_sent_first(
    playwright: Playwright, tmp_path: Path, network: Network
) -> None:
    town = SmallTown(tmp_path, network, ["a-0217"], ["a-0217"])
    tablet = Tablet(playwright, tmp_path / "tablet", network.url)
    try:
        page = tablet.open(town.link(0))
        with photographed_when_it_fails(lambda: tablet.page):
            pin.choose(page)
            expect(bar(page)).to_contain_text("对过任务，没网也能打开", timeout=60_000)
            network.cut()
            open_section(page, town.cases[0], "家里看到的")
            take_photos_from_files(page, "别的照片", [photograph(tmp_path, n) for n in range(3)])
            page.get_by_role("link", name="目录").click()
            page.get_by_role("link", name="有急难，现在就转").click()
            say(page)
            expect(page.locator(".chip", has_text="在这台平板上")).to_be_visible()
            page.reload()
            pin.unlock(page, LEAD)
            expect(page.locator(".chip", has_text="在这台平板上")).to_be_visible()
            network.restore()
            page.evaluate("dispatchEvent(new Event('online'))")
            expect(page.locator(".chip", has_text="街道收到了")).to_be_visible(timeout=60_000)
            expect(page.get_by_text("以前决定")).to_be_visible()
            assert is_first(network)
            page.get_by_role("link", name="目录").last.click()
            expect(page.locator("p", has_text="有急难，现在就转")).to_contain_text("街道收到了")
        assert tablet.complaints == []
        tablet.close()
        town.at_the_desk(lambda district: is_referred(district, town.cases[0]))
    finally:
        tablet.close()
        town.server.stop()


def say(page: Page) -> None:
    """Nothing is no call; what was typed outlives a reload; the way back is in the language of the page."""
    back = page.locator("header.top a").first
    expect(back).to_have_text("目录")
    page.locator("button.lang").click()
    expect(back).to_have_text("Sections")
    page.locator("button.lang").click()
    page.get_by_role("button", name="转给街道").click()
    expect(page.get_by_role("alert").filter(has_text="写明是什么急难")).to_be_visible()
    page.get_by_label("是什么急难、要什么帮助").fill(WORDS)
    page.wait_for_timeout(400)
    page.reload()
    pin.unlock(page, LEAD)
    expect(page.get_by_label("是什么急难、要什么帮助")).to_have_value(WORDS)
    page.get_by_role("button", name="转给街道").click()


def is_first(network: Network) -> bool:
    """The photos, taken before it was said, go up after it."""
    sent = [bytes(asked.body) for asked in network.asked if asked.path.endswith("/_bulk_docs")]
    first = next(n for n, body in enumerate(sent) if b'"hardship:' in body)
    return any(b'"photo:' in body for body in sent[first:]) and not any(
        b'"photo:' in body for body in sent[:first]
    )


def is_referred(district: District, number: str) -> None:
    """The referral is the one the desk's button makes, and the visit has not begun."""
    case = district.get_case(number)
    assert [act.by for act in case.acts if act.kind == "hardship_referred"] == ["assessor:a-0217"]
    assert case.hardship is not None
    assert district.get_text(number, "reason", case.hardship.words) == WORDS
    assert [row.case for row in list_hardship(district, OFFICER).rows] == [number]
    assert verify(district).problems == []
