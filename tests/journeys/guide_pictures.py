"""The pictures of the guides, taken anew: ``make guide``, or ``python -m tests.journeys.guide_pictures``.

Seeds a demonstration in a folder of its own, goes through it as each person does, once in Chinese and once
in English from the same start, and writes ``docs/guide/images/<language>``: desks at 1366×768, the tablet at
800×1280, a resident's telephone at 390×844. Each picture carries the language of the page it shows.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Page, Playwright, ViewportSize, expect, sync_playwright

from server.services.seeding import list_accounts
from tests.conventions.test_words import english
from tests.journeys import browser, camera, page_checks, pin
from tests.journeys.network import free_port
from tests.journeys.ruhu import Server, run

IMAGES: Final = Path(__file__).parents[2] / "docs" / "guide" / "images"
LANGUAGES: Final = {"zh": "zh-CN", "en": "en-GB"}  # of the browser
FIT: Final = Path(__file__).with_suffix(".js").read_text("utf-8")
TALLEST: Final = 1.6  # of the window, where a page has more to show
OVERFLOWS: Final = """() => [document.scrollingElement, ...document.querySelectorAll(".cols > section")]
  .some(({scrollHeight, clientHeight}) => scrollHeight > clientHeight + 1)"""
LANGUAGE_KEY: Final = "Language"  # of the text a picture carries
LARGEST: Final = 120_000  # bytes a picture
READY: Final = {"zh": "没网也能打开", "en": "opens without a network"}
COLOURS: Final = (256, 128, 64, 32, 16, 8)
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
LEAD, LEAD_NAME, SERIAL = "a-0218", "罗样青", "0218"
TEAM: Final = (LEAD, "a-0219", "a-0220")
TABLET_WORDS: Final = """import {WORDS} from "./static/app/ui/words.mjs";
const fixed = Object.keys(WORDS.zh).filter((key) => typeof WORDS.zh[key] === "string");
console.log(JSON.stringify(Object.fromEntries(fixed.map((key) => [WORDS.zh[key], WORDS.en[key]]))));"""


class Studio:
    """A seeded district being served, and the people who sign in to it and read it in one language."""

    def __init__(self, playwright: Playwright, seeded: Path, folder: Path, language: str) -> None:
        self.playwright, self.folder, self.language = playwright, folder, language
        self.browser = playwright.chromium.launch(
            executable_path=browser.CHROMIUM, args=browser.QUIET, env=browser.speaking(LANGUAGES[language])
        )
        shutil.copytree(seeded, folder / "data")
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.server = Server(folder / "data", port=port, public_url=self.url)
        self.accounts = {account.user: account for account in list_accounts()}
        self.words = {} if language == "zh" else read_words()

    @contextmanager
    def desk(self, user: str) -> Iterator[Page]:
        account, lang = self.accounts[user], LANGUAGES[self.language]
        with browser.desk(self.browser, self.url, account.user, account.password, lang) as page:
            yield page

    def open(self, page: Page, path: str) -> None:
        page.goto(f"{self.url}{path}")

    def say(self, chinese: str) -> str:
        """The product's words in the language of the pictures."""
        return self.words[chinese] if self.words else chinese

    def keep(self, page: Page, name: str, at: str = "") -> None:
        """What is on the screen now, from the top or from a place on the page, nothing cut through."""
        page_checks.settle(page)
        shown = page.evaluate("document.documentElement.lang.slice(0, 2)")
        assert shown == self.language, (name, shown)
        size = page.viewport_size
        assert size
        fit(page, size, at)
        (IMAGES / self.language / f"{name}.png").write_bytes(small(page.screenshot(), self.language))
        page.set_viewport_size(size)


def read_words() -> dict[str, str]:
    """The English of the desk's and of the tablet's words that have nothing filled in."""
    read = ["node", "--input-type=module", "--eval", TABLET_WORDS]
    tablet = json.loads(subprocess.check_output(read, cwd=IMAGES.parents[2]))
    return tablet | {str(each.id): str(each.string) for each in english() if isinstance(each.id, str)}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        seeded = run("seed", "--data", f"{folder}/seeded")
        if seeded.returncode:
            raise SystemExit(seeded.stderr)
        for language in LANGUAGES:
            (IMAGES / language).mkdir(parents=True, exist_ok=True)
            take_all(Studio(playwright, Path(folder, "seeded"), Path(folder, language), language))
    return 0


def take_all(studio: Studio) -> None:
    try:
        for take in (clerk, street, tablet, lost_tablet, chair, district, upkeep, resident):
            take(studio)
    finally:
        studio.browser.close()
        studio.server.stop()


# ---------------------------------------------------------------- at the desk


