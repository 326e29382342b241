"""What an assessor does with the tablet in a home, key by key as the labels on the screen say."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def scan_colleague(page: Page, name: str) -> None:
    """Holds the badge before the camera until the tablet knows it, looks at the person, takes them on."""
    expect(page.get_by_role("heading", name="证件有效")).to_be_visible()
    expect(page.locator(".holder")).to_contain_text(name)
    page.get_by_role("button", name=re.compile("^是本人")).click()


def next_section(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^下一节")).click()


def choose(page: Page | Locator, question: str, answer: str) -> None:
    """Ticks an answer of a question with choices."""
    group = page.get_by_role("group", name=question)
    group.get_by_label(answer, exact=True).check()


def sign(page: Page, caption: str) -> None:
    """Signs on the pad with a few strokes."""
    page.locator("button.sign", has_text=caption).click()
    pad = page.get_by_role("dialog")
    box = pad.locator("canvas").bounding_box()
    assert box is not None
    left, top = box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.3
    for stroke in range(3):
        page.mouse.move(left + 60 * stroke, top)
        page.mouse.down()
        page.mouse.move(left + 60 * stroke + 40, top + 60, steps=6)
        page.mouse.move(left + 60 * stroke + 10, top + 90, steps=6)
        page.mouse.up()
    pad.get_by_role("button", name="签好了").click()


def take_photo(page: Page, question: str, aim_ms: int) -> None:
    """Takes one picture with the camera in the page, after aiming for a moment."""
    group = page.get_by_role("group", name=question)
    group.get_by_role("button", name=re.compile("拍照|再拍一张")).click()
    camera = page.get_by_role("dialog", name="拍照")
    shutter = camera.get_by_role("button", name="拍", exact=True)
    expect(shutter).to_be_enabled()
    page.wait_for_timeout(aim_ms)
    shutter.click()
    expect(camera).to_have_count(0)


def read_the_notice_and_arrive(page: Page) -> None:
    page.get_by_label("读过了，在场的人听明白了").check()
    next_section(page)
    choose(page, "见到了谁", "申请人本人")
    choose(page, "住的地方和申请写的一样吗", "一样")
    next_section(page)


def ask_about_the_members(page: Page, head: str, wife: str) -> None:
    """The head has no income; the wife earns more than was declared, and one month is put right."""
    open_card(page, head)
    choose(page, "身体怎么样", "慢性病")
    choose(page, "现在做什么", "没有工作")
    page.get_by_label("问过了，没有任何收入").check()
    open_card(page, wife)
    choose(page, "身体怎么样", "健康")
    choose(page, "现在做什么", "打零工")
    page.get_by_label("每月到手多少钱").fill("1860")
    expect(page.get_by_text("读作 一千八百六十元")).to_be_visible()
    expect(page.get_by_text("≠ 多出")).to_be_visible()
    choose(page, "依据什么", "工资条")
    since = page.locator(".q", has_text="从哪个月开始领")
    year, month = since.get_by_label("年", exact=True), since.get_by_label("月", exact=True)
    year.fill("2099")
    month.fill("4")
    month.blur()
    expect(page.get_by_text("还没到").first).to_be_visible()
    year.fill("2024")
    year.blur()
    expect(page.get_by_text("还没到").first).to_be_hidden()
    expect(page.locator(".foot .sum")).to_contain_text("930.00")
    page.wait_for_timeout(400)  # a finished answer is on the disk within 300 ms


def open_card(page: Page, name: str) -> None:
    """Opens a member's card; the first that lacks an answer is open already."""
    button = page.get_by_role("button", name=re.compile(f"^(改|接着填|收起)：.*{name}"))
    if not button.inner_text().startswith("收起"):
        button.click()


def nothing_is_gone_after_the_tab_died(page: Page, head: str, wife: str) -> None:
    page.get_by_role("link", name=head, exact=True).click()
    page.get_by_role("link", name=re.compile("^接着填")).click()
    expect(page.locator(".foot .sum")).to_contain_text("930.00")
    page.get_by_role("button", name="上一节").click()
    members = page.get_by_role("main")
    expect(members).to_contain_text(f"{wife}配偶，49 岁，健康，打零工1,860.00 元")
    next_section(page)


def look_at_the_home(page: Page) -> None:
    choose(page, "住的房子是谁的", "租的")
    page.get_by_label("建筑面积").fill("42")
    page.get_by_label("每月房租").fill("600")
    choose(page, "有没有车", "没有")
    page.get_by_label("存款和其他钱财一共多少").fill("2000")
    next_section(page)
    take_photo(page, "门牌和入口", 100)
    take_photo(page, "住的房间", 600)
    take_photo(page, "别的照片", 1100)
    page.get_by_label("看到的情况").fill("屋里整洁，旧家具，没有大件电器。")
    next_section(page)


def compare_the_originals(page: Page) -> None:
    page.get_by_role("button", name=re.compile("加一项材料|加.*材料")).click()
    page.get_by_label("哪一份材料").fill("身份证")
    choose(page, "复印件和原件一样吗", "一样")
    next_section(page)


def give_the_opinion(page: Page) -> None:
    choose(page, "评估意见", "符合条件")
    page.get_by_label("理由").fill("三人在场看过、问过，收入低于标准。")
