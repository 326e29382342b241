"""A tablet that several assessors share: the PIN, the waits, the lock, a forgotten PIN, the desk's orders."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from server.records.codec import decode_outbox
from server.records.entries import Device
from server.services.device_orders import lock_device, wipe_device
from server.services.district import District
from server.services.tasks import outbox_name
from tests.factories import OFFICER
from tests.journeys import camera, home_visit, pin
from tests.journeys.browser import Tablet, photographed_when_it_fails
from tests.journeys.field import bar
from tests.journeys.network import Network
from tests.journeys.small_town import HEAD, WIFE, SmallTown

KEPT_OF_THE_DEVICE = """async () => {
  const db = await new Promise((resolve) => {
    const asked = indexedDB.open("ruhu-device");
    asked.onsuccess = () => resolve(asked.result);
  });
  const kept = {};
  for (const store of db.objectStoreNames) {
    const asked = db.transaction(store).objectStore(store).getAllKeys();
    kept[store] = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  }
  return kept;
}"""
LIN, LUO = "林试远", "罗样青"
OTHER_PIN = "902135"
NEARLY_IDLE, THE_REST = "04:50", "00:11"

Stand = tuple[SmallTown, Tablet]
Opened = Callable[..., AbstractContextManager[Stand]]


@pytest.fixture
def stand(playwright: Playwright, tmp_path: Path, network: Network) -> Opened:
    """A small town and a tablet, for as long as a story lasts."""

    @contextmanager
    def opened(leads: list[str], codes: list[str], film: bool = False) -> Iterator[Stand]:
        town = SmallTown(tmp_path, network, leads, codes)
        tablet = Tablet(playwright, tmp_path / "tablet", network.url)
        if film:
            stills = [camera.code(town.badges["a-0218"]), camera.code(town.badges["a-0219"]), camera.a_room()]
            tablet.film = camera.film(stills, tmp_path / "film.mjpeg")
        try:
            page = tablet.open(town.link(0))
            with photographed_when_it_fails(lambda: tablet.page):
                pin.choose(page)
                expect(bar(page)).to_contain_text("对过任务", timeout=60_000)  # before the desk is heard
                yield town, tablet
            assert tablet.complaints == []
        finally:
            tablet.close()
            town.server.stop()

    return opened


def test_two_assessors_share_a_tablet_and_neither_sees_the_others_cases(stand: Opened) -> None:
    with stand(["a-0217", "a-0218"], ["a-0217", "a-0218"]) as (town, tablet):
        page = tablet.page
        expect(page.locator(f"[data-case='{town.cases[0]}']")).to_be_visible()
        page.goto(f"{town.network.url}{town.link(1)}")
        pin.choose(page, OTHER_PIN)
        expect(page.locator(f"[data-case='{town.cases[1]}']")).to_be_visible()
        expect(page.locator(f"[data-case='{town.cases[0]}']")).to_have_count(0)

        page.goto(f"{town.network.url}/tablet/#/sync")
        page.get_by_role("button", name=f"换成 {LIN}").click()
        expect(page.get_by_role("heading", name=LIN)).to_be_visible()
        pin.press(page, OTHER_PIN)
        expect(page.get_by_role("alert")).to_contain_text("PIN 不对")
        pin.unlock(page, LIN)
        expect(page.locator(f"[data-case='{town.cases[0]}']")).to_be_visible()
        expect(page.locator(f"[data-case='{town.cases[1]}']")).to_have_count(0)

        tablet.close()
        page = tablet.open(offline=True)
        expect(page.get_by_role("heading", name="谁在用这台平板？")).to_be_visible()
        page.get_by_role("button", name=re.compile(LUO)).click()
        pin.unlock(page, LUO, OTHER_PIN)
        expect(page.locator(f"[data-case='{town.cases[1]}']")).to_be_visible()


def test_five_wrong_tries_cost_a_wait_that_neither_a_reload_nor_the_clock_shortens(stand: Opened) -> None:
    with stand([], ["a-0217"]) as (_town, tablet):
        page = tablet.page
        page.get_by_role("button", name="现在锁上").click()
        for left in ("还可以试 4 次", "还可以试 3 次", "还可以试 2 次", "还可以试 1 次"):
            pin.press(page, "111222")
            expect(page.get_by_role("alert")).to_contain_text(left)
        pin.press(page, "111222")
        expect(page.get_by_role("alert")).to_contain_text(re.compile(r"要等 (30|2\d) 秒"))
        expect(page.get_by_role("button", name="开锁", exact=True)).to_be_disabled()

        page.clock.install()
        page.reload()
        expect(page.get_by_role("alert")).to_contain_text(re.compile(r"要等 (30|2\d) 秒"))
        for moment in ("2001-01-01T00:00:00Z", "2099-01-01T00:00:00Z"):
            page.clock.set_system_time(moment)
            page.reload()
            expect(page.get_by_role("alert")).to_contain_text(re.compile(r"要等 (30|2\d|1\d) 秒"))
        expect(page.get_by_role("button", name="开锁", exact=True)).to_be_disabled()

        page.clock.run_for(31_000)
        expect(page.get_by_role("alert")).to_contain_text("可以再试了")
        pin.press(page, "111222")
        expect(page.get_by_role("alert")).to_contain_text("要等 1 分 0 秒")
        page.clock.run_for(61_000)
        pin.unlock(page, LIN)


def test_a_tablet_nobody_touches_locks_and_opens_on_the_same_page_with_nothing_lost(stand: Opened) -> None:
    with stand(["a-0217"], ["a-0217"]) as (town, tablet):
        page = tablet.page
        page.clock.install()
        page.goto(f"{town.network.url}/tablet/#/case/{town.cases[0]}/1/section/1")
        home_visit.read_the_notice_and_arrive(page)
        home_visit.open_card(page, WIFE)
        page.get_by_label("每月到手多少钱").fill("1860")
        page.clock.fast_forward(NEARLY_IDLE)
        the_page_moves_by_itself(page)
        page.clock.fast_forward(THE_REST)
        expect(page.get_by_role("heading", name=LIN)).to_be_visible(timeout=15_000)
        assert HEAD not in page.content()
        assert WIFE not in page.content()
        pin.unlock(page, LIN)
        home_visit.open_card(page, WIFE)
        expect(page.get_by_label("每月到手多少钱")).to_have_value("1,860.00")


def test_a_pin_is_changed_and_the_old_one_opens_nothing_more(stand: Opened) -> None:
    with stand([], ["a-0217"]) as (town, tablet):
        page = tablet.page
        page.goto(f"{town.network.url}/tablet/#/pin")
        pin.press(page, pin.PIN, "下一步")
        expect(page.get_by_role("heading", name="定一个 PIN")).to_be_visible()
        pin.press(page, "123456", "下一步")
        expect(page.get_by_role("alert")).to_contain_text("顺着数的数字")
        pin.press(page, OTHER_PIN, "下一步")
        pin.press(page, pin.PIN, "下一步")
        expect(page.get_by_role("alert")).to_contain_text("两遍不一样")
        for _ in range(2):
            pin.press(page, OTHER_PIN, "下一步")
        expect(page.get_by_text("PIN 改好了")).to_be_visible()
        page.get_by_role("button", name="现在锁上").click()
        pin.press(page, pin.PIN)
        expect(page.get_by_role("alert")).to_contain_text("PIN 不对")
        pin.unlock(page, LIN, OTHER_PIN)


def test_a_forgotten_pin_loses_no_draft_no_unsent_visit_and_no_photo(stand: Opened) -> None:
    with stand(["a-0217", "a-0217"], ["a-0217", "a-0217"], film=True) as (town, tablet):
        page = tablet.page
        expect(page.locator(".case")).to_have_count(2)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        tablet.close()
        town.network.cut()
        page = tablet.open(offline=True)
        pin.unlock(page, LIN)
        seal_a_visit(page, town.cases[0])
        begin_a_draft(page, town, town.cases[1])
        tablet.close()

        page = tablet.open(offline=True)
        page.get_by_role("button", name="忘了 PIN").click()
        expect(page.get_by_role("main")).to_contain_text("草稿都在")
        town.network.restore()
        tablet.go_online()
        page.get_by_label("登记码").fill(town.codes[1])
        page.get_by_role("button", name="下一步：定 PIN").click()
        pin.choose(page, OTHER_PIN)
        expect(page.get_by_role("status").first).to_contain_text(
            re.compile(r"全部发完。.*收讫 1 份入户记录、3 张照片"), timeout=60_000
        )
        page.goto(f"{town.network.url}/tablet/#/case/{town.cases[1]}/1/section/2")
        expect(page.get_by_role("group", name="见到了谁").get_by_label("申请人本人")).to_be_checked()


def test_the_desk_locks_a_tablet(stand: Opened) -> None:
    with stand(["a-0217"], ["a-0217"]) as (town, tablet):
        town.at_the_desk(lambda district: lock_device(district, OFFICER, device_of(district)))
        page = tablet.page
        page.reload()
        with page.expect_response("**/device/token"):
            pin.press(page, pin.PIN)
        expect(page.get_by_role("button", name="开锁", exact=True)).to_be_enabled()
        pin.unlock(page, LIN)
        expect(page.locator(f"[data-case='{town.cases[0]}']")).to_be_visible()


def test_a_wipe_waits_until_the_draft_has_come_to_the_street_and_leaves_nothing(stand: Opened) -> None:
    with stand(["a-0217"], ["a-0217", "a-0218"]) as (town, tablet):
        page = tablet.page
        page.goto(f"{town.network.url}{town.link(1)}")
        pin.choose(page, OTHER_PIN)
        lock_and_unlock(page, LIN)
        town.network.cut()
        begin_a_draft(page, town, town.cases[0])
        device = town.at_the_desk(order_a_wipe)
        town.network.restore()
        lock_and_unlock(page, LIN)
        expect(page.get_by_role("heading", name="资料清掉了")).to_be_visible(timeout=60_000)
        expect(page.get_by_role("main")).to_contain_text("区里已经知道清完了")
        left = page.evaluate("async () => (await indexedDB.databases()).map(({ name }) => name).sort()")
        assert not [name for name in left if "a-0217" in name], left
        page.get_by_role("button", name="知道了").click()
        expect(page.get_by_role("heading", name=LUO)).to_be_visible()
        assert LIN not in page.content()
        state, drafts = town.at_the_desk(lambda district: what_came(district, device))
        assert state == "removed"
        assert drafts == [(town.cases[0], "applicant")]
        pin.unlock(page, LUO, OTHER_PIN)


def test_a_wipe_at_once_takes_what_was_not_sent_too_and_the_last_one_takes_the_tablets_keys(
    stand: Opened,
) -> None:
    with stand(["a-0217"], ["a-0217"]) as (town, tablet):
        page = tablet.page
        begin_a_draft(page, town, town.cases[0])
        town.at_the_desk(lambda district: wipe_device(district, OFFICER, device_of(district), confirmed=True))
        page.reload()
        pin.unlock(page, LIN)
        expect(page.get_by_role("heading", name="资料清掉了")).to_be_visible(timeout=60_000)
        page.get_by_role("button", name="知道了").click()
        expect(page.get_by_role("heading", name="把这台平板登记给您")).to_be_visible()
        left = page.evaluate("async () => (await indexedDB.databases()).map(({ name }) => name)")
        assert [name for name in left if name != "ruhu-device"] == []
        assert page.evaluate(KEPT_OF_THE_DEVICE) == {"enrolments": [], "settings": []}


def lock_and_unlock(page: Page, name: str) -> None:
    page.get_by_role("button", name="现在锁上").click()
    if page.get_by_role("heading", name=name, exact=True).count() == 0:
        page.get_by_role("button", name="换一位评估员").click()
        page.get_by_role("button", name=re.compile(name)).click()
    pin.unlock(page, name)


def the_page_moves_by_itself(page: Page) -> None:
    """It scrolls because what is on it grew: nobody's touch, and the browser tells of it a frame later."""
    page.evaluate("""() => new Promise((moved) => {
      addEventListener("scroll", () => moved(true), { once: true });
      scrollBy(0, scrollY > 0 ? -40 : 40);
    })""")


