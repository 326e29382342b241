"""The applicant does not sign: a witness from outside does, or somebody signs for them (S7-AMB-12)."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from tests.journeys import home_visit, pin
from tests.journeys.browser import Tablet, photographed_when_it_fails
from tests.journeys.network import Network
from tests.journeys.small_town import HEAD, WIFE, SmallTown

LEAD, NEIGHBOUR = "林试远", "孙例芳"


def test_a_witness_or_a_proxy_stands_for_an_applicant_who_does_not_sign(
    playwright: Playwright, tmp_path: Path, network: Network
) -> None:
    town = SmallTown(tmp_path, network, ["a-0217"], ["a-0217"])
    tablet = Tablet(playwright, tmp_path / "tablet", network.url)
    try:
        page = tablet.open(town.link(0))
        with photographed_when_it_fails(lambda: page):
            pin.choose(page)
            come_to_the_signatures(page)
            a_witness_must_be_from_outside(page)
            the_spouse_signs_instead(page)
            what_is_signed_fits_a_phone(page)
        assert tablet.complaints == []
    finally:
        tablet.close()
        town.server.stop()


def come_to_the_signatures(page: Page) -> None:
    page.get_by_role("link", name=HEAD, exact=True).click()
    page.get_by_role("button", name=re.compile("^开始入户")).click()
    page.wait_for_url("**/team")
    page.evaluate("location.hash = location.hash.replace('/team', '/sign')")
    page.get_by_role("button", name="有人不愿签、不会写或不在场").click()


def a_witness_must_be_from_outside(page: Page) -> None:
    """A reason first; then neither an assessor nor one who lives there may witness."""
    page.get_by_label("不会写").check()
    witness = page.get_by_role("button", name="请见证人签字")
    witness.click()
    expect(page.get_by_role("alert").filter(has_text="请写明情况")).to_be_visible()
    page.get_by_label("写明情况").fill("不识字，在纸上按了手印。")
    witness.click()
    expect(page.get_by_role("alert").filter(has_text="要有见证人")).to_be_visible()
    for party in (LEAD, WIFE, HEAD):
        page.get_by_label("见证人的姓名").fill(party)
        witness.click()
        expect(page.get_by_role("alert").filter(has_text=f"{party}是当事人")).to_be_visible()
    page.get_by_label("见证人的姓名").fill(NEIGHBOUR)
    witness.click()
    home_visit.draw_a_signature(page)
    place = page.locator(".sign.big")
    expect(place).to_contain_text(f"不识字，在纸上按了手印。 {NEIGHBOUR}见证")
    expect(page.locator(".foot .sum")).not_to_contain_text("申请人")


def the_spouse_signs_instead(page: Page) -> None:
    page.get_by_role("button", name="擦掉重签").click()
    page.get_by_role("button", name="有人不愿签、不会写或不在场").click()
    page.get_by_label("别人代签").check()
    page.get_by_label("代签人的姓名").fill(WIFE)
    page.get_by_role("button", name="请代签人签字").click()
    expect(page.get_by_role("alert").filter(has_text="姓名和关系")).to_be_visible()
    page.get_by_label("是申请人的什么人").fill("配偶")
    page.get_by_role("button", name="请代签人签字").click()
    home_visit.draw_a_signature(page)
    expect(page.locator(".sign.big")).to_contain_text(f"{WIFE}（配偶）代签")
    expect(page.locator(".sign.big .ink path").first).to_be_visible()


def what_is_signed_fits_a_phone(page: Page) -> None:
    """In English too, where the sum beside the key is long."""
    page.locator("button.lang").click()
    page.set_viewport_size({"width": 390, "height": 844})
    box = page.get_by_role("button", name="Wipe and sign again").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390, box
    page.wait_for_timeout(400)  # the bar under the page settles
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
