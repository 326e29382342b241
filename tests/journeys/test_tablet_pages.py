"""Every page of the tablet around the form: read in sunlight, touched, heard by a screen reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.journeys import pin
from tests.journeys.browser import Tablet, photographed_when_it_fails
from tests.journeys.network import Network
from tests.journeys.page_checks import axe_violations, shortcomings
from tests.journeys.small_town import SmallTown
from tests.journeys.typing import InputMethod

PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1366, "height": 768}
LEAD, NAME = "a-0217", "林试远"


@pytest.fixture
def tablet(playwright: Playwright, tmp_path: Path, network: Network) -> Iterator[Tablet]:
    """A tablet of an assessor with two homes to visit, at its first screen."""
    town = SmallTown(tmp_path, network, [LEAD, LEAD], [LEAD])
    tablet = Tablet(playwright, tmp_path / "tablet", network.url)
    try:
        page = tablet.open(town.link(0))
        with photographed_when_it_fails(page):
            pin.choose(page)
            expect(page.locator(".case")).to_have_count(2)
            yield tablet
        assert tablet.complaints == []
    finally:
        tablet.close()
        town.server.stop()


def pages_of(page: Page) -> Iterator[str]:
    """The pages of one visit and around it, by address; the visit is begun on the way."""
    page.evaluate("location.hash = '#/'")
    home = page.locator(".case h3 a").first.get_attribute("href") or ""
    begin = page.get_by_role("button", name=re.compile("^(开始入户|Start the visit)"))
    for address in ("#/", "#/badge", "#/sync", "#/enrol", "#/pin", home):
        go(page, address)
        yield address
    if begin.count():
        begin.click()
        page.wait_for_url("**/team")
    for place in ("team", "section/1", "section/3", "readback", "sign", ""):
        go(page, f"{home}/{place}".rstrip("/"))
        yield place
    go(page, f"{home}/sign")
    page.locator("button.link.pad").first.click()
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
    page.evaluate("location.hash = '#/'")
    page.locator(".top").get_by_role("button", name="Lock").click()
    expect(page.get_by_role("heading", name=NAME, exact=True)).to_be_visible()
    short = shortcomings(page) | {"axe": axe_violations(page)}
    found |= {f"locked {what}": places for what, places in short.items() if places}
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
    expect(page.get_by_role("heading", name=NAME, exact=True)).to_be_visible()
    expect(page.locator(".top .size")).to_have_attribute("aria-label", re.compile("Text size: large"))
    assert page.evaluate("document.documentElement.dataset.text") == "large"
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_reason_and_a_witness_typed_with_an_input_method_outlive_another_language(tablet: Tablet) -> None:
    page = tablet.page
    assert next(name for name in pages_of(page) if name == "why nobody signs")
    page.locator(".opts4 input").first.check()
    reason, witness = page.get_by_role("textbox").all()
    hand = InputMethod(page)
    witness.click()
    hand.write(("abudula", "阿卜杜拉"), ("·", "·"), ("maimaiti", "买买提"))
    reason.click()
    hand.write(("zhuyuan", "住院"))
    hand.compose("erzizaichang")
    expect(reason).to_have_value("住院erzizaichang")
    hand.choose("，儿子在场")
    page.locator(".top .lang").click()
    expect(page.get_by_role("textbox").first).to_have_value("住院，儿子在场")
    expect(page.get_by_role("textbox").last).to_have_value("阿卜杜拉·买买提")


def test_a_name_is_searched_for_with_an_input_method(tablet: Tablet) -> None:
    page = tablet.page
    page.get_by_role("searchbox").click()
    hand = InputMethod(page)
    hand.compose("zhouliping")
    expect(page.locator(".case")).to_have_count(2)
    hand.choose("周例平")
    expect(page.locator(".case")).to_have_count(2)
    hand.compose("x")
    expect(page.locator(".case")).to_have_count(2)
    hand.choose("𠮷")
    expect(page.locator(".case")).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_have_value("周例平𠮷")
