"""The pictures of the guides, taken anew: ``make guide``, or ``python -m tests.journeys.guide_pictures``.

Seeds a demonstration in a folder of its own, goes through it as each person does, and writes
``docs/guide/images``: desks at 1366×768, the tablet at 800×1280, a resident's telephone at 390×844.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page, Playwright, ViewportSize, expect, sync_playwright

from server.services.seeding import list_accounts
from tests.journeys import browser, camera, pin
from tests.journeys.network import free_port
from tests.journeys.ruhu import Server, run

IMAGES: Final = Path(__file__).parents[2] / "docs" / "guide" / "images"
LARGEST: Final = 60_000  # bytes a picture, as tests/conventions/test_guides.py has it
COLOURS: Final = (256, 128, 64, 32, 16, 8)
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
LEAD, LEAD_NAME = "a-0218", "罗样青"
TEAM: Final = (LEAD, "a-0219", "a-0220")


class Studio:
    """A seeded district being served, and the people who sign in to it."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self.playwright, self.folder = playwright, folder
        self.browser = playwright.chromium.launch(executable_path=browser.CHROMIUM, args=browser.QUIET)
        seeded = run("seed", "--data", str(folder / "data"))
        if seeded.returncode:
            raise SystemExit(seeded.stderr)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.server = Server(folder / "data", port=port, public_url=self.url)
        self.accounts = {account.user: account for account in list_accounts()}

    @contextmanager
    def desk(self, user: str) -> Iterator[Page]:
        account = self.accounts[user]
        with browser.desk(self.browser, self.url, account.user, account.password) as page:
            yield page

    def open(self, page: Page, path: str) -> None:
        page.goto(f"{self.url}{path}")


def main() -> int:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        studio = Studio(playwright, Path(folder))
        try:
            for take in (clerk, street, tablet, lost_tablet, chair, district, upkeep, resident):
                take(studio)
        finally:
            studio.browser.close()
            studio.server.stop()
    return 0


# ---------------------------------------------------------------- at the desk


def clerk(studio: Studio) -> None:
    with studio.desk("huaian") as page:
        keep(page, "clerk-worklist")
        page.get_by_role("link", name="登记申请").click()
        page.get_by_label("现住址").fill("槐安路 12 号楼 3 单元 501")
        page.get_by_label("哪一栋楼").fill("槐安路 12 号楼")
        page.get_by_label("电话").fill("0000-555 0137")
        page.locator("[name=members-0-name]").fill("周例平")
        page.locator("[name=members-0-identity_number]").fill("299901197403020030")
        page.locator("[name=members-0-incomes-0-kind]").select_option("wages")
        page.locator("[name=members-0-incomes-0-source]").fill("保洁零工")
        page.locator("[name=members-0-incomes-0-amount]").fill("1200")
        page.locator("[name=members-0-incomes-0-amount]").blur()
        expect(page.locator("#sum-up")).to_contain_text("1,200")
        keep(page, "clerk-application", at="#h-people")


def street(studio: Studio) -> None:
    """The officer's list, a team sent (twice: the tablet has tasks then), a finding, what was set aside."""
    with studio.desk("songlin") as page:
        keep(page, "street-worklist")
        for first in (True, False):
            open_first(studio, page, "accepted")
            page.goto(f"{address(page)}/team")
            choose_team(page)
            if first:
                keep(page, "street-team")
            page.get_by_role("button", name="就派这几位").click()
            expect(page.locator(".acts")).to_contain_text(LEAD_NAME)
        open_first(studio, page, "visited")
        page.goto(f"{address(page)}/finding")
        keep(page, "street-finding")
        studio.open(page, "/desk/set-aside")
        page.locator("main a.do").first.click()
        keep(page, "street-set-aside")


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
        page.get_by_role("row").filter(has_text="还没开完").first.locator("a.do").click()
        keep(page, "chair-attendance")
        meeting = page.url
        page.get_by_role("button", name=re.compile("记下到会的人")).click()
        done = page.locator(".agenda .hole.done:visible")
        for item in range(1, 7):
            page.get_by_role("button", name="申请人已经离开会议室" if item == 5 else "这一项做完了").click()
            expect(done).to_have_count(item)
        members = page.locator("[data-row=vote]:visible")
        for n in range(members.count()):
            members.nth(n).locator(f"[value={'against' if n == 2 else 'agree'}]").check(force=True)
        expect(page.locator("[data-status=sent]")).to_be_visible()
        keep(page, "chair-vote")
        page.goto(f"{meeting.split('?')[0]}/wall")
        keep(page, "chair-wall")


