"""A tablet says when it can be opened with no network, and before that it says that it cannot."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys import pin
from tests.journeys.field import Field, bar, case


def test_a_tablet_closed_the_moment_it_says_so_opens_with_no_network(field: Field) -> None:
    page = field.tablet.open(field.town.link(0))
    pin.choose(page)
    expect(bar(page)).to_contain_text("对过任务，没网也能打开", timeout=60_000)
    field.tablet.close()
    field.network.cut()
    page = field.tablet.open(offline=True)
    field.unlock()
    case(page, field.home).locator("h3 a").click()
    expect(page.get_by_role("button", name=re.compile("^开始入户"))).to_be_visible()
    assert field.network.forwarded_while_cut == 0


def test_a_tablet_that_lacks_something_says_so(field: Field) -> None:
    """The network goes in the middle of the first fetch: what lacks is named, and fetched later."""
    field.network.cut_at = lambda asked: "/_bulk_get" in asked.path
    page = field.tablet.open(field.town.link(0))
    pin.choose(page)
    expect(bar(page)).to_contain_text("还没存全，网断了。还差任务、名册。先别关这一页", timeout=60_000)
    field.network.restore()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(bar(page)).to_contain_text("对过任务，没网也能打开", timeout=60_000)
