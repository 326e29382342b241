"""A colleague records what they saw beside the lead's visit; what was not sent goes into one file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from joserfc import jws
from playwright.sync_api import Page, Playwright, expect
from rfc8785 import dumps

from server.records.entries import Device
from server.records.envelope import open_file
from server.records.keys import ALGORITHM, parse_public_key
from server.services.district import District
from server.services.outboxes import open_body
from tests.journeys import pin
from tests.journeys.browser import Tablet, photographed_when_it_fails
from tests.journeys.field import bar, case
from tests.journeys.home_visit import choose, next_section
from tests.journeys.network import Network
from tests.journeys.small_town import SmallTown

COLLEAGUE, LEAD = "a-0218", "林试远"


def test_a_colleague_seals_beside_the_lead_and_hands_over_a_file(
    playwright: Playwright, tmp_path: Path, network: Network
) -> None:
    town = SmallTown(tmp_path, network, ["a-0217", "a-0217"], [COLLEAGUE])
    tablet = Tablet(playwright, tmp_path / "tablet", network.url)
    try:
        page = tablet.open(town.link(0))
        with photographed_when_it_fails(lambda: page):
            pin.choose(page)
            expect(bar(page)).to_contain_text("对过任务，没网也能打开", timeout=60_000)
            the_list_says_who_leads(page, town.cases[0])
            network.cut()
            what_was_seen_is_recorded(page, town.cases[0], "一样")
            an_unread_notice_keeps_it_open(page)
            it_is_sealed_with_questions_open(page)
            another_home_is_begun(page, town.cases[1])
            file = the_unsent_is_saved(page, tmp_path, 2)
        assert tablet.complaints == []
    finally:
        tablet.close()
    town.at_the_desk(lambda district: exactly_the_unsent_is_in_it(district, file, town.cases))
    town.server.stop()


def the_list_says_who_leads(page: Page, number: str) -> None:
    expect(page.get_by_role("heading", name="同事牵头的")).to_be_visible()
    expect(case(page, number)).to_contain_text(f"{LEAD}牵头")
    expect(page.get_by_role("heading", level=1)).to_contain_text("今天没有要去的")


def what_was_seen_is_recorded(page: Page, number: str, same: str) -> None:
    case(page, number).locator("h3 a").click()
    expect(page.get_by_role("main")).to_contain_text("牵头人的记录照原样不动")
    expect(page.get_by_role("link", name="谁来了")).to_have_count(0)
    page.get_by_role("button", name="记我看到、听到的").click()
    next_section(page)
    choose(page, "住的地方和申请写的一样吗", same)
    page.wait_for_timeout(400)


def an_unread_notice_keeps_it_open(page: Page) -> None:
    to_the_seal(page)
    expect(page.get_by_role("button", name="封存我这一份")).to_be_disabled()
    page.get_by_role("link", name="去补").click()
    page.wait_for_url("**/section/1")
    page.get_by_label("读过了，在场的人听明白了").check()
    page.wait_for_timeout(400)


def it_is_sealed_with_questions_open(page: Page) -> None:
    to_the_seal(page)
    page.get_by_role("button", name="封存我这一份").click()
    expect(page.get_by_role("heading", name="这份记录封存了")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(f"{LEAD}的记录照原样不动")
    page.get_by_role("link", name="回到任务").click()


def another_home_is_begun(page: Page, number: str) -> None:
    case(page, number).locator("h3 a").click()
    page.get_by_role("button", name="记我看到、听到的").click()
    page.get_by_label("读过了，在场的人听明白了").check()
    page.wait_for_timeout(400)
    page.get_by_role("link", name="目录").first.click()
    page.get_by_role("link", name="任务").first.click()


def to_the_seal(page: Page) -> None:
    page.evaluate("location.hash = location.hash.replace(/\\/section.*/, '/sign')")
    expect(page.get_by_role("heading", name="封存我记的这一份")).to_be_visible()


def the_unsent_is_saved(page: Page, folder: Path, count: int) -> Path:
    page.get_by_role("link", name="同步与存储").click()
    expect(page.get_by_role("main")).to_contain_text("收到回执以后才清")
    with page.expect_download() as found:
        page.get_by_role("button", name="导出到文件").click()
    expect(page.get_by_role("status").filter(has_text="存好了")).to_contain_text(f"{count} 件")
    name = found.value.suggested_filename
    assert re.fullmatch(r"ruhu-[\w-]+-\d{8}-\d{4}\.jwe", name)
    file = folder / name
    found.value.save_as(file)
    return file


def exactly_the_unsent_is_in_it(district: District, file: Path, cases: list[str]) -> None:
    bundle = json.loads(open_file(district.keys.bundle, file.read_text("ascii")))
    [device] = [entry for entry in district.office.every(Device) if entry.assessor == COLLEAGUE]
    assert (bundle["assessor"], bundle["device"]) == (COLLEAGUE, device.id)
    by_id = {document["_id"]: document for document in bundle["documents"]}
    sealed, draft = (f"contribution:{number}:1:{device.id}" for number in cases)
    assert set(by_id) == {sealed, draft}
    assert all(document["_revisions"]["ids"] for document in by_id.values())
    assert open_body(district, COLLEAGUE, by_id[draft])["answers"]["privacy_read"] == "OK"
    check_sealed(device, open_body(district, COLLEAGUE, by_id[sealed]))


def check_sealed(device: Device, body: dict[str, Any]) -> None:
    contribution = body["contribution"]
    key = parse_public_key(dict(device.jwk))
    jws.deserialize_compact(body["seal"], key, algorithms=[ALGORITHM], payload=dumps(contribution))
    assert (contribution["type"], contribution["assessor"]) == ("contribution", COLLEAGUE)
    assert contribution["answers"]["address_same"] == "yes"
    assert "tenure" not in contribution["answers"]
    assert not {"team", "signatures", "totals"} & set(contribution)
