"""A resident's own browser checks a notice against the log, and says loudly when it does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Page, Playwright, Route, expect
from werkzeug.serving import make_server

from server.services.district import District
from server.services.heads import publish_due
from tests.journeys.browser import CHROMIUM, photographed_when_it_fails
from tests.server.conftest import app, clock, district
from tests.server.services.story import move, noticed_case

__all__ = ["app", "clock", "district"]


@pytest.fixture
def url(app: Flask) -> Iterator[str]:
    """The application on a port of this machine, its clock standing where the test puts it."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def phone(playwright: Playwright) -> Iterator[Page]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN").new_page()
    page.set_default_timeout(20_000)
    with photographed_when_it_fails(page):
        yield page
    browser.close()


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
