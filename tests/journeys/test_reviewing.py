"""A morning of the bureau's head: three files by keyboard, photos compared, a question, a yes, a no."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from server.domain.stage import Stage
from server.services.district import District
from server.services.verification import verify
from tests.journeys.browser import desk
from tests.journeys.in_process import url
from tests.server.conftest import app, clock, district
from tests.server.services.story import examined_case
from tests.server.web.browsing import PASSWORD

__all__ = ["app", "clock", "district", "url"]

ASKED, ANSWERED = "门牌拍的是哪个门？", "是三单元的单元门，501 的门后来换过。"
WHY_BACK = "房间的照片看不出有几间，请再去一次。"


def test_three_files_are_gone_through_without_the_mouse(
    district: District, url: str, browser: Browser
) -> None:
    asked_about, approved, returned = [examined_case(district).number for _ in range(3)]
    with desk(browser, url, "qian", PASSWORD) as head:
        opens_the_first_of_three(head, url, asked_about)
        looks_up_the_keys(head)
        compares_two_photos(head)
        asks_the_street(head)
        goes_on_and_approves(head, approved, then=returned)
        returns_what_followed(head)
    with desk(browser, url, "gao", PASSWORD) as street:
        answers(street)
    with desk(browser, url, "qian", PASSWORD) as head:
        head.goto(f"{url}/desk/cases/{asked_about}")
        expect(head.locator("#h-questions + .checks")).to_contain_text(f"高样如 {ANSWERED}")
    stages = [district.get_case(number).stage for number in (asked_about, approved, returned)]
    assert stages == [Stage.EXAMINED, Stage.APPROVED, Stage.RETURNED]
    assert verify(district).problems == []


def opens_the_first_of_three(head: Page, url: str, number: str) -> None:
    head.goto(f"{url}/desk/?queue=examined")
    expect(head.locator("table.list tbody tr")).to_have_count(3)
    head.locator(f"a[href*='{number}']").first.press("Enter")
    head.wait_for_url(f"**/desk/cases/{number}?**")
    expect(head.locator(".pass")).to_have_text("第 1 卷，共 3 卷")
    expect(head.locator(".chain")).to_contain_text("逐件相扣，没有缺页、改页")
    expect(head.locator(".checks").first).to_contain_text("3×")
    expect(head.locator(".checks").first.locator(".bad")).to_have_count(0)


def looks_up_the_keys(head: Page) -> None:
    keys = head.locator(".keys dl")
    expect(keys).not_to_be_visible()
    press(head, "?")
    expect(keys).to_be_visible()
    expect(keys).to_contain_text("写明原因，退回")
    press(head, "?")
    expect(keys).not_to_be_visible()


def compares_two_photos(head: Page) -> None:
    """Both are there whole, with their digests; turning and zooming concern the one in hand alone."""
    press(head, "c")
    head.wait_for_url("**/look/*with=*")
    expect(head.locator(".lens .code")).to_have_count(2)
    first, second = (head.locator(".lens-window img").nth(n) for n in (0, 1))
    for key in ("+", "t"):
        press(head, key)
    expect(first).to_have_attribute("style", re.compile(r"rotate\(90deg\)"))
    expect(second).not_to_have_attribute("style", re.compile("rotate"))
    head.locator(".lens-window").nth(1).focus()
    head.keyboard.press("+")
    head.keyboard.press("ArrowLeft")
    expect(second).to_have_attribute(
        "style", re.compile(r"translate\(60px, 0px\) rotate\(0deg\) scale\(1\.5\)")
    )
    head.keyboard.press("0")
    expect(second).to_have_attribute("style", re.compile(r"scale\(1\)"))
    expect(first).to_have_attribute("style", re.compile(r"rotate\(90deg\)"))
    head.keyboard.press("Escape")
    expect(head.locator(".pass")).to_have_text("第 1 卷，共 3 卷")


def asks_the_street(head: Page) -> None:
    """What is typed is typed: its letters turn no page."""
    press(head, "q")
    expect(head.get_by_label("问什么")).to_be_focused()
    head.keyboard.type(f"jk? {ASKED}")
    press(head, "Control+Enter")
    expect(head.locator("#h-questions")).to_contain_text("1 问等街道答")
    expect(head.locator("#h-questions + .checks")).to_contain_text(f"jk? {ASKED}")


def goes_on_and_approves(head: Page, number: str, then: str) -> None:
    """The file dealt with has left the list: the next is there at once, with a word of the last."""
    press(head, "j")
    head.wait_for_url(f"**/desk/cases/{number}?**")
    press(head, "a")
    seal = head.get_by_label("四方区社会救济专用章")
    seal.press("Space")
    expect(seal).to_be_checked()
    press(head, "Control+Enter")
    head.wait_for_url(f"**/desk/cases/{then}?**")
    expect(head.locator(".said")).to_contain_text(number)
    expect(head.locator(".pass")).to_have_text("第 2 卷，共 2 卷")


def returns_what_followed(head: Page) -> None:
    """Without reasons nothing goes back."""
    press(head, "r")
    reason = head.get_by_label("为什么退回")
    expect(reason).to_be_focused()
    press(head, "Control+Enter")
    expect(head.get_by_role("alert").first).to_be_visible()
    reason.press("Control+End")
    head.keyboard.type(WHY_BACK)
    press(head, "Control+Enter")
    expect(head.locator(".acts")).to_contain_text(WHY_BACK)


def press(page: Page, key: str) -> None:
    """One key alone, once the page's script is there to see it."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def answers(street: Page) -> None:
    street.get_by_role("link", name="区里问的，等街道答").press("Enter")
    expect(street.locator("table.list")).to_contain_text(ASKED)
    street.get_by_role("link", name="答复").press("Enter")
    street.get_by_role("textbox").fill(ANSWERED)
    press(street, "Control+Enter")
    expect(street.locator("#h-questions + .checks")).to_contain_text(ANSWERED)
