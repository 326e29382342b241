"""What lies on the disk of a tablet is ciphertext: every file of the browser is read, and names nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from server.records.codec import decode_photo
from server.services.district import District
from server.services.tasks import outbox_name
from tests.journeys import camera, home_visit, pin, profile
from tests.journeys.browser import Tablet
from tests.journeys.network import Network
from tests.journeys.small_town import HEAD, WIFE, SmallTown

IDENTITY = "110000197104090010"
SEEN = f"旧棉被两床，户主身份证号 {IDENTITY}。"
PLANTED = "栽在这里的记号"
SECRETS = {
    "the head": HEAD,
    "the wife": WIFE,
    "the address": "槐安路 12 号 3 单元 501",
    "the assessor": "林试远",
    "what was seen": "旧棉被两床",
    "the identity number": IDENTITY,
}
# Plain text into the very database the drafts lie in: what the search must find.
PLANT = """async ([text, picture]) => {
  const db = await new Promise((resolve, reject) => {
    const asked = indexedDB.open("ruhu-drafts-a-0217");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const write = db.transaction("notes", "readwrite", { durability: "strict" });
  write.objectStore("notes").put({ text, picture: new Uint8Array(picture) }, "planted");
  await new Promise((resolve) => { write.oncomplete = resolve; });
  db.close();
}"""


@pytest.fixture
def town(tmp_path: Path, network: Network) -> Iterator[SmallTown]:
    town = SmallTown(tmp_path, network, leads=["a-0217"], codes=["a-0217"])
    try:
        yield town
    finally:
        town.server.stop()


def test_no_file_of_the_browser_names_anybody_or_shows_a_photo(
    playwright: Playwright, town: SmallTown, tmp_path: Path
) -> None:
    folder = tmp_path / "tablet"
    tablet = Tablet(playwright, folder, town.network.url)
    tablet.film = camera.film([camera.a_room()], tmp_path / "film.mjpeg")
    page = tablet.open(town.link(0))
    pin.choose(page)
    expect(page.get_by_role("link", name=HEAD, exact=True)).to_be_visible(timeout=60_000)
    fill_in(page, town)
    tablet.close()
    photo = town.at_the_desk(photo_in_the_outbox)

    assert profile.search(folder, SECRETS) == []
    assert profile.search_bytes(folder, photo) == []

    page = tablet.open()
    pin.unlock(page, "林试远")
    page.evaluate(PLANT, [f"{PLANTED} {IDENTITY}", list(photo)])
    tablet.close()
    found = profile.search(folder, {"planted": PLANTED, "the identity number": IDENTITY})
    assert {name for name, _how, _file in found} == {"planted", "the identity number"}
    assert [file for _name, _how, file in found if "IndexedDB" not in file] == []
    assert profile.search_bytes(folder, photo)
    assert tablet.complaints == []


def fill_in(page: Page, town: SmallTown) -> None:
    page.goto(f"{town.network.url}/tablet/#/case/{town.cases[0]}/1/section/1")
    home_visit.read_the_notice_and_arrive(page)
    home_visit.ask_about_the_members(page, HEAD, WIFE)
    home_visit.next_section(page)
    home_visit.ask_about_property_and_home(page)
    home_visit.ask_about_spending(page)
    home_visit.look_at_the_home(page)
    page.get_by_role("button", name="上一节").click()
    page.get_by_label("看到的情况").fill(SEEN)
    page.get_by_role("button", name="现在锁上").click()
    pin.unlock(page, "林试远")
    expect(page.get_by_label("看到的情况")).to_have_value(SEEN)
    page.goto(f"{town.network.url}/tablet/#/")
    expect(page.get_by_role("status").first).to_contain_text("没有要发的", timeout=60_000)


def photo_in_the_outbox(district: District) -> bytes:
    """A picture that came to the street, opened there."""
    outbox = district.database(outbox_name("a-0217"))
    photos = list(outbox.all("photo:", "photo:~"))
    assert len(photos) == 3
    document = outbox.get(photos[0]["_id"])
    sealed = outbox.get_attachment(document["_id"], "photo")
    content = decode_photo(district.caseloads.find("a-0217"), document, sealed)
    assert hashlib.sha256(content).hexdigest() == document["_id"].removeprefix("photo:")
    return content
