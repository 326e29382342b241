"""A tablet says when it can be opened with no network, and before that it says that it cannot."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.field import Field, bar


def test_a_tablet_closed_the_moment_it_says_so_opens_with_no_network(field: Field) -> None:
    link = field.open_code()
    field.start()
    page = field.tablet.open(link)
    expect(bar(page)).to_contain_text("没网也能打开")
    field.tablet.close()
    field.network.cut()
    page = field.tablet.open(offline=True)
    expect(page.get_by_role("link", name=field.home.head, exact=True)).to_be_visible()
    page.get_by_role("link", name=field.home.head, exact=True).click()
    expect(page.get_by_role("button", name=re.compile("^开始入户"))).to_be_visible()
    assert field.network.forwarded_while_cut == 0
