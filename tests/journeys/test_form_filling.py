"""Filling in: going to what is open, putting a card back, switching language, what was declared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.forms.factories import EN, ZH, choice, question, write_workbook
from tests.journeys.page_checks import shortcomings
from tests.journeys.test_form_preview import page_at, previewed

PHONE, TABLET = (390, 844), (800, 1280)
SURVEY = [
    question("begin group", "first", **{ZH: "第一节", EN: "First"}),
    question("text", "a", required="yes"),
    question("select_one ab", "b", required="yes"),
    question("integer", "age", constraint=". < 150", appearance="years"),
    question("date", "born"),
    question("text", "number", appearance="identity"),
    question("decimal", "area", appearance="area"),
    question("select_multiple ab", "many"),
    question("end group", ""),
    question("begin group", "second", **{ZH: "第二节", EN: "Second"}),
    question("begin repeat", "member", appearance="persons", **{
        ZH: "成员", EN: "Member",
        "body::ruhu:title": "name", "body::ruhu:summary": "b2", "body::ruhu:amount": "heads",
    }),
    question("text", "name"),
    question("select_one ab", "b2"),
    question("integer", "heads", appearance="persons"),
    question("begin repeat", "income", **{
        ZH: "收入", EN: "Income", "body::ruhu:title": "from", "body::ruhu:amount": "much",
    }),
    question("text", "from"),
    question("decimal", "much", required="yes", appearance="money"),
    question("end repeat", ""),
    question("end repeat", ""),
    question("end group", ""),
    question("begin group", "third", **{ZH: "第三节", EN: "Third"}),
    question("acknowledge", "read", required="yes"),
    question("end group", ""),
]  # fmt: skip
CHOICES = [choice("ab", "x", **{ZH: "甲", EN: "One"}), choice("ab", "y", **{ZH: "乙", EN: "Two"})]
MEMBERS = [
    {"_id": "m1", "name": "周例平", "heads": "3", "income": [{"_id": "i1", "much": "5.00"}]},
    {"_id": "m2", "name": "陈示兰", "income": [{"_id": "i2", "from": "零工"}, {"_id": "i3", "from": "房租"}]},
    {"_id": "m3", "name": "周示老"},
]


@contextmanager
def filling(browser: Browser, tmp_path: Path, size: tuple[int, int], **record: Any) -> Iterator[Page]:
    workbook = write_workbook(tmp_path / "trial.xlsx", SURVEY, choices=CHOICES)
    begun = tmp_path / "record.json"
    begun.write_text(json.dumps({"answers": {"member": MEMBERS}, **record}), "utf-8")
    with previewed(workbook, begun) as url, page_at(browser, url, size) as (page, complaints):
        page.locator(".sec h1").wait_for()
        yield page
        assert complaints == []


def go_to(page: Page, section: int) -> None:
    page.evaluate("(at) => { location.hash = `#/section/${at}`; }", section)
    expect(page.locator(".steps")).to_have_attribute("aria-label", re.compile(f"现在第 {section} 节"))


def field(page: Page, path: str) -> Locator:
    return page.locator(f"[id='f-{path}']")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    with filling(browser, tmp_path, PHONE) as page:
        yield page


def test_the_way_to_what_is_open_leads_through_sections_cards_and_rows(page: Page) -> None:
    onward = page.locator(".sec .next")
    expect(onward).to_have_text("还差 2 题，去下一题")
    onward.click()
    assert focused(page) == "f-a"
    page.keyboard.type("甲")
    onward.click()
    assert focused(page) == "f-b"
    page.get_by_label("乙").first.check()
    field(page, "age").fill("200")
    field(page, "age").blur()
    expect(onward).to_have_text("还有 1 处要改，去改")
    onward.click()
    assert focused(page) == "f-age"
    field(page, "age").fill("20")
    field(page, "age").blur()
    onward.click()
    expect(page.locator(".sec h1")).to_have_text("第二节")
    assert focused(page) == "f-member[m2].income[i2].much"
    onward.click()
    assert focused(page) == "f-member[m2].income[i3].much"
    for path in ("member[m2].income[i2].much", "member[m2].income[i3].much"):
        field(page, path).fill("10")
    field(page, "member[m2].income[i3].much").blur()
    onward.click()
    assert focused(page) == "f-read"
    expect(page.locator(".sec h1")).to_have_text("第三节")
    field(page, "read").check()
    expect(onward).to_be_hidden()


def test_what_is_wrong_is_listed_and_leads_to_its_field(page: Page) -> None:
    field(page, "age").fill("200")
    field(page, "age").blur()
    summary = page.get_by_role("alert").filter(has_text="这一节有 1 处要改")
    summary.get_by_role("link").click()
    assert focused(page) == "f-age"
    assert field(page, "age").get_attribute("aria-invalid") == "true"
    told = field(page, "age").get_attribute("aria-describedby") or ""
    expect(page.locator(f"[id='{told.split()[-1]}']")).to_contain_text("要改")


def test_a_card_that_was_removed_is_put_back_where_it_was(page: Page) -> None:
    go_to(page, 2)
    page.get_by_role("button", name="改：周例平").click()
    page.get_by_role("button", name="去掉这位成员").click()
    rows = page.locator(".people > li")
    expect(rows.first).to_contain_text("去掉了周例平")
    expect(page.get_by_role("button", name="放回来")).to_be_focused()
    go_to(page, 1)
    go_to(page, 2)
    expect(rows.first).to_contain_text("去掉了周例平")
    page.get_by_role("button", name="放回来").click()
    expect(rows.nth(0)).to_contain_text("周例平")
    expect(page.locator(".undo")).to_have_count(0)
    expect(page.locator(".person .n")).to_have_text(["周例平", "陈示兰", "周示老"])


def test_after_ten_seconds_a_removed_card_is_gone_and_the_focus_is_not_lost(page: Page) -> None:
    page.clock.install()
    go_to(page, 2)
    page.get_by_role("button", name="改：周示老").click()
    page.get_by_role("button", name="去掉这位成员").click()
    page.clock.run_for(9_000)
    expect(page.locator(".people > li").nth(2)).to_contain_text("去掉了周示老")
    page.clock.run_for(1_500)
    expect(page.locator(".undo")).to_have_count(0)
    expect(page.get_by_role("button", name="加一位成员")).to_be_focused()
    go_to(page, 1)
    go_to(page, 2)
    expect(page.locator(".person .n")).to_have_text(["周例平", "陈示兰"])


def test_two_removed_rows_of_a_card_come_back_in_their_order(page: Page) -> None:
    go_to(page, 2)
    items = page.locator(".items > div")
    for _ in range(2):
        page.get_by_role("button", name=re.compile("^去掉这项")).first.click()
    expect(items).to_have_count(2)
    page.get_by_role("button", name="放回来").last.click()
    page.get_by_role("button", name="放回来").click()
    expect(page.locator(".item-h > span")).to_have_text(["收入 1：零工", "收入 2：房租"])


def test_another_language_keeps_the_place_the_card_and_the_half_typed_date(page: Page) -> None:
    field(page, "born").fill("2026")
    page.evaluate("scrollTo(0, 300)")
    top = field(page, "born").bounding_box()
    page.evaluate("document.querySelector('.top .lang').click()")
    expect(page.locator(".sec h1")).to_have_text("First")
    expect(field(page, "born")).to_have_value("2026")
    expect(page.locator(".top .lang")).to_be_focused()
    now = field(page, "born").bounding_box()
    assert top
    assert now
    assert abs(top["y"] - now["y"]) < 30, (top, now)
    page.locator(".top .lang").click()
    go_to(page, 2)
    page.get_by_role("button", name="改：收入 1：零工").click()
    field(page, "member[m2].income[i2].from").fill("零工，未写完")
    page.locator(".top .lang").click()
    expect(field(page, "member[m2].income[i2].from")).to_have_value("零工，未写完")
    expect(page.get_by_role("button", name="Close: 陈示兰")).to_be_visible()


def test_the_text_grows_in_place_and_back(page: Page) -> None:
    go_to(page, 1)
    size = page.locator(".top .size")
    heights = [page.locator(".sec h1").evaluate("(each) => parseFloat(getComputedStyle(each).fontSize)")]
    for name in ("标准", "大", "特大"):
        expect(size).to_have_attribute("aria-label", re.compile(f"字号：{name}，"))
        size.click()
        heights.append(
            page.locator(".sec h1").evaluate("(each) => parseFloat(getComputedStyle(each).fontSize)")
        )
    assert heights[0] < heights[1] < heights[2]
    assert heights[3] == heights[0]


def test_what_was_declared_stands_beside_every_kind_of_answer(browser: Browser, tmp_path: Path) -> None:
    declared = {"a": "旧址", "b": "x", "born": "1974-01-02", "area": "40", "many": "x y", "age": "52"}
    answers = {"a": "新址", "b": "y", "born": "1974-01-02", "area": "46.5", "many": ["y", "x"], "age": "50"}
    with filling(browser, tmp_path, TABLET, answers=answers, declared=declared) as page:
        says = {path: page.locator(".two", has=field(page, path)).locator(".ledger") for path in declared}
        expect(says["a"]).to_have_text("家里申报旧址今天问到新址≠ 不一样照今天看到、问到的填。")
        expect(says["b"]).to_contain_text("家里申报甲今天问到乙≠ 不一样")
        expect(says["born"]).to_have_text("和申报的一样：1974年1月2日")
        expect(says["area"]).to_contain_text("家里申报40 平方米今天问到46.5 平方米≠ 多出6.5 平方米")
        expect(says["many"]).to_have_text("和申报的一样：甲、乙")
        expect(says["age"]).to_contain_text("≠ 少了2 岁")
        field(page, "a").fill("旧")
        expect(says["a"]).not_to_contain_text("不一样")
        field(page, "a").fill("旧址")
        field(page, "a").blur()
        expect(says["a"]).to_have_text("和申报的一样：旧址")
        assert shortcomings(page) == {}


def test_a_card_shows_its_figure_as_what_it_is(page: Page) -> None:
    go_to(page, 2)
    expect(page.locator(".person .amt").first).to_have_text("3 人")


def test_an_identity_number_is_typed_on_the_keypad_and_what_is_wrong_is_said(page: Page) -> None:
    number = field(page, "number")
    expect(number).to_have_attribute("inputmode", "numeric")
    why = page.locator(".q", has=number).locator(".why")
    for typed, said in (
        ("1101051949", "位数不对"),
        ("110105491231002", "15 位的旧号码"),
        ("110105194913310020", "出生日期日历上没有"),
        ("110105194912310021", "最后一位对不上"),
    ):
        number.fill(typed)
        number.blur()
        expect(why).to_contain_text(said)
    number.fill("11010519491231002")
    page.get_by_role("button", name="末位是 X").click()
    expect(number).to_have_value("11010519491231002X")
    number.blur()
    expect(why).to_be_hidden()
    expect(page.locator(".code-read")).to_have_text("110105 19491231 002X")


def test_a_code_that_this_tablet_cannot_read_is_typed_and_it_says_so(
    browser: Browser, tmp_path: Path
) -> None:
    workbook = write_workbook(tmp_path / "code.xlsx", [question("barcode", "meter")])
    with previewed(workbook) as url, page_at(browser, url, PHONE) as (page, _):
        page.get_by_role("button", name="扫码").click()
        kinds = page.evaluate("'BarcodeDetector' in window ? 'all' : 'qr'")
        said = {"all": "二维码、条形码都能读", "qr": "这台平板只能读二维码"}[kinds]
        expect(page.get_by_role("dialog")).to_contain_text(said)
        page.get_by_role("button", name="不扫了").click()
        field(page, "meter").fill("6901234567892")
        expect(field(page, "meter")).to_have_value("6901234567892")


def test_each_appearance_draws_what_it_says(browser: Browser, tmp_path: Path) -> None:
    looks = {"columns-3": 3, "columns-2": 2, "columns-1": 1, "horizontal": 5, "likert": 5, "columns": 4}
    survey = [question("select_one five", name.replace("-", "_"), appearance=name) for name in looks]
    survey.append(question("select_one five", "packed", appearance="columns-pack"))
    survey.append(question("select_one five", "listed", appearance="minimal"))
    survey = [question("begin group", "all"), *survey, question("end group", "")]
    five = [choice("five", f"c{n}", **{ZH: "一二三"[: n % 3 + 1], EN: "abc"[: n % 3 + 1]}) for n in range(5)]
    workbook = write_workbook(tmp_path / "looks.xlsx", survey, choices=five)
    with previewed(workbook) as url, page_at(browser, url, TABLET) as (page, _):
        page.locator(".sec h1").wait_for()
        drawn = {name: columns_of(page, name.replace("-", "_")) for name in looks}
        assert drawn == looks
        boxes = page.locator("[id='f-packed']").locator("xpath=../..").locator(".opt")
        assert len({round(box["width"]) for each in boxes.all() if (box := each.bounding_box())}) > 1
        expect(page.locator("select#f-listed option")).to_have_count(6)
        assert shortcomings(page) == {}
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        assert shortcomings(page) == {}
        assert columns_of(page, "likert") == 2


def columns_of(page: Page, name: str) -> int:
    """In how many columns the choices of a question stand."""
    options = page.locator(f"[name='f-{name}']").all()
    return len({round(box["x"]) for each in options if (box := each.locator("..").bounding_box())})
