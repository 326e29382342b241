"""Chromium as people have it, driven by Playwright: a desk, and a tablet that can be closed and opened."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright

CHROMIUM = "/usr/bin/chromium"
PICTURES = Path(__file__).parents[2] / ".artifacts"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# What a browser says of a request without a network, and htmx of one that a later one replaced (hx-sync);
# a request that failed otherwise is also told by "htmx:sendError" or "htmx:responseError". The last is the
# script of a service worker asked for while the network is cut: stories that open pages without one need it.
_EXPECTED = (
    "Failed to load resource", "htmx:sendAbort", "htmx:afterRequest",
    "error occurred when fetching the script",
)  # fmt: skip
# What a replication leaves behind where the server goes away under it (static/app/data/couch.mjs).
_UNREACHED = "Failed to fetch"
DESK = {"width": 1366, "height": 768}
TABLET = {"width": 800, "height": 1280}
WAIT_MS = 20_000


@contextmanager
def desk(browser: Browser, url: str, user: str, password: str, lang: str = "zh-CN") -> Iterator[Page]:
    """A desk where somebody has signed in; every page must load without a complaint.

    It shares the program with other desks and nothing else: cookies, storage and workers are its own.
    """
    with browser.new_context(viewport=DESK, locale=lang) as context:
        context.add_cookies([{"name": "lang", "value": lang[:2], "url": url}])
        page = context.new_page()
        complaints = listen(page)
        page.goto(f"{url}/desk/sign-in")
        page.locator("[name=user]").fill(user)
        page.locator("[name=password]").fill(password)
        page.locator("main form button").click()
        page.wait_for_url("**/desk/")
        with photographed_when_it_fails(lambda: page):
            yield page
        assert complaints == [], complaints


def speaking(lang: str) -> dict[str, str | float | bool]:
    """The environment in which the browser's own words (dates, files) are in a language it has been given."""
    return {**os.environ, "LANGUAGE": lang.replace("-", "_")}


@contextmanager
def photographed_when_it_fails(shown: Callable[[], Page]) -> Iterator[None]:
    """Leaves a picture of what was on the screen when a story stopped."""
    try:
        yield
    except BaseException:
        PICTURES.mkdir(exist_ok=True)
        shown().screenshot(path=PICTURES / "failed.png", full_page=True)
        raise


class Tablet:
    """A tablet with its own storage and camera; closing and opening it keeps what it stores."""

    def __init__(self, playwright: Playwright, folder: Path, url: str) -> None:
        self._playwright = playwright
        self._folder = folder
        self.url = url
        self.film: Path | None = None
        self.complaints: list[str] = []
        self._context: BrowserContext | None = None
        self.page: Page

    def open(
        self,
        path: str = "/tablet/",
        *,
        offline: bool = False,
        before: Callable[[Page], None] = lambda _page: None,
    ) -> Page:
        """Opens the app at a path; ``before`` sees the empty page first."""
        camera = [f"--use-file-for-fake-video-capture={self.film}"] if self.film else []
        self._context = self._playwright.chromium.launch_persistent_context(
            self._folder,
            executable_path=CHROMIUM,
            args=[*QUIET, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", *camera],
            viewport=TABLET,
            has_touch=True,
            locale="zh-CN",
            permissions=["camera"],
            offline=offline,
        )
        self._context.set_default_timeout(WAIT_MS)
        self.page = self._context.pages[0]
        self.complaints = listen(self.page)
        before(self.page)
        self.page.goto(f"{self.url}{path}")
        return self.page

    def second_tab(self) -> Page:
        """The app once more, beside the first."""
        assert self._context is not None
        page = self._context.new_page()
        page.goto(f"{self.url}/tablet/")
        return page

    def close(self) -> None:
        if self._context is not None:
            self._context.close()
            self._context = None

    def go_offline(self) -> None:
        assert self._context is not None
        self._context.set_offline(True)

    def go_online(self) -> None:
        assert self._context is not None
        self._context.set_offline(False)

    def kill(self) -> Page:
        """The browser and every tab of it die at once (SIGKILL); the app is opened again, still offline."""
        subprocess.run(["pkill", "-KILL", "-f", "--", f"--user-data-dir={self._folder}"], check=True)
        with suppress(Error):
            self.close()
        self._context = None
        return self.open(offline=True)


def listen(page: Page) -> list[str]:
    """Errors of scripts and of the security policy; a request that fails while offline is no complaint."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)) if str(error) != _UNREACHED else None)
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type == "error" and not any(words in message.text for words in _EXPECTED)
            else None
        ),
    )
    return complaints
