"""Two tablets show each other codes: what one puts on its screen becomes what the other's camera sees."""

from __future__ import annotations

import io
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys import camera

_NTH = re.compile(r"第 (\d+) 张，共 (\d+) 张")


def screens(page: Page) -> list[Image.Image]:
    """Pictures of the codes a screen shows, one after another; of the one code where there is no chain."""
    code, told = page.locator(".qr-frame"), page.locator(".chain figcaption")
    expect(code).to_be_visible()
    found = _NTH.match(told.inner_text())
    if not found:
        return [_picture(page)]
    seen: dict[str, Image.Image] = {}
    for _ in range(40 * int(found[2])):
        before = told.inner_text()
        picture = _picture(page)
        if told.inner_text() == before:
            seen.setdefault(before, picture)
        if len(seen) == int(found[2]):
            break
    return list(seen.values())


def film_of(pictures: list[Image.Image], path: Path) -> Path:
    """What a camera held before that screen films: long enough on each code for a slow look."""
    return camera.film(pictures, path, frames=20)


def read_in_english(page: Page, told: str) -> None:
    """What was scanned, and what was signed, stays when the page is read in the other language."""
    language = page.locator("button.lang")
    language.click()
    expect(page.get_by_role("heading", name="Countersign for a colleague")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(told)
    language.click()


def _picture(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.locator(".qr-frame").screenshot())).convert("RGB")
