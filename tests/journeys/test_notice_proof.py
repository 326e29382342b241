"""A resident's own browser checks a notice against the log, and says loudly when it does not fit."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from server.services.district import District
from server.services.heads import publish_due
from tests.journeys.in_process import phone, url
from tests.server.conftest import app, clock, district
from tests.server.services.story import move, noticed_case

__all__ = ["app", "clock", "district", "phone", "url"]


def change(page: Page, address: str, pattern: str, replacement: str) -> None:
    """From now on the page arrives with something else in it, as a dishonest server would send it."""

    def falsify(route: Route) -> None:
        answer = route.fetch()
        body, count = re.subn(pattern, replacement, answer.text(), count=1)
        assert count == 1
        route.fulfill(response=answer, body=body)

    page.route(address, falsify)


def test_a_notice_waits_then_proves_itself_and_a_changed_one_fails_loudly(
    district: District, url: str, phone: Page
) -> None:
    _, posted = noticed_case(district)
    _, neighbour = noticed_case(district)
    address = f"{url}/board/notices/{posted.id}"
    phone.goto(address)
    expect(phone.locator("#proof")).to_contain_text("3月2日的总账还没有做")
    move(district, days=1)
    [published] = publish_due(district)

    phone.goto(address)
    expect(phone.get_by_role("status")).to_contain_text("3月2日的总账里")
    expect(phone.locator("#proof .short-form")).to_have_text(published.head.short)

    change(phone, address, r'data-shown="amount_fen">每月 340\.00', 'data-shown="amount_fen">每月 1,340.00')
    phone.goto(address)
    expect(phone.get_by_role("alert")).to_contain_text("这份公示和总账对不上")
    expect(phone.get_by_role("alert")).to_contain_text("页面上的金额")

    phone.unroute(address)
    change(phone, address, r"&#34;persons&#34;: ?2", "&#34;persons&#34;:3")
    phone.goto(address)
    expect(phone.get_by_role("alert")).to_contain_text("页面上的家庭人口")

    phone.unroute(address)
    change(phone, address, f'data-notice="{posted.id}"', f'data-notice="{neighbour.id}"')
    phone.goto(address)
    expect(phone.get_by_role("alert")).to_contain_text("另一份公示")
    expect(phone.get_by_role("status")).to_have_count(0)
