"""Every adult signs on the tablet that their income may be checked, with no network (C-06)."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Playwright, expect

from server.services.district import District
from server.services.info_checks import request_check
from server.services.verification import verify
from tests.factories import OFFICER
from tests.journeys import home_visit, pin
from tests.journeys.browser import Tablet, photographed_when_it_fails
from tests.journeys.field import bar
from tests.journeys.network import Network
from tests.journeys.small_town import HEAD, WIFE, SmallTown

LEAD = "林试远"


def test_adults_authorise_the_check_on_the_tablet_without_a_network(
    playwright: Playwright, tmp_path: Path, network: Network
) -> None:
    town = SmallTown(tmp_path, network, ["a-0217"], ["a-0217"], policy="cn-2021@1")
    tablet = Tablet(playwright, tmp_path / "tablet", network.url)
    try:
        page = tablet.open(town.link(0))
        with photographed_when_it_fails(lambda: tablet.page):
            pin.choose(page)
            expect(bar(page)).to_contain_text("对过任务，没网也能打开", timeout=60_000)
            network.cut()
            page.get_by_role("link", name=HEAD, exact=True).click()
            page.get_by_role("link", name="核查授权").click()
            for name in (HEAD, WIFE):
                home_visit.sign(page, name)
            expect(page.get_by_text("签好了，在这台平板上，有网就发")).to_have_count(2)
            page.reload()  # nothing that was signed hangs on the page
            pin.unlock(page, LEAD)
            expect(page.get_by_text("签好了，在这台平板上，有网就发")).to_have_count(2)
            network.restore()
            page.evaluate("dispatchEvent(new Event('online'))")
            expect(page.get_by_text("街道收到了")).to_have_count(2, timeout=60_000)
        assert tablet.complaints == []
        tablet.close()
        assert town.at_the_desk(lambda district: asked_for(district, town.cases[0]))
    finally:
        tablet.close()
        town.server.stop()


def asked_for(district: District, number: str) -> bool:
    """The visit has not begun, and the check can be asked for: both have signed."""
    signed = [act.by for act in district.get_case(number).acts if act.kind == "authorisation_signed"]
    assert signed == ["assessor:a-0217"] * 2
    case = request_check(district, OFFICER, number)
    return bool(case.info_check) and verify(district).problems == []
