"""Every page of the tablet around the form: read in sunlight, touched, heard by a screen reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from server.services.seeding import Account
from tests.journeys.browser import Tablet, desk
from tests.journeys.page_checks import axe_violations, shortcomings
from tests.journeys.ruhu import Server

PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1366, "height": 768}
LEAD = "a-0219"  # an assessor of the seeded district who leads a team of Songlin Street


@pytest.fixture
def tablet(playwright: Playwright, data: Path, accounts: dict[str, Account]) -> Iterator[Tablet]:
    """A tablet that was enrolled for an assessor with homes to visit, at its first screen."""
    server = Server(data, public_url="http://127.0.0.1")
    tablet = Tablet(playwright, data.parent / "tablet", server.url)
    officer = accounts["songlin"]
    try:
        with desk(playwright, server.url, officer.user, officer.password) as page:
            page.goto(f"{server.url}/desk/assessors/{LEAD}")
            page.get_by_role("button", name="登记一台平板").click()
            link = page.locator("#link").inner_text()
        tablet.open("/" + link.split("/", maxsplit=3)[3])
        expect(tablet.page.locator(".case").first).to_be_visible()
        yield tablet
    finally:
        tablet.close()
        server.stop()


def pages_of(page: Page) -> Iterator[str]:
    """The pages of one visit and around it, by address; the visit is begun on the way."""
    page.evaluate("location.hash = '#/'")
    home = page.locator(".case h3 a").first.get_attribute("href") or ""
    begin = page.get_by_role("button", name=re.compile("^(开始入户|Start the visit)"))
    for address in ("#/", "#/badge", "#/sync", "#/enrol", home):
        go(page, address)
        yield address
    if begin.count():
        begin.click()
        page.wait_for_url("**/team")
    for place in ("team", "section/1", "section/3", "readback", "sign", ""):
        go(page, f"{home}/{place}".rstrip("/"))
        yield place
    go(page, f"{home}/sign")
    page.locator("button.link.pad").click()
    yield "why nobody signs"
    page.locator("button.sign").first.click()
    page.get_by_role("dialog").wait_for()
    yield "the pad"
    page.keyboard.press("Escape")


def go(page: Page, address: str) -> None:
    page.evaluate("(address) => { location.hash = address; }", address)
    page.wait_for_timeout(300)
    page.locator("main h1, main .sec").first.wait_for()


def test_every_page_can_be_read_touched_and_heard(tablet: Tablet) -> None:
    page, found = tablet.page, {}
    for language in ("zh", "en"):
        if language == "en":
            page.locator(".top .lang").click()
        for name in pages_of(page):
            short = shortcomings(page) | {"axe": axe_violations(page)}
            found |= {f"{language} {name} {what}": places for what, places in short.items() if places}
    assert found == {}


def test_every_page_holds_at_the_largest_text_on_a_phone_and_on_a_wide_screen(tablet: Tablet) -> None:
    page, found = tablet.page, {}
    for screen, size in (("phone", PHONE), ("wide", WIDE)):
        page.set_viewport_size(size)
        for language in ("en", "zh"):
            if page.evaluate("document.documentElement.lang.slice(0, 2)") != language:
                page.locator(".top .lang").click()
            while page.evaluate("document.documentElement.dataset.text") != "largest":
                page.locator(".top .size").click()
            for name in pages_of(page):
                short = shortcomings(page)
                found |= {f"{screen} {language} {name} {what}": places for what, places in short.items()}
    assert found == {}


def test_the_text_size_and_the_language_stay_with_the_tablet(tablet: Tablet) -> None:
    tablet.page.locator(".top .size").click()
    tablet.page.locator(".top .lang").click()
    expect(tablet.page.locator(".top .size")).to_have_attribute("aria-label", re.compile("Text size: large"))
    tablet.close()
    page = tablet.open()
    expect(page.locator(".top .size")).to_have_attribute("aria-label", re.compile("Text size: large"))
    assert page.evaluate("document.documentElement.dataset.text") == "large"
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_reason_that_is_being_typed_outlives_another_language(tablet: Tablet) -> None:
    page = tablet.page
    *_, last = (name for name in pages_of(page) if name == "why nobody signs")
    assert last
    page.get_by_role("textbox").fill("住院，儿子在场")
    page.locator(".top .lang").click()
    expect(page.get_by_role("textbox")).to_have_value("住院，儿子在场")