def device_of(district: District, assessor: str = "a-0217") -> str:
    return next(device.id for device in district.office.every(Device) if device.assessor == assessor)


def order_a_wipe(district: District) -> str:
    return wipe_device(district, OFFICER, device_of(district)).id


def what_came(district: District, device: str) -> tuple[str, list[tuple[str, str]]]:
    """The state of a tablet, and of each draft that reached the street: its case and who was met."""
    outbox = district.database(outbox_name("a-0217"))
    caseload = district.caseloads.find("a-0217")
    bodies = [decode_outbox(caseload, document) for document in outbox.all("visit:", "visit:~")]
    known = district.office.get(Device, device)
    return known.state, [(body["case"], body["answers"]["met_who"]) for body in bodies]


def seal_a_visit(page: Page, case: str) -> None:
    """A whole visit, made and sealed without a network."""
    page.locator(f"[data-case='{case}'] h3 a").click()
    page.get_by_role("button", name=re.compile("^开始入户")).click()
    home_visit.scan_colleague(page, LUO)
    home_visit.scan_colleague(page, "沈例和")
    page.wait_for_url("**/section/1")
    home_visit.read_the_notice_and_arrive(page)
    home_visit.ask_about_the_members(page, HEAD, WIFE)
    home_visit.next_section(page)
    home_visit.ask_about_property_and_home(page)
    home_visit.ask_about_spending(page)
    home_visit.look_at_the_home(page)
    home_visit.compare_the_originals(page)
    home_visit.ask_a_neighbour(page)
    home_visit.give_the_opinion(page)
    page.get_by_role("link", name=re.compile("念给申请人听")).click()
    page.get_by_role("link", name=re.compile("念完了")).click()
    for signer in (HEAD, LIN, LUO, "沈例和"):
        home_visit.sign(page, signer)
    page.get_by_role("button", name="封存这份记录").click()
    expect(page.get_by_role("main")).to_contain_text("已封存，待发")


def begin_a_draft(page: Page, town: SmallTown, case: str) -> None:
    page.goto(f"{town.network.url}/tablet/#/case/{case}/1/section/1")
    home_visit.read_the_notice_and_arrive(page)
    page.wait_for_timeout(400)  # a finished answer is on the disk within 300 ms