def clerk(studio: Studio) -> None:
    with studio.desk("huaian") as page:
        studio.keep(page, "clerk-worklist")
        page.get_by_role("link", name=studio.say("登记申请"), exact=True).click()
        page.locator("[name=address]").fill("槐安路 12 号楼 3 单元 501")
        page.locator("[name=building]").fill("槐安路 12 号楼")
        page.locator("[name=phone]").fill("0000-555 0137")
        page.locator("[name=members-0-name]").fill("周例平")
        page.locator("[name=members-0-identity_number]").fill("299901197403020030")
        page.locator("[name=members-0-incomes-0-kind]").select_option("wages")
        page.locator("[name=members-0-incomes-0-source]").fill("保洁零工")
        page.locator("[name=members-0-incomes-0-amount]").fill("1200")
        page.locator("[name=members-0-incomes-0-amount]").blur()
        expect(page.locator("#sum-up")).to_contain_text("1,200")
        studio.keep(page, "clerk-application")


def street(studio: Studio) -> None:
    """The officer's list, a team sent (twice: the tablet has tasks then), a finding, what was set aside."""
    with studio.desk("songlin") as page:
        studio.keep(page, "street-worklist")
        for first in (True, False):
            open_first(studio, page, "accepted")
            page.goto(f"{address(page)}/team")
            choose_team(page)
            if first:
                studio.keep(page, "street-team")
            page.get_by_role("button", name=studio.say("就派这几位")).click()
            expect(page.locator(".acts")).to_contain_text(LEAD_NAME)
        open_first(studio, page, "visited")
        page.goto(f"{address(page)}/finding")
        studio.keep(page, "street-finding")
        studio.open(page, "/desk/set-aside")
        more_than_closing = page.locator("button[formaction]")
        for entry in [link.get_attribute("href") or "" for link in page.locator("main a.do").all()]:
            studio.open(page, entry)
            if more_than_closing.count():
                break
        studio.keep(page, "street-set-aside")


def address(page: Page) -> str:
    """Where the page is, without the list it was opened from."""
    return page.url.partition("?")[0]


def choose_team(page: Page) -> None:
    for assessor in TEAM:
        page.locator(f"[name=assessors][value={assessor}]").check(force=True)
        page.locator(f"[name=relation-{assessor}]").select_option("none")
    page.locator(f"[name=lead][value={LEAD}]").check(force=True)


def chair(studio: Studio) -> None:
    """Today's meeting, until everybody but one has raised a hand; and what the room sees meanwhile."""
    with studio.desk("songlin-chair") as page:
        studio.open(page, "/desk/meetings")
        page.get_by_role("row").filter(has_text=studio.say("还没开完")).first.locator("a.do").click()
        studio.keep(page, "chair-attendance")
        meeting = page.url
        page.locator("button[form=attendance]").click()
        done = page.locator(".agenda .hole.done:visible")
        for item in range(1, 7):
            does = studio.say("申请人已经离开会议室" if item == 5 else "这一项做完了")
            page.get_by_role("button", name=does).click()
            expect(done).to_have_count(item)
        members = page.locator("[data-row=vote]:visible")
        for n in range(members.count()):
            members.nth(n).locator(f"[value={'against' if n == 2 else 'agree'}]").check(force=True)
        expect(page.locator("[data-status=sent]")).to_be_visible()
        studio.keep(page, "chair-vote")
        page.goto(f"{meeting.split('?')[0]}/wall")
        studio.keep(page, "chair-wall")


def district(studio: Studio) -> None:
    with studio.desk("district") as page:
        open_first(studio, page, "audited")
        studio.keep(page, "district-file")
        page.goto(f"{address(page)}/examination")
        expect(page.locator("form.form").first).to_be_visible()
        studio.keep(page, "district-examination")
    with studio.desk("bureau") as page:
        open_first(studio, page, "examined")
        page.goto(f"{address(page)}/approve")
        expect(page.locator("form.form").first).to_be_visible()
        studio.keep(page, "bureau-approval")


def upkeep(studio: Studio) -> None:
    with studio.desk("admin") as page:
        studio.open(page, "/desk/people")
        studio.keep(page, "admin-people")
    with studio.desk("auditor") as page:
        studio.open(page, "/desk/reads")
        studio.keep(page, "auditor-reads")
        studio.open(page, "/desk/log")
        studio.keep(page, "auditor-log")


def open_first(studio: Studio, page: Page, queue: str) -> None:
    studio.open(page, f"/desk/?queue={queue}")
    page.locator("#list a[href*='/desk/cases/']").first.click()
    page.wait_for_url(re.compile(r"/desk/cases/[^/]+$"))


# ---------------------------------------------------------------- on the tablet


def tablet(studio: Studio) -> None:
    """A tablet is enrolled while the desk shows its code; then a visit is begun, and the network goes."""
    ours = browser.Tablet(studio.playwright, studio.folder / "tablet", studio.url)
    try:
        with studio.desk("songlin") as page:
            studio.open(page, f"/desk/assessors/{LEAD}")
            page.get_by_role("button", name=studio.say("登记一台平板")).click()
            studio.keep(page, "street-enrolment")
            link = page.locator("#link").inner_text()
            paper = page.request.get(f"{studio.url}/desk/assessors/{TEAM[1]}/badge.pdf").body()
            badge = camera.photograph_page(paper, studio.folder, TEAM[1])
            ours.film = camera.film([badge], studio.folder / "film.mjpeg")
            enrol(studio, ours, link.removeprefix(studio.url))
        in_the_home(studio, ours)
    finally:
        ours.close()


