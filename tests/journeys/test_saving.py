"""A tablet that cannot save says so in red until it can; what was answered stays and is kept."""

from __future__ import annotations

from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.journeys import pin
from tests.journeys.field import (
    Field,
    bar,
    case,
    choose_file,
    open_section,
    photograph,
    take_photos_from_files,
)

SEEN = "看到的情况"
FULL = "平板存不下了。刚才这一题没存上。请先腾出空间，再点“再存一次”。"
UNSAVED = "平板存不进去了。刚才这一题没存上，还在屏幕上。"
LARGE = (2400, 1800)
SAVED_MS = 400  # a finished answer is on the tablet within 300 ms


def test_what_cannot_be_saved_is_said_and_kept(field: Field) -> None:
    page = field.enrol()
    open_section(page, field.home, "家里看到的")
    answer(page, "墙上有霉斑")
    is_kept_over_a_reload(field, "墙上有霉斑")
    page, quota = a_full_tablet_does_not_open_and_says_why(field)
    quota.set(1)
    a_full_tablet_begins_no_visit(field, page)
    open_section(page, field.home, "家里看到的")
    camera = a_photo_on_a_full_tablet_is_held(field, page)
    camera.get_by_role("button", name="不拍了").click()
    a_full_tablet_says_so_until_there_is_space(field, page)
    camera = a_photo_on_a_full_tablet_is_held(field, page)
    quota.lift()
    both_are_kept_when_there_is_space(field, page, camera)
    a_write_that_is_cut_off_is_made_again(field, page)
    a_store_that_was_deleted_is_made_anew(field, page)


def a_full_tablet_does_not_open_and_says_why(field: Field) -> tuple[Page, Quota]:
    """A try of the PIN is written before it is made, and the databases write a little to be opened."""
    field.tablet.close()
    quotas: list[Quota] = []

    def grant_nothing(page: Page) -> None:
        quotas.append(Quota(page, field.network.url))
        quotas[0].set(1)

    page = field.tablet.open(before=grant_nothing)
    pin.press(page, pin.PIN)
    expect(page.get_by_role("main")).to_contain_text("平板满了，开不了锁。填的、拍的、封存的都在，没有丢。")
    quotas[0].set(quotas[0].used + 300_000)
    field.unlock()
    expect(case(page, field.home)).to_be_visible()
    return page, quotas[0]


def a_full_tablet_begins_no_visit(field: Field, page: Page) -> None:
    page.goto(field.address(f"#/case/{field.other_home}/1/section/1"))
    expect(page.get_by_role("heading", name="平板快满了，先别开始")).to_be_visible()
    expect(page.get_by_role("link", name="回到任务")).to_be_visible()
    page.goto(field.address("#/sync"))
    expect(page.get_by_role("main")).to_contain_text("装不下一次入户的照片")
    page.goto(field.address())


def a_full_tablet_says_so_until_there_is_space(field: Field, page: Page) -> None:
    """Nothing hides it: not a sync, not another page, not another household."""
    answer(page, "墙上有霉斑，漏雨")
    expect(bar(page)).to_have_text(f"{FULL}再存一次")
    expect(bar(page)).to_have_attribute("role", "alert")
    bar(page).get_by_role("button", name="再存一次").click()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_role("link", name="目录").click()
    page.get_by_role("link", name="任务").first.click()
    expect(bar(page)).to_contain_text(FULL)
    case(page, field.other_home).locator("h3 a").click()
    expect(page.get_by_role("heading", name="前一户还没存上")).to_be_visible()
    page.go_back()
    open_section(page, field.home, "家里看到的")
    expect(page.get_by_label(SEEN)).to_have_value("墙上有霉斑，漏雨")
    expect(bar(page)).to_contain_text(FULL)


def a_photo_on_a_full_tablet_is_held(field: Field, page: Page) -> Locator:
    camera = choose_file(page, "别的照片", photograph(field.folder, 1, LARGE))
    expect(camera).to_contain_text("这张照片没存上。平板满了，请先腾出空间，再点“再存一次”")
    return camera


def both_are_kept_when_there_is_space(field: Field, page: Page, camera: Locator) -> None:
    photos = page.get_by_role("group", name="别的照片").locator("figure")
    camera.get_by_role("button", name="再存一次").click()
    expect(photos).to_have_count(1)
    expect(bar(page)).not_to_contain_text("没存上")  # the answer was tried again by itself
    take_photos_from_files(page, "别的照片", [photograph(field.folder, 2)])
    is_kept_over_a_reload(field, "墙上有霉斑，漏雨")
    expect(photos.locator("img")).to_have_count(2)


def a_write_that_is_cut_off_is_made_again(field: Field, page: Page) -> None:
    """The browser aborts the transaction, again and again, until it does not."""
    page.evaluate("""() => {
        const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...of) {
            const asked = put.apply(this, of);
            if (this.name === "drafts") this.transaction.abort();
            return asked;
        };
        window.heal = () => { IDBObjectStore.prototype.put = put; };
    }""")
    answer(page, "墙上有霉斑，漏风")
    expect(bar(page)).to_contain_text(UNSAVED)
    expect(bar(page)).to_have_attribute("role", "alert")
    page.evaluate("heal()")
    expect(bar(page)).not_to_contain_text("没存上")  # tried again by itself
    is_kept_over_a_reload(field, "墙上有霉斑，漏风")


def a_store_that_was_deleted_is_made_anew(field: Field, page: Page) -> None:
    """The browser closes the connections and deletes the store under the open visit (eviction)."""
    databases = page.evaluate("indexedDB.databases().then((all) => all.map(({name}) => name))")
    storage = cdp(page)
    for name in databases:
        if name != "ruhu-device":
            storage.send(
                "IndexedDB.deleteDatabase", {"securityOrigin": field.network.url, "databaseName": name}
            )
    answer(page, "墙上有霉斑，漏雨，没有暖气")
    page.wait_for_timeout(SAVED_MS)
    expect(bar(page)).not_to_contain_text("没存上")
    field.reload()
    page.get_by_role("link", name="目录").click()
    expect(bar(page)).to_contain_text("对过任务，没网也能打开")  # the tasks were fetched again
    page.goto(field.address())
    open_section(page, field.home, "家里看到的")
    expect(page.get_by_label(SEEN)).to_have_value("墙上有霉斑，漏雨，没有暖气")


def answer(page: Page, text: str) -> None:
    page.get_by_label(SEEN).fill(text)


def is_kept_over_a_reload(field: Field, text: str) -> None:
    expect(bar(field.page)).not_to_contain_text("没存上")
    field.page.wait_for_timeout(SAVED_MS)
    field.reload()
    expect(field.page.get_by_label(SEEN)).to_have_value(text)


class Quota:
    """What the browser grants an address to keep, while the page lives."""

    def __init__(self, page: Page, origin: str) -> None:
        self._storage = cdp(page)
        self._origin = {"origin": origin}

    @property
    def used(self) -> int:
        return int(self._storage.send("Storage.getUsageAndQuota", self._origin)["usage"])

    def set(self, size: int) -> None:
        self._storage.send("Storage.overrideQuotaForOrigin", self._origin | {"quotaSize": size})

    def lift(self) -> None:
        self._storage.send("Storage.overrideQuotaForOrigin", self._origin)


def cdp(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)
