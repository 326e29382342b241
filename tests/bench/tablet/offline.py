"""From a cold start without a network to a caseload of two hundred that came from a real server.

The tablet asks for a PIN first. So the time is that of two spans: from the navigation to the painted
frame in which the keys of the PIN can be touched, and from the last key to the painted frame that holds
every case. Chromium is started anew for each round, and what opens the page is the service worker.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, Playwright

from tests.bench.figure import Figure
from tests.bench.tablet.browser import Browser, launch, open_page, slow_down
from tests.bench.tablet.engines import Engine
from tests.bench.tablet.town import enrolled_tablet
from tests.journeys import pin

CASES: Final = 200
LIMIT_MS: Final = 1500
ROUNDS: Final = 5
_PIN_USABLE: Final = "document.querySelector('.pin-key:not([disabled])')"
_WATCH: Final = (Path(__file__).parent / "unlocking.js").read_text("utf-8")


def figures(browser: Browser, _engines: list[Engine]) -> Iterator[Figure]:
    with enrolled_tablet(browser.playwright, CASES) as (profile, network):
        network.cut()
        spans = [_open(browser.playwright, profile, network.url) for _ in range(ROUNDS + 1)][1:]
    to_pin, to_list = (statistics.median(span) for span in zip(*spans, strict=True))
    whole = statistics.median(sum(span) for span in spans)
    yield Figure("tablet: offline cold open, to the PIN", round(to_pin, 1), "ms")
    yield Figure("tablet: offline cold open, from the last key", round(to_list, 1), "ms")
    yield Figure(f"tablet: offline cold open of {CASES} cases", round(whole, 1), "ms", LIMIT_MS)


def _open(playwright: Playwright, profile: Path, url: str) -> tuple[float, float]:
    with launch(playwright, profile, offline=True) as context:
        page = context.pages[0]
        slow_down(context, page)
        to_pin = open_page(page, f"{url}/tablet/", _PIN_USABLE)
        return to_pin, _unlock(page)


def _unlock(page: Page) -> float:
    """Milliseconds from the last key to the painted list."""
    page.evaluate(_WATCH, CASES)
    for digit in pin.PIN:
        page.keyboard.press(digit)
    with page.expect_console_message(lambda message: message.text.startswith("bench list ")) as told:
        page.keyboard.press("Enter")
    return float(told.value.text.removeprefix("bench list "))
