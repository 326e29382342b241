"""A resident checks a badge or a paper with their own phone; nothing of it leaves the phone (S7-CRED-07)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from server.opening import open_for_command
from server.services.credentials import badge_url, get_assessor
from server.services.papers_of_cases import disclosure_pdf
from server.settings import Settings
from tests.factories import CLERK, Clock, accepted_case, make_district
from tests.journeys.browser import WAIT_MS, listen
from tests.journeys.network import Network
from tests.journeys.ruhu import Server, run
from tests.server.documents.papers import codes_of, pages_of

PHONE = {"width": 390, "height": 844}
# What the page may ask for: itself, its parts, the roster. The face is asked for by a button.
PARTS = ("/check", "/static/", "/device/roster", "/check/sw.js", "/favicon.ico")


class Door:
    """A phone at the door: every request it makes is written down, its network can be cut."""

    def __init__(self, context: BrowserContext, network: Network) -> None:
        self.network = network
        self.page: Page = context.new_page()
        self.complaints = listen(self.page)
        self.asked: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url + (request.post_data or "")))

    def open(self, badge: str) -> None:
        self.page.goto("about:blank")
        self.page.goto(f"{self.network.url}/check#{badge}")

    def reads(self, words: str) -> None:
        self.page.get_by_role("heading", level=1, name=words).wait_for()

    def sent(self, *secrets: str) -> list[str]:
        """Requests that hold any of the secrets; what stands after # stays in the browser."""
        return [url for url in self.asked if any(secret in url.partition("#")[0] for secret in secrets)]

    def strangers(self) -> list[str]:
        addresses = [urlsplit(url) for url in self.asked if url.startswith("http")]
        return [one.geturl() for one in addresses if not one.path.startswith(PARTS)]


@pytest.fixture
def badge(tmp_path: Path) -> tuple[str, str]:
    """The code on a badge of a small district in ``data``, and the beginning of its portrait's digest."""
    with make_district(tmp_path / "data") as district:
        return badge_url(district, "a-0217").partition("#")[2], get_assessor(district, "a-0217").portrait[:16]


@pytest.fixture
def papers(badge: tuple[str, str], tmp_path: Path) -> tuple[str, str]:
    """The codes of two letters of one case in ``data``: the first is superseded by the second."""
    assert badge
    with open_for_command(Settings(data=tmp_path / "data"), clock=Clock()) as district:
        number = accepted_case(district).number
        codes = [_code(disclosure_pdf(district, CLERK, number), tmp_path)]
        district.office.save(replace(district.area("songlin"), phone="0000-000 7777"))
        codes.append(_code(disclosure_pdf(district, CLERK, number), tmp_path))
        return codes[0], codes[1]


def _code(pdf: bytes, folder: Path) -> str:
    """What an independent reader finds on the printed paper."""
    found = [code for page in pages_of(pdf, folder) for code, _ in codes_of(page)]
    return found[0].partition("#")[2]


@pytest.fixture
def server(badge: tuple[str, str], tmp_path: Path, network: Network) -> Iterator[Server]:
    server = Server(tmp_path / "data", port=network.server_port, public_url=network.url)
    yield server
    server.stop()


@pytest.fixture
def door(browser: Browser, server: Server, network: Network) -> Iterator[Door]:
    with browser.new_context(viewport=PHONE, locale="zh-CN") as context:
        context.set_default_timeout(WAIT_MS)
        door = Door(context, network)
        yield door
        assert door.complaints == []


def test_a_badge_is_checked_in_the_page_and_sent_to_nobody(door: Door, badge: tuple[str, str]) -> None:
    code, portrait = badge
    header, payload, signature = code.split(".")
    door.open(code)
    door.reads("这张证有效")
    assert "林试远" in door.page.inner_text("main")
    assert "名册" in door.page.inner_text("main")
    door.open(f"{header}.{payload}.{signature[:-8]}AAAAAAAA")
    door.reads("这张证是假的")
    door.open("hello")
    door.reads("没读出来")
    door.page.get_by_role("button", name="再查一张证").click()
    door.page.get_by_label("证上的号码").fill("0217")
    door.page.get_by_role("button", name="查", exact=True).click()
    door.reads("这张证有效")
    assert "没核对签名" in door.page.inner_text("main")
    assert door.sent(payload, signature, portrait, "0217") == []
    assert door.strangers() == []


def test_the_face_is_fetched_only_when_it_is_asked_for(door: Door, badge: tuple[str, str]) -> None:
    code, portrait = badge
    door.open(code)
    door.page.get_by_role("button", name="看发证时的照片").click()
    door.page.get_by_role("img", name="证件照片").wait_for()
    asked = {urlsplit(url).path for url in door.sent(portrait)}  # by the page, and by its worker for it
    assert asked == {f"/check/portraits/{portrait}"}
    assert door.sent(*code.split(".")[1:]) == []


def test_a_revocation_is_seen_and_the_page_opens_without_a_network(
    door: Door, badge: tuple[str, str], tmp_path: Path
) -> None:
    code, _ = badge
    done = run("credential", "revoke", "--data", str(tmp_path / "data"), "--reason", "调离", "a-0217")
    assert done.returncode == 0, done.stderr
    door.page.wait_for_timeout(100)
    door.open(code)
    door.reads("这张证已作废")
    door.page.evaluate("navigator.serviceWorker.ready")
    door.page.wait_for_function("caches.open('ruhu-check').then((cache) => cache.match('/device/roster'))")
    door.network.cut()
    door.open(code)
    door.reads("这张证已作废")
    assert door.network.forwarded_while_cut == 0


def test_a_browser_inside_a_messenger_has_no_worker_and_checks_all_the_same(
    door: Door, badge: tuple[str, str]
) -> None:
    """Without service worker and cache, with its network cut after the page was opened."""
    bare = "for (const name of ['serviceWorker']) delete Navigator.prototype[name]; delete window.caches;"
    door.page.context.add_init_script(bare)
    door.open("")
    door.reads("这里查工作证")
    door.page.get_by_text("手里的名册").wait_for()
    door.network.cut()
    door.page.evaluate("code => { location.hash = code; }", badge[0])
    door.reads("这张证有效")


def test_a_paper_is_checked_in_the_page_and_asked_about_only_by_a_button(
    papers: tuple[str, str], door: Door
) -> None:
    old, new = papers
    payload, signature = new.split(".")[1:]
    door.open(new)
    door.reads("这份文件本区发过")
    said = door.page.inner_text("main")
    for words in ("申请公开告知书", "SL-2026-0001-2", "申请须知和材料清单", "2026年3月2日"):
        assert words in said
    assert door.sent(payload, signature, "SL-2026-0001") == []
    door.page.get_by_role("button", name="问问现在还算不算数").click()
    door.page.get_by_text("算数，是最新的一份").wait_for()
    assert door.sent(payload, signature) == []
    door.open(old)
    door.reads("这份文件本区发过")
    door.page.get_by_role("button", name="问问现在还算不算数").click()
    door.page.get_by_text("已经有新的代替它").wait_for()
    door.open(new.replace(payload, f"A{payload[1:]}"))
    door.reads("这份文件是假的")
    assert "SL-2026-0001" not in door.page.inner_text("main")
    door.network.cut()
    door.page.evaluate("code => { location.hash = code; }", new)
    door.reads("这份文件本区发过")
    door.page.get_by_role("button", name="问问现在还算不算数").click()
    door.page.get_by_text("没问到").wait_for()
    assert door.strangers() == []
