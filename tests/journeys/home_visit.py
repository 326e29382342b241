"""What an assessor does with the tablet in a home, key by key as the labels on the screen say."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def scan_colleague(page: Page, name: str) -> None:
    """Holds the badge before the camera until the tablet knows it, looks at the person, takes them on."""
    expect(page.get_by_role("heading", name="证件有效")).to_be_visible(timeout=20_000)
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
    draw_a_signature(page)


def draw_a_signature(page: Page) -> None:
    """A few strokes on the pad that is open."""
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
    shoot(page, aim_ms)


def take_again(page: Page, question: str, aim_ms: int) -> None:
    """Takes the first picture of a question again; the first stays, marked as taken again."""
    group = page.get_by_role("group", name=question)
    group.locator("figure").first.get_by_role("button").click()
    page.get_by_role("button", name=re.compile("重拍")).click()
    shoot(page, aim_ms)
    expect(group.locator("figure.replaced")).to_contain_text("已重拍")


def shoot(page: Page, aim_ms: int) -> None:
    """Aims for a moment and presses the shutter."""
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
    choose(page, "近亲属吗", "不是")
    next_section(page)


def ask_about_the_members(page: Page, head: str, wife: str) -> None:
    """The head has no income; the wife earns more than was declared, and one month is put right."""
    open_card(page, head)
    choose(page, "为什么没有身份证号", "没拿出来")
    choose(page, "身体怎么样", "慢性病")
    choose(page, "现在做什么", "没有工作")
    choose(page, "上学上到哪里", "初中")
    page.get_by_label("问过了，没有任何收入").check()
    open_card(page, wife)
    choose(page, "为什么没有身份证号", "没拿出来")
    choose(page, "身体怎么样", "健康")
    choose(page, "现在做什么", "打零工")
    choose(page, "上学上到哪里", "小学")
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
    page.get_by_label("家里人都写上了").check()
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


def ask_about_property_and_home(page: Page) -> None:
    choose(page, "有哪些车", "没有")
    page.get_by_label("存款、现金一共多少").fill("2000")
    choose(page, "还有没有这些财产", "都没有")
    choose(page, "最近一年有没有这些", "都没有")
    next_section(page)
    choose(page, "住的房子是哪一种", "租私房")
    page.get_by_label("每月房租").fill("600")
    choose(page, "什么样的房子", "旧住宅区")
    page.get_by_label("建筑面积").fill("42")
    expect(page.get_by_role("main")).to_contain_text("人均面积（平方米）21")
    next_section(page)


def ask_about_spending(page: Page) -> None:
    """More is spent than comes in until a slip is put right: it has to be explained only while it is so."""
    page.get_by_label("水、电、燃料").fill("120")
    page.get_by_label("电话、网络").fill("60")
    page.get_by_label("吃穿日用").fill("9000")
    why = page.get_by_label("花的比进的多，钱从哪里来")
    expect(why).to_be_visible()
    page.get_by_label("吃穿日用").fill("900")
    expect(why).to_be_hidden()
    choose(page, "有没有不住在一起的赡养、抚养人", "没有")
    next_section(page)


def look_at_the_home(page: Page, again: str = "") -> None:
    """Three photos; the one of the question ``again`` is taken twice."""
    take_photo(page, "门牌和入口", 100)
    take_photo(page, "住的房间", 600)
    take_photo(page, "别的照片", 1100)
    if again:
        take_again(page, again, 1600)
    choose(page, "房子和陈设", "一般")
    choose(page, "吃和穿", "一般")
    choose(page, "有哪些大件", "没有大件")
    page.get_by_label("看到的情况").fill("屋里整洁，旧家具，没有大件电器。")
    next_section(page)


def compare_the_originals(page: Page) -> None:
    """The copies that came with the application are ticked already; each is like its original."""
    copies = page.get_by_role("group", name="家里交了哪些复印件")
    originals = page.get_by_role("group", name="看过原件、和复印件一样的")
    for copy in copies.locator("input:checked").all():
        originals.locator(f"input[value={copy.get_attribute('value')}]").check()


def ask_a_neighbour(page: Page) -> None:
    choose(page, "问邻居了吗", "问了")
    page.get_by_role("button", name=re.compile("加.*邻居")).click()
    choose(page, "是哪里的人", "同楼邻居")
    choose(page, "说的和家里一样吗", "一样")
    page.get_by_label("怎么说的").fill("女的打零工，男的没上班。")
    next_section(page)


def give_the_opinion(page: Page) -> None:
    choose(page, "为什么困难", "没固定工作")
    choose(page, "最需要什么", "介绍工作")
    choose(page, "眼下有没有急难", "没有")
    choose(page, "评估意见", "符合条件")
    page.get_by_label("理由").fill("三人在场看过、问过，收入低于标准。")