def enrol(studio: Studio, ours: browser.Tablet, path: str) -> None:
    page = ours.open(path)
    if studio.language == "en":
        page.locator(".top .lang").click()
    for _ in ("new", "again"):
        pin.press(page, pin.PIN, studio.say("下一步"))
    expect(page.get_by_role("heading", name=studio.say("登记好了"))).to_be_visible(timeout=60_000)
    studio.keep(page, "tablet-enrolled")
    page.get_by_role("button", name=studio.say("对上了，看任务")).click()
    expect(page.get_by_role("status").first).to_contain_text(READY[studio.language], timeout=60_000)


def in_the_home(studio: Studio, ours: browser.Tablet) -> None:
    ours.close()
    page = ours.open(offline=True)
    expect(page.get_by_role("heading", name=LEAD_NAME, exact=True)).to_be_visible()
    pin.press(page, pin.PIN, studio.say("开锁"))
    expect(page.locator(".case").first).to_be_visible()
    studio.keep(page, "tablet-tasks")
    home = page.locator(".case h3 a").first.get_attribute("href") or ""
    go(page, home)
    page.get_by_role("button", name=studio.say("开始入户：先核验同事的证")).click()
    page.wait_for_url("**/team")
    expect(page.get_by_role("heading", name=studio.say("证件有效"))).to_be_visible(timeout=20_000)
    studio.keep(page, "tablet-team")
    go(page, f"{home}/section/3")
    asked = page.locator(".two:has(.ledger):has(input[inputmode=decimal])").first
    asked.locator("input").fill("1010")
    asked.locator("input").blur()
    expect(asked.locator(".differ")).to_be_visible()
    studio.keep(page, "tablet-question", at=".two:has(.differ)")
    go(page, f"{home}/sign")
    studio.keep(page, "tablet-sign")
    ours.go_online()
    go(page, "#/sync")
    now = page.get_by_role("button", name=studio.say("现在对一次"))
    now.click()
    expect(page.get_by_role("main")).to_contain_text(studio.say("最近全部对上"))
    expect(now).to_be_enabled(timeout=60_000)
    studio.keep(page, "tablet-sync")


def go(page: Page, address: str) -> None:
    page.evaluate("(address) => { location.hash = address; }", address)
    page.wait_for_timeout(500)
    page.locator("main h1, main .sec").first.wait_for()


def lost_tablet(studio: Studio) -> None:
    with studio.desk("songlin") as page:
        studio.open(page, "/desk/devices")
        page.get_by_role("row").filter(has_text=LEAD_NAME).first.locator("a.do").click()
        studio.keep(page, "street-lost-tablet")


# ---------------------------------------------------------------- a resident


def resident(studio: Studio) -> None:
    chromium = studio.playwright.chromium.launch(executable_path=browser.CHROMIUM, args=browser.QUIET)
    try:
        context = chromium.new_context(viewport=PHONE, locale=LANGUAGES[studio.language], has_touch=True)
        context.add_cookies([{"name": "lang", "value": studio.language, "url": studio.url}])
        page = context.new_page()
        studio.open(page, "/board")
        page.locator(".board a").first.click()
        page.wait_for_load_state("networkidle")  # the page checks then whether the notice was changed
        studio.keep(page, "resident-notice")
        studio.open(page, "/check")
        page.get_by_role("textbox").fill(SERIAL)
        page.get_by_role("textbox").press("Enter")
        expect(page.get_by_role("main")).to_contain_text(SERIAL)
        studio.keep(page, "resident-check")
    finally:
        chromium.close()


# ---------------------------------------------------------------- keeping


def fit(page: Page, size: ViewportSize, at: str) -> None:
    """Makes the window as tall as the page needs, up to ``TALLEST``, and ends it between two lines."""
    grown = TALLEST if page.evaluate(OVERFLOWS) else 1
    show(page, {"width": size["width"], "height": int(size["height"] * grown)}, at)
    show(page, {"width": size["width"], "height": page.evaluate(FIT, [int(size["height"] * grown)])}, at)


def show(page: Page, size: ViewportSize, at: str) -> None:
    page.set_viewport_size(size)
    if at:
        page.locator(at).first.evaluate("(place) => place.scrollIntoView()")
    page.wait_for_timeout(300)


def small(picture: bytes, language: str) -> bytes:
    """With as many colours as fit: palette PNG."""
    with Image.open(BytesIO(picture)) as whole:
        shown = whole.convert("RGB")
    said = PngInfo()
    said.add_text(LANGUAGE_KEY, language)
    for colours in COLOURS:
        buffer = BytesIO()
        shown.quantize(colours, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True, pnginfo=said)
        if buffer.tell() <= LARGEST:
            break
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
