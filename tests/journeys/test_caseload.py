"""The list of whom to visit: two hundred homes, found as they are typed, sent back, begun elsewhere."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from server.services.district import District
from server.services.forms import get_form
from server.services.tasks import put_task, task_payload
from tests.journeys.field import Field

HOMES = 200
SENT_BACK, BEGUN = 1, 3
NAMES = {SENT_BACK: "𠮷例平", 2: "阿依古丽·买买提示例", BEGUN: "何示安"}
WORDS = "第 6 节缺租房合同的照片。补拍后重新封存，其余不用再填。"
ELSEWHERE = "2026-03-12T02:26:00Z"
FULL_WIDTH = "177".translate({ord("0") + n: 0xFF10 + n for n in range(10)})
PHOTO = hashlib.sha256(b"a photo the street has").hexdigest()


def test_two_hundred_homes_are_found_and_filtered(field: Field) -> None:
    field.town.at_the_desk(lambda district: assign(district, field.home))
    page = field.enrol()
    the_first_is_what_the_street_waits_for(page, field)
    a_name_is_found_by_an_input_method(page, field)
    the_list_is_where_it_was_left(page)
    a_visit_begun_on_another_tablet_is_gone_on_with(field, page)
    assert field.tablet.complaints == []


def assign(district: District, number: str) -> None:
    """Two hundred tasks beside the real ones, each signed as the district signs."""
    case = district.get_case(number)
    assert case.team is not None
    policy = district.policy_of(case.policy)
    lead = case.team.lead
    real = task_payload(district, case, policy, get_form(district, case.team.form), lead)
    for n in range(1, HOMES + 1):
        task = real | {"case": f"SY-2027-{n:04}", "round": 1, "due_on": f"2027-{n % 12 + 1:02}-15"}
        task |= {"head": NAMES.get(n, f"试例{n}"), "address": f"试验路 {n} 号"}
        put_task(district, lead, f"task:{task['case']}:1", task | special(n, task["prefill"]))


def special(n: int, prefill: Mapping[str, Any]) -> Mapping[str, Any]:
    if n == SENT_BACK:
        words = {"at": "2026-03-11T09:00:00Z", "by": "高样如", "words": WORDS}
        return {"returned": words, "due_on": "2020-03-12"}
    return {"draft": draft_of_another_tablet(prefill)} if n == BEGUN else {}


def draft_of_another_tablet(prefill: Mapping[str, Any]) -> dict[str, Any]:
    photo = {"digest": PHOTO, "path": "photo_more", "caption": "别的照片", "taken_at": ELSEWHERE}
    photo |= {"content_type": "image/jpeg", "length": 200_000, "width": 2048, "height": 1536}
    photo |= {"position": None, "device": "another", "source": "camera", "replaced": False}
    return {
        "device": "another",
        "saved_at": ELSEWHERE,
        "answers": {**prefill, "living_note": "两间房", "photo_more": [PHOTO]},
        "photos": [photo],
        "team": [],
        "signatures": [],
    }


def the_first_is_what_the_street_waits_for(page: Page, field: Field) -> None:
    expect(cases(page)).to_have_count(HOMES + len(field.town.cases))
    first = cases(page).first
    expect(first).to_contain_text("𠮷例平")
    expect(first).to_contain_text(f"高样如，3月11日 17:00 退回：{WORDS}")
    call = first.get_by_role("link", name="给𠮷例平家打电话").last
    expect(call).to_have_attribute("href", re.compile("^tel:0000"))
    later = page.locator(".cases section", has_text="以后").locator(".due small").all_text_contents()
    months = [int(day.partition("月")[0]) for day in later if day.endswith("月15日")]
    assert months == sorted(months)
    assert len(months) == HOMES - 1


def a_name_is_found_by_an_input_method(page: Page, field: Field) -> None:
    """While a syllable is being composed nothing is looked for; full-width figures are figures."""
    find = page.get_by_label("找一户")
    find.focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "a'yi'gu", "selectionStart": 7, "selectionEnd": 7})
    expect(find).to_have_value("a'yi'gu")
    expect(cases(page)).to_have_count(HOMES + len(field.town.cases))
    keyboard.send("Input.insertText", {"text": "阿依古丽·买买提"})
    expect(find).to_have_value("阿依古丽·买买提")
    expect(cases(page)).to_have_count(1)
    for typed, found in ((f"试验路 {FULL_WIDTH}", "试例177"), ("sy-2027-0003", "何示安"), ("𠮷", "𠮷例平")):
        find.fill(typed)
        expect(cases(page)).to_have_count(1)
        expect(cases(page)).to_contain_text(found)
    find.fill("没有这家")
    page.get_by_role("button", name="看全部").click()
    expect(cases(page)).to_have_count(HOMES + len(field.town.cases))


def the_list_is_where_it_was_left(page: Page) -> None:
    page.get_by_label("找一户").fill("试例12")
    shown = cases(page).count()
    page.get_by_role("link", name="试例120", exact=True).click()
    page.get_by_role("banner").get_by_role("link", name="任务").click()
    expect(page.get_by_label("找一户")).to_have_value("试例12")
    expect(cases(page)).to_have_count(shown)
    the_language_key_keeps_the_search_and_the_place(page)
    page.get_by_role("navigation", name="按状态").get_by_text(re.compile("^退回")).click()
    expect(cases(page).filter(has_text="𠮷例平")).to_have_count(1)
    expect(cases(page).filter(has_text="试例")).to_have_count(0)
    page.get_by_role("navigation", name="按状态").get_by_text(re.compile("^没办完")).click()


def the_language_key_keeps_the_search_and_the_place(page: Page) -> None:
    page.get_by_label("找一户").fill("试例1")
    page.evaluate("window.scrollTo(0, 900)")
    page.locator(".top .lang").evaluate("key => key.click()")  # a click of the driver scrolls first
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("input[name=q]")).to_have_value("试例1")
    page.wait_for_timeout(300)
    assert abs(page.evaluate("window.scrollY") - 900) < 2
    page.locator(".top .lang").evaluate("key => key.click()")  # a click of the driver scrolls first
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.wait_for_timeout(300)
    assert abs(page.evaluate("window.scrollY") - 900) < 2


def a_visit_begun_on_another_tablet_is_gone_on_with(field: Field, page: Page) -> None:
    """One button; its photos count as kept; what is written here afterwards is never replaced by it."""
    page.get_by_role("link", name="何示安", exact=True).click()
    page.get_by_role("button", name="从另一台平板存过的地方接着填，3月12日 10:26 存的").click()
    page.get_by_role("link", name=re.compile("家里看到的")).click()
    note = page.get_by_label("看到的情况")
    expect(note).to_have_value("两间房")
    expect(page.get_by_role("group", name="别的照片").locator("figure")).to_have_count(1)
    note.fill("两间房，有人")
    page.get_by_role("link", name="目录").click()
    expect(page.get_by_text("另一台平板上填过")).to_have_count(0)
    field.reload()
    page.get_by_role("link", name=re.compile("家里看到的")).click()
    expect(note).to_have_value("两间房，有人")
    page.goto(field.address("#/case/SY-2027-0003/1/sign"))
    expect(page.locator(".checks")).to_contain_text("1 张照片都存好了")


def cases(page: Page) -> Locator:
    return page.locator(".case")
