"""Papers as somebody at a desk prints them, read back the way a scanner's software reads them."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.server.documents.papers import text_of


def printed(page: Page, case: str, kind: str) -> str:
    """Prints a paper of a case (its address) and returns its words without any space (pdftotext)."""
    page.goto(f"{case}/papers")
    form = page.locator("form", has=page.locator(f"[name=kind][value='{kind}']"))
    fields = {
        name: form.locator(f"[name={name}]").get_attribute("value") or "" for name in ("csrf_token", "kind")
    }
    return squeezed(page.request.post(f"{case}/papers", form=fields).body())


def fetched(page: Page, address: str) -> str:
    """The words of a paper at an address."""
    return squeezed(page.request.get(address).body())


def squeezed(pdf: bytes) -> str:
    """The words of a paper, without the spaces a typesetter puts between characters."""
    return re.sub(r"\s", "", text_of(pdf))


def sign_in_the_pad(page: Page) -> None:
    """Draws a few strokes into the first pad of a desk's page."""
    pad = page.locator("canvas:visible").first
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 60, steps=5)
    page.mouse.move(box["x"] + 150, box["y"] + 25, steps=5)
    page.mouse.up()