def district(studio: Studio) -> None:
    with studio.desk("district") as page:
        open_first(studio, page, "audited")
        keep(page, "district-file")
        page.goto(f"{page.url}/examination")
        keep(page, "district-examination")
    with studio.desk("bureau") as page:
        open_first(studio, page, "examined")
        page.goto(f"{page.url}/approve")
        keep(page, "bureau-approval")


def upkeep(studio: Studio) -> None:
    with studio.desk("admin") as page:
        studio.open(page, "/desk/people")
        keep(page, "admin-people")
    with studio.desk("auditor") as page:
        studio.open(page, "/desk/reads")
        keep(page, "auditor-reads")
        studio.open(page, "/desk/log")
        keep(page, "auditor-log")


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
            page.get_by_role("button", name="登记一台平板").click()
            keep(page, "street-enrolment")
            link = page.locator("#link").inner_text()
            paper = page.request.get(f"{studio.url}/desk/assessors/{TEAM[1]}/badge.pdf").body()
            badge = camera.photograph_page(paper, studio.folder, TEAM[1])
            ours.film = camera.film([badge], studio.folder / "film.mjpeg")
            enrol(ours, link.removeprefix(studio.url))
        in_the_home(ours)
    finally:
        ours.close()


def enrol(ours: browser.Tablet, path: str) -> None:
    page = ours.open(path)
    for _ in ("new", "again"):
        pin.press(page, pin.PIN, "下一步")
    expect(page.get_by_role("heading", name="登记好了")).to_be_visible(timeout=60_000)
    keep(page, "tablet-enrolled")
    page.get_by_role("button", name="对上了，看任务").click()
    expect(page.get_by_role("status").first).to_contain_text("没网也能打开", timeout=60_000)


def in_the_home(ours: browser.Tablet) -> None:
    ours.close()
    page = ours.open(offline=True)
    pin.unlock(page, LEAD_NAME)
    expect(page.get_by_role("status").first).to_contain_text("没有网")
    keep(page, "tablet-tasks")
    home = page.locator(".case h3 a").first.get_attribute("href") or ""
    go(page, home)
    page.get_by_role("button", name=re.compile("^开始入户")).click()
    page.wait_for_url("**/team")
    expect(page.get_by_role("heading", name="证件有效")).to_be_visible(timeout=20_000)
    keep(page, "tablet-team")
    for place, name in (("section/3", "tablet-question"), ("sign", "tablet-sign")):
        go(page, f"{home}/{place}")
        keep(page, name)
    ours.go_online()
    go(page, "#/sync")
    page.get_by_role("button", name="现在对一次").click()
    expect(page.get_by_role("main")).to_contain_text("最近全部对上")
    keep(page, "tablet-sync")


def go(page: Page, address: str) -> None:
    page.evaluate("(address) => { location.hash = address; }", address)
    page.wait_for_timeout(500)
    page.locator("main h1, main .sec").first.wait_for()


def lost_tablet(studio: Studio) -> None:
    with studio.desk("songlin") as page:
        studio.open(page, "/desk/devices")
        page.get_by_role("row").filter(has_text=LEAD_NAME).first.locator("a.do").click()
        keep(page, "street-lost-tablet")


# ---------------------------------------------------------------- a resident


def resident(studio: Studio) -> None:
    with studio.browser.new_context(viewport=PHONE, locale="zh-CN", has_touch=True) as context:
        page = context.new_page()
        studio.open(page, "/board")
        page.locator(".board a").first.click()
        keep(page, "resident-notice")
        studio.open(page, "/check")
        keep(page, "resident-check")


# ---------------------------------------------------------------- keeping


def keep(page: Page, name: str, at: str = "") -> None:
    """What is on the screen now, from the top or from a place on the page."""
    if at:
        page.locator(at).evaluate("(place) => place.scrollIntoView()")
    page.wait_for_load_state("networkidle") if at else page.wait_for_timeout(300)
    (IMAGES / f"{name}.png").write_bytes(small(page.screenshot()))


def small(picture: bytes) -> bytes:
    """With as many colours as fit: palette PNG."""
    with Image.open(BytesIO(picture)) as whole:
        shown = whole.convert("RGB")
    for colours in COLOURS:
        buffer = BytesIO()
        shown.quantize(colours, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
        if buffer.tell() <= LARGEST:
            break
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
