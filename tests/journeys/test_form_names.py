"""Names as people have them, typed with a Chinese input method: no syllable is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from forms.library import DEFINITIONS
from tests.forms.factories import EN, ZH, choice, question, write_workbook
from tests.journeys.page_checks import shortcomings
from tests.journeys.test_form_preview import page_at, previewed
from tests.journeys.typing import InputMethod

PHONE = (390, 844)
NAMES = {
    "one character": [("yi", "懿")],
    "beyond the BMP": [("ji", "𠮷"), ("ye", "野"), ("zhuo", "𬸚")],
    "long and dotted": [
        ("abudula", "阿卜杜拉"), ("·", "·"), ("maimaiti", "买买提"), ("·", "·"),
        ("tuersunrehemankuerbanailijiang", "吐尔逊热合曼库尔班艾力江"),
    ],
    "two characters": [("zhou", "周"), ("liping", "例平")],
}  # fmt: skip


@pytest.fixture
def members(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The section of the members on a phone, with one card open that has no name yet."""
    answers = {"visit_date": "2026-03-12", "member": [{"_id": "m1", "birth": "1974-01-02"}]}
    record = tmp_path / "record.json"
    record.write_text(json.dumps({"answers": answers}), "utf-8")
    workbook = DEFINITIONS / "home-visit" / "1.xlsx"
    with previewed(workbook, record) as url, page_at(browser, url, PHONE) as (page, complaints):
        page.evaluate("location.hash = '#/section/3'")
        page.get_by_label("姓名").wait_for()
        yield page
        assert complaints == []


@pytest.mark.parametrize("typed", NAMES.values(), ids=NAMES)
def test_a_name_is_kept_whole_and_shown_whole(members: Page, typed: list[tuple[str, str]]) -> None:
    name = "".join(characters for _, characters in typed)
    members.get_by_label("姓名").click()
    InputMethod(members).write(*typed)
    expect(members.get_by_label("姓名")).to_have_value(name)
    expect(members.locator(".person .n")).to_have_text(name)
    for size in ("large", "largest"):
        members.locator(".top .size").click()
        assert members.evaluate("document.documentElement.dataset.text") == size
        assert shortcomings(members) == {}
    members.evaluate("location.hash = '#/readback'")
    expect(members.locator(".aloud-row")).to_contain_text(name)
    assert shortcomings(members) == {}


def test_what_is_being_composed_is_no_answer_and_is_not_disturbed(members: Page) -> None:
    """While syllables are composed, other answers change, sums are made and cards are named anew."""
    field = members.get_by_label("姓名")
    field.click()
    hand = InputMethod(members)
    hand.write(("chen", "陈"))
    hand.compose("shilan")
    expect(field).to_have_value("陈shilan")
    expect(members.locator(".person .n")).to_have_text("陈")
    for answered in ("[id='f-member[m1].relation']", "[id='f-member[m1].health']"):
        members.evaluate("(one) => document.querySelector(one).click()", answered)
    expect(members.locator(".person .say")).to_contain_text("户主")
    expect(field).to_have_value("陈shilan")
    expect(field).to_be_focused()
    hand.choose("示兰")
    expect(field).to_have_value("陈示兰")
    expect(members.locator(".person .n")).to_have_text("陈示兰")


def test_another_language_in_the_middle_of_a_syllable_loses_nothing(members: Page) -> None:
    field = members.get_by_label("姓名")
    field.click()
    hand = InputMethod(members)
    hand.write(("chen", "陈"))
    hand.compose("shi")
    members.evaluate("document.querySelector('.top .lang').click()")
    english = members.get_by_label("Name")
    expect(english).to_have_value("陈shi")
    members.evaluate("document.querySelector('.top .lang').click()")
    expect(field).to_have_value("陈shi")


def test_leaving_a_field_in_the_middle_of_a_syllable_keeps_what_stands_in_it(members: Page) -> None:
    members.get_by_label("姓名").click()
    InputMethod(members).compose("li")
    members.get_by_label("没有任何收入").focus()
    expect(members.locator(".person .n")).to_have_text("li")


def test_a_person_without_an_identity_number_is_not_asked_for_one(members: Page) -> None:
    field = members.get_by_label("身份证号")
    field.click()
    members.keyboard.type("1100001971040900")
    field.fill("")
    field.blur()
    expect(members.locator(".q", has=field).locator(".why")).to_be_hidden()


def test_a_long_list_is_searched_with_an_input_method(browser: Browser, tmp_path: Path) -> None:
    towns = [choice("town", f"t{n}", **{ZH: f"示例{n}镇", EN: f"Town {n}"}) for n in range(20)]
    towns.append(choice("town", "rare", **{ZH: "𠮷镇", EN: "Ji"}))
    workbook = write_workbook(tmp_path / "trial.xlsx", [question("select_one town", "town")], choices=towns)
    with previewed(workbook) as url, page_at(browser, url, PHONE) as (page, _):
        page.get_by_role("searchbox").click()
        hand = InputMethod(page)
        hand.compose("jizhen")
        expect(page.locator(".opts .opt")).to_have_count(8)
        hand.choose("𠮷镇")
        expect(page.locator(".opts .opt")).to_have_text(["𠮷镇"])
        page.locator(".top .lang").click()
        expect(page.locator(".opts .opt")).to_have_text(["Ji"])


def test_a_date_composed_by_an_input_method_is_read_when_it_is_whole(members: Page) -> None:
    year = members.locator("[id='f-member[m1].birth']")
    year.click()
    year.fill("")
    hand = InputMethod(members)
    hand.compose("198")
    expect(year).to_be_focused()
    hand.choose("1980")
    year.blur()
    expect(year).to_have_value("1980")
    expect(members.locator(".person .say")).to_contain_text("46 岁")
