"""The PIN as people type it: key by key, on the large keys of the page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

PIN = "480217"


def press(page: Page, pin: str, go: str = "开锁") -> None:
    """Types a PIN and the word on the last key."""
    for digit in pin:
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name=go, exact=True).click()


def choose(page: Page, pin: str = PIN) -> None:
    """Chooses a PIN for a tablet that is being enrolled, and looks at the digits to compare."""
    for heading in ("定一个 PIN", "再输一遍"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        press(page, pin, "下一步")
    expect(page.get_by_role("heading", name="登记好了")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="对上了，看任务").click()


def unlock(page: Page, name: str, pin: str = PIN) -> None:
    """Opens the tablet for the assessor whose PIN is asked for."""
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    press(page, pin)
    expect(page.get_by_role("button", name="开锁", exact=True)).to_have_count(0)
