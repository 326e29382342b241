"""Photos of a visit: upright whatever the camera wrote, no larger than needed, light on the memory."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from server.records.codec import decode_outbox
from server.services.district import District
from server.services.tasks import outbox_name
from tests.journeys.field import LEAD, Field, bar, choose_file, open_section, photograph

QUESTION = "别的照片"
SIDEWAYS = 6  # EXIF 2.32, Orientation: the camera was held upright, the picture lies on its side
ORIENTATION = 0x0112
TAKEN = 12
MOST_KB = 150_000


def test_photos_are_upright_marked_and_light(field: Field) -> None:
    page = field.enrol()
    open_section(page, field.home, "家里看到的")
    a_sideways_file_is_kept_upright(field, page)
    it_is_taken_again_and_the_old_one_stays(page)
    many_photos_leave_little_in_memory(page)
    page.get_by_role("link", name="目录").click()
    expect(bar(page)).to_contain_text("没有要发的", timeout=60_000)
    field.town.at_the_desk(what_arrived_says_how_it_was_taken)


def a_sideways_file_is_kept_upright(field: Field, page: Page) -> None:
    choose_file(page, QUESTION, lay_on_its_side(photograph(field.folder, 1, (2400, 1800))))
    shown = photos(page).locator("img").first
    expect(shown).to_be_visible()
    assert shown.evaluate("(img) => img.decode().then(() => [img.naturalWidth, img.naturalHeight])") == [
        240,
        320,
    ]


def lay_on_its_side(path: Path) -> Path:
    with Image.open(path) as picture:
        exif = picture.getexif()
        exif[ORIENTATION] = SIDEWAYS
        picture.save(path, exif=exif, quality=90)
    return path


def it_is_taken_again_and_the_old_one_stays(page: Page) -> None:
    photos(page).first.get_by_role("button").click()
    page.get_by_role("button", name=re.compile("重拍")).click()
    shoot(page)
    expect(photos(page)).to_have_count(2)
    expect(photos(page).first).to_have_class(re.compile("replaced"))


def many_photos_leave_little_in_memory(page: Page) -> None:
    """What is private to the page's process (its worker, bitmaps and buffers in it) soon after each photo."""
    for n in range(3, TAKEN + 1):
        page.get_by_role("group", name=QUESTION).get_by_role("button", name="再拍一张").click()
        shoot(page)
        expect(photos(page)).to_have_count(n)
        assert soon(lambda: max(private_kb(process) for process in renderers(page)) < MOST_KB, page)


def soon(holds: Callable[[], bool], page: Page) -> bool:
    """Whether something holds within some seconds: what is let go of is collected when there is time."""
    for _ in range(20):
        if holds():
            return True
        page.wait_for_timeout(250)
    return holds()


def shoot(page: Page) -> None:
    camera = page.get_by_role("dialog", name="拍照")
    shutter = camera.get_by_role("button", name="拍", exact=True)
    expect(shutter).to_be_enabled()
    shutter.click()
    expect(camera).to_have_count(0, timeout=20_000)


def photos(page: Page) -> Locator:
    return page.get_by_role("group", name=QUESTION).locator("figure")


def renderers(page: Page) -> list[int]:
    browser = page.context.browser
    assert browser is not None
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return [process["id"] for process in processes if process["type"] == "renderer"]


def private_kb(process: int) -> int:
    """Memory no other process shares (proc(5), smaps_rollup)."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def what_arrived_says_how_it_was_taken(district: District) -> None:
    outbox, keys = district.database(outbox_name(LEAD)), district.caseloads.find(LEAD)
    (draft,) = [decode_outbox(keys, document) for document in outbox.all("visit:", "visit:~")]
    file, *taken = draft["photos"]
    assert (file["source"], file["replaced"], file["path"]) == ("file", True, "photo_more")
    assert (file["width"], file["height"]) == (1536, 2048)
    assert {photo["source"] for photo in taken} == {"camera"}
    assert {photo["device"] for photo in draft["photos"]} == {taken[0]["device"]}
    assert all(max(photo["width"], photo["height"]) <= 2048 for photo in taken)
