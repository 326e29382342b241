"""How much memory a page holds while a hundred photos are taken in one visit.

The photos are taken in the app itself, one by one, with the camera Chromium feigns (1920×1080), on an
enrolled tablet without a network. Three measures, every ten photos; the figure is the most that was seen:

- ``performance.measureUserAgentSpecificMemory()``, what the page and its workers hold: JavaScript, the
  document, canvases. A browser tells it to an isolated page only, so the bench adds the two headers that
  isolate one; the service worker is passed over, since it answers without them.
- the JavaScript heap as ``Performance.getMetrics`` has it at that moment, garbage included;
- the memory of the page's process that is its own and nobody else's (``Private_*`` of
  /proc/PID/smaps_rollup), an empty page's 50 MB and all decoded pictures included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from playwright.sync_api import BrowserContext, CDPSession, Page, Route, expect

from tests.bench.figure import Figure
from tests.bench.tablet.browser import Browser, launch, metrics
from tests.bench.tablet.engines import Engine
from tests.bench.tablet.town import enrolled_tablet
from tests.bench.tablet.trace import mark_in, traced
from tests.journeys import pin

PHOTOS: Final = 100
EVERY: Final = 10
LIMIT_MB: Final = 150
_MB: Final = 1_000_000
_CAMERA: Final = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
_ISOLATED: Final = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
}
_MEMORY: Final = "performance.measureUserAgentSpecificMemory().then(({ bytes }) => bytes)"
_APP: Final = re.compile("/tablet/")
_SECTION: Final = "家里看到的"


def figures(browser: Browser, _engines: list[Engine]) -> Iterator[Figure]:
    options = {"args": _CAMERA, "permissions": ["camera"]}
    with (
        enrolled_tablet(browser.playwright, 1) as (profile, network),
        launch(browser.playwright, profile, **options) as context,
    ):
        page = context.pages[0]
        cdp = context.new_cdp_session(page)
        for domain in ("Network", "Performance"):
            cdp.send(f"{domain}.enable")
        cdp.send("Network.setBypassServiceWorker", {"bypass": True})
        _open_visit(context, page, network.url)
        context.set_offline(True)
        seen = [_measure(page, cdp) for _ in _take(page)]
    for kind, column in zip(("page", "JavaScript heap", "process"), zip(*seen, strict=True), strict=True):
        yield Figure(f"tablet: {PHOTOS} photos in a visit, {kind}", round(max(column), 1), "MB", LIMIT_MB)


def _open_visit(context: BrowserContext, page: Page, url: str) -> None:
    context.route(_APP, _isolate)
    page.goto(f"{url}/tablet/")
    assert page.evaluate("crossOriginIsolated")
    pin.press(page, pin.PIN)
    page.locator(".case h3 a").click()
    page.wait_for_url("**/#/case/**")
    page.locator(".entry", has_text=_SECTION).click()


def _isolate(route: Route) -> None:
    response = route.fetch()
    route.fulfill(response=response, headers={**response.headers, **_ISOLATED})


def _take(page: Page) -> Iterator[int]:
    """After every tenth photo, how many there are."""
    question = page.locator(".q-image").last
    for number in range(1, PHOTOS + 1):
        question.locator(".shot.add").click()
        shutter = page.locator(".shutter")
        expect(shutter).to_be_enabled()
        shutter.click()
        expect(page.locator(".camera")).to_have_count(0)
        expect(question.locator(".strip img")).to_have_count(number)
        if number % EVERY == 0:
            yield number


def _measure(page: Page, cdp: CDPSession) -> tuple[float, float, float]:
    """MB: of the page with its workers, of its JavaScript heap, of its process."""
    heap = metrics(cdp)["JSHeapUsedSize"]
    pid = mark_in(traced(page, cdp, lambda: None))["pid"]
    return float(page.evaluate(_MEMORY)) / _MB, float(heap) / _MB, _private_bytes(pid) / _MB


def _private_bytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Private_"))
