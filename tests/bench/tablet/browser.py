"""Chromium as slow as a cheap tablet: its main thread has a quarter of the machine's speed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, sync_playwright

from tests.bench.store.servers import SCRATCH
from tests.journeys.browser import CHROMIUM, QUIET, TABLET

SLOWER: Final = 4
_READY: Final = (Path(__file__).parent / "ready.js").read_text("utf-8")
# A page of a bench is always the one being looked at.
_IN_FRONT: Final = ["--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows"]
_TRIES: Final = 20
_WAIT_MS: Final = 60_000
# Rounds of a loop a second; the ratio of two tells what the throttling does.
_SPEED: Final = """() => {
  const end = performance.now() + 100;
  let rounds = 0;
  for (let n = 0; performance.now() < end; rounds += 1) for (let at = 0; at < 10000; at += 1) n += at % 7;
  return rounds;
}"""


class Browser:
    """One Chromium with a profile of its own, so that its caches are as a device keeps them."""

    def __init__(self, playwright: Playwright, context: BrowserContext) -> None:
        self.playwright = playwright
        self.context = context

    @contextmanager
    def page(self) -> Iterator[Page]:
        page = self.context.new_page()
        try:
            yield page
        finally:
            page.close()

    @contextmanager
    def slow_page(self, before: str) -> Iterator[tuple[Page, CDPSession]]:
        """A page in a new process, already throttled, on an empty page of the address to be measured."""
        with self.page() as page:
            page.goto(before)
            yield page, slow_down(self.context, page)


@contextmanager
def open_browser() -> Iterator[Browser]:
    SCRATCH.mkdir(exist_ok=True)
    with (
        sync_playwright() as playwright,
        TemporaryDirectory(prefix="bench-", dir=SCRATCH) as profile,
        launch(playwright, Path(profile)) as context,
    ):
        browser = Browser(playwright, context)
        _check_throttling(browser)
        yield browser


@contextmanager
def launch(playwright: Playwright, profile: Path, **options: Any) -> Iterator[BrowserContext]:
    """Chromium on a profile, as a tablet shows it."""
    arguments = [*QUIET, *_IN_FRONT, *options.pop("args", [])]
    looks: dict[str, Any] = {"viewport": TABLET, "has_touch": True, "locale": "zh-CN", **options}
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=arguments, **looks
    )
    context.set_default_timeout(_WAIT_MS)
    try:
        yield context
    finally:
        context.close()


def slow_down(context: BrowserContext, page: Page) -> CDPSession:
    cdp = context.new_cdp_session(page)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return cdp


def open_page(page: Page, url: str, ready: str) -> float:
    """Milliseconds from the navigation to the painted frame in which ``ready`` (JavaScript) first holds."""
    page.add_init_script(_READY.replace("READY()", f"({ready})"))
    said = page.expect_console_message(lambda message: message.text.startswith("bench ready "))
    with said as told:
        page.goto(url, wait_until="commit")
    return float(told.value.text.removeprefix("bench ready "))


def _check_throttling(browser: Browser) -> None:
    """A figure taken at full speed is worth nothing. On a busy machine the difference comes and goes."""
    with browser.page() as page:
        cdp = browser.context.new_cdp_session(page)
        ratios = (_times_slower(page, cdp) for _ in range(_TRIES))
        assert any(ratio > SLOWER / 2 for ratio in ratios), "the main thread is not throttled"


def _times_slower(page: Page, cdp: CDPSession) -> float:
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    quick = page.evaluate(_SPEED)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return float(quick / page.evaluate(_SPEED))


def metrics(cdp: CDPSession) -> dict[str, Any]:
    return {one["name"]: one["value"] for one in cdp.send("Performance.getMetrics")["metrics"]}
