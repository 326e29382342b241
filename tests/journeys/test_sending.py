"""What waits goes up by itself, photo by photo; cut off or paused, it goes on where it was."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.field import Field, bar, open_section, photograph, take_photos_from_files
from tests.journeys.network import Asked, Network

PHOTOS = 6
FOURTH = 4
QUESTION = "别的照片"


def test_what_waits_goes_up_photo_by_photo_and_never_claims_more(field: Field) -> None:
    six_photos_are_taken_without_a_network(field)
    a_portal_is_told_from_success(field)
    silence_is_told_from_success(field)
    a_pause_is_kept_over_a_reload(field)
    cut_in_its_fourth_photo_it_goes_on_with_the_fourth(field)
    the_page_tells_what_moved(field.page)
    assert field.tablet.complaints == []


def six_photos_are_taken_without_a_network(field: Field) -> None:
    page = field.enrol()
    field.network.cut()
    open_section(page, field.home, "家里看到的")
    take_photos_from_files(page, QUESTION, [photograph(field.folder, n) for n in range(PHOTOS)])
    page.get_by_role("link", name="目录").click()
    page.get_by_role("link", name="任务").first.click()
    expect(bar(page)).to_contain_text("没有网")
    open_the_sync_page(page)


def a_portal_is_told_from_success(field: Field) -> None:
    field.network.portal = True
    field.network.restore()
    sync_now(field.page)
    expect(facts(field.page)).to_contain_text("这个无线网要先登录")
    expect(facts(field.page)).to_contain_text(f"等着发1 份记录、{PHOTOS} 张照片")
    field.network.portal = False


def silence_is_told_from_success(field: Field) -> None:
    """A network that is there and dead: after half a minute without a sign of life it is called that."""
    page = field.page
    page.clock.install()
    field.network.silence()
    sync_now(page)
    expect(bar(page)).to_contain_text(re.compile("正在发|正在和街道对"))
    page.clock.fast_forward(31_000)
    expect(facts(page)).to_contain_text("连着网，等了很久没有回音")
    expect(facts(page)).to_contain_text(f"等着发1 份记录、{PHOTOS} 张照片")
    assert uploads(field.network) == []


def a_pause_is_kept_over_a_reload(field: Field) -> None:
    page = field.page
    page.get_by_role("button", name="先别发").click()
    expect(facts(page)).to_contain_text("停着：不发也不收。填的、拍的、封存的都在这台平板上")
    field.network.restore()
    page.evaluate("dispatchEvent(new Event('online'))")
    field.reload()
    expect(bar(page)).to_contain_text("停着，没在发。7 件待发的都在这台平板上，不会丢。")
    assert uploads(field.network) == []


def cut_in_its_fourth_photo_it_goes_on_with_the_fourth(field: Field) -> None:
    """What arrived is not sent again, and no deletion travels."""
    network, page = field.network, field.page
    network.cut_at = in_the_middle_of(FOURTH)
    page.get_by_role("button", name="接着发").click()
    expect(bar(page)).to_contain_text("发了 3 张，还有 3 张没发。网断了。连上后从第 4 张接着发")
    before = uploaded(network)
    assert len(before) == FOURTH
    network.restore()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(bar(page)).to_contain_text("没有要发的", timeout=60_000)
    after = uploaded(network)[FOURTH:]
    assert after[0] == before[-1]
    assert not set(before[:3]) & set(after)
    assert len(after) == PHOTOS - 3
    assert deletions(network) == []


def the_page_tells_what_moved(page: Page) -> None:
    expect(facts(page)).to_contain_text(re.compile(r"最近发了1 份记录、3 张照片，[\d.]+ MB"))
    expect(facts(page)).to_contain_text(re.compile(r"最近没成的没连上服务器。\d+:\d+，后来成了"))
    expect(facts(page)).to_contain_text("等着发0 份记录、0 张照片")


def facts(page: Page) -> Locator:
    return page.get_by_role("main")


def open_the_sync_page(page: Page) -> None:
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="同步与存储").click()


def sync_now(page: Page) -> None:
    page.get_by_role("button", name="现在对一次").click()


def uploaded(network: Network) -> list[str]:
    """The digests of the photos in the order in which they were sent, whole or in part."""
    sent = [re.search(rb'"_id":"photo:([0-9a-f]{64})"', asked.body) for asked in uploads(network)]
    return [found[1].decode() for found in sent if found]


def uploads(network: Network) -> list[Asked]:
    return [asked for asked in network.asked if asked.path.endswith("/_bulk_docs")]


def deletions(network: Network) -> list[Asked]:
    return [asked for asked in network.asked if asked.method == "DELETE" or b'"_deleted":true' in asked.body]


def in_the_middle_of(nth: int) -> Callable[[Asked], bool]:
    """Whether the nth photo is on its way and half of it has passed."""
    seen: list[Asked] = []

    def halfway(asked: Asked) -> bool:
        if asked.path.endswith("/_bulk_docs") and b'"photo:' in asked.body and asked not in seen:
            seen.append(asked)
        return len(seen) == nth and asked is seen[-1] and len(asked.body) * 2 > asked.length

    return halfway
