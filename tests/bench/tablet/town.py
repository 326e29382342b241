"""A real server with cases for one assessor, and a tablet's browser that synced them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Page, Playwright, expect

from server.services.devices import open_enrolment
from tests.bench.store.servers import SCRATCH
from tests.bench.tablet.browser import launch
from tests.factories import OFFICER, Clock, assigned_case, make_district, make_empty_district
from tests.journeys import pin
from tests.journeys.network import Network, free_port
from tests.journeys.ruhu import Server

LEAD: Final = "a-0217"
_SYNC_MS: Final = 120_000


@contextmanager
def enrolled_tablet(playwright: Playwright, cases: int) -> Iterator[tuple[Path, Network]]:
    """The browser's profile, which knows ``pin.PIN``, and its way to the server."""
    with TemporaryDirectory(prefix="bench-", dir=SCRATCH) as folder, Network(free_port()) as network:
        data, profile = Path(folder) / "data", Path(folder) / "profile"
        with make_district(data, _now()) as district:
            code = open_enrolment(district, OFFICER, LEAD).code
        with _served(data, network), launch(playwright, profile) as context:
            _enrol(context.pages[0], f"{network.url}/tablet/#enrol={code}")
        with make_empty_district(data, _now()) as district:
            for _ in range(cases):
                assigned_case(district)
        with _served(data, network):
            with launch(playwright, profile) as context:
                _sync(context.pages[0], f"{network.url}/tablet/", cases)
            yield profile, network


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
    expect(page.locator(".case")).to_have_count(cases, timeout=_SYNC_MS)


def _now() -> Clock:
    return Clock(datetime.now(UTC))
