"""From a cold start without a network to a caseload of two hundred, on a tablet that synced them from a real server.

The tablet asks for a PIN first. So the time is that of two spans: from the navigation to the painted frame in which
the keys of the PIN can be touched, and from the last key to the painted frame that holds every case. Chromium is
started anew for each round, and what opens the page is the service worker.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Page, Playwright

from server.services.devices import open_enrolment
from tests.bench.figure import Figure
from tests.bench.store.servers import SCRATCH
from tests.bench.tablet.browser import Browser, launch, open_page, slow_down
from tests.bench.tablet.engines import Engine
from tests.factories import OFFICER, Clock, assigned_case, make_district, make_empty_district
from tests.journeys import pin
from tests.journeys.network import Network, free_port
from tests.journeys.ruhu import Server

CASES: Final = 200
LIMIT_MS: Final = 1500
ROUNDS: Final = 5
LEAD: Final = "a-0217"
_PIN_USABLE: Final = "document.querySelector('.pin-key:not([disabled])')"
_WATCH: Final = (Path(__file__).parent / "unlocking.js").read_text("utf-8")
_SYNC_MS: Final = 120_000


def figures(browser: Browser, _engines: list[Engine]) -> Iterator[Figure]:
    with enrolled_tablet(browser.playwright, CASES) as (profile, url):
        spans = [_open(browser.playwright, profile, url) for _ in range(ROUNDS + 1)][1:]
    to_pin, to_list = (statistics.median(span) for span in zip(*spans, strict=True))
    whole = statistics.median(sum(span) for span in spans)
    yield Figure("tablet: offline cold open, to the PIN", round(to_pin, 1), "ms")
    yield Figure("tablet: offline cold open, from the last key", round(to_list, 1), "ms")
    yield Figure(f"tablet: offline cold open of {CASES} cases", round(whole, 1), "ms", LIMIT_MS)


@contextmanager
def enrolled_tablet(playwright: Playwright, cases: int) -> Iterator[tuple[Path, str]]:
    """The profile of a browser that synced its tasks and knows a PIN, and the server's address, cut off by now."""
    with TemporaryDirectory(prefix="bench-", dir=SCRATCH) as folder, Network(free_port()) as network:
        data, profile = Path(folder) / "data", Path(folder) / "profile"
        with make_district(data, _now()) as district:
            code = open_enrolment(district, OFFICER, LEAD).code
        with _served(data, network), launch(playwright, profile) as context:
            _enrol(context.pages[0], f"{network.url}/tablet/#enrol={code}")
        with make_empty_district(data, _now()) as district:
            for _ in range(cases):
                assigned_case(district)
        with _served(data, network), launch(playwright, profile) as context:
            _sync(context.pages[0], f"{network.url}/tablet/", cases)
        network.cut()
        yield profile, network.url


@contextmanager
def _served(data: Path, network: Network) -> Iterator[None]:
    server = Server(data, port=network.server_port, public_url=network.url)
    try:
        yield
    finally:
        server.stop()


def _enrol(page: Page, link: str) -> None:
    page.goto(link)
    pin.choose(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def _sync(page: Page, url: str, cases: int) -> None:
    page.goto(url)
    pin.press(page, pin.PIN)
    page.wait_for_function(f"document.querySelectorAll('.case').length === {cases}", timeout=_SYNC_MS)


def _now() -> Clock:
    return Clock(datetime.now(UTC))


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
