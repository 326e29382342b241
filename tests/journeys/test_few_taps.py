"""How many times the glass is touched: a whole visit to a family of three, with eight photos, by one script.

Every pointer that goes down is counted, from the first digit of the PIN to the seal: the putting of the focus
in a field, each key of the PIN, each stroke of a signature. What the keyboard types is not on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect
from stdnum.iso7064 import mod_11_2

from tests.factories import household
from tests.journeys import camera, pin
from tests.journeys.browser import Tablet, photographed_when_it_fails
from tests.journeys.field import LEAD, LEAD_NAME
from tests.journeys.network import Network
from tests.journeys.small_town import HEAD, WIFE, SmallTown

MOST_TAPS = 120
SON = "周例川"
PHOTOS = 8
_COUNT = "addEventListener('pointerdown', () => console.info('pointerdown'), true)"


class Hand:
    """Whoever holds the tablet; touches are counted by the page itself, whatever causes them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        page.on("console", self._heard)

    def _heard(self, message: object) -> None:
        self.taps += getattr(message, "text", "") == "pointerdown"

    def tap(self, what: Locator) -> None:
        what.tap()

    def choose(self, question: str, *answers: str) -> None:
        group = self.page.get_by_role("group", name=question)
        for answer in answers:
            self.tap(group.get_by_label(answer, exact=True))
            expect(group.get_by_label(answer, exact=True)).to_be_checked()

    def tick(self, words: str) -> None:
        self.tap(self.page.get_by_label(words))
        expect(self.page.get_by_label(words)).to_be_checked()

    def write(self, label: str, text: str) -> None:
        self.tap(self.page.get_by_label(label))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def press(self, words: str | re.Pattern[str]) -> None:
        self.tap(self.page.get_by_role("button", name=words))

    def follow(self, words: str | re.Pattern[str]) -> None:
        self.tap(self.page.get_by_role("link", name=words))

    def onward(self) -> None:
        self.press(re.compile("^下一节"))

    def photograph(self, question: str) -> None:
        self.tap(self.page.get_by_role("group", name=question).get_by_role("button", name=re.compile("拍")))
        shutter = self.page.get_by_role("dialog", name="拍照").get_by_role("button", name="拍", exact=True)
        expect(shutter).to_be_enabled()
        self.page.wait_for_timeout(300)  # the hand aims
        self.tap(shutter)
        expect(self.page.get_by_role("dialog", name="拍照")).to_have_count(0)

    def sign(self, caption: str) -> None:
        self.tap(self.page.locator("button.sign", has_text=caption))
        pad = self.page.get_by_role("dialog").locator("canvas")
        box = pad.bounding_box()
        assert box
        left, top = box["x"] + box["width"] / 4, box["y"] + box["height"] / 3
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        for turn in range(1, 6):
            self.page.mouse.move(left + 40 * turn, top + 50 * (turn % 2), steps=4)
        self.page.mouse.up()
        self.press("签好了")


def family() -> list[dict[str, object]]:
    """A sick man without work, his wife who does odd jobs, their son at school; each gave a number."""
    head, wife = household()["members"]
    son = {
        "id": "m3",
        "name": SON,
        "sex": "male",
        "birth": "2013-05-16",
        "relation": "child",
        "identity_number": "",
    }
    wages = {"id": "i1", "kind": "wages", "source": "零工", "amount_fen": 186000}
    return [
        head | {"incomes": []},
        wife | {"incomes": [wages], "identity_number": numbered("11000019730821002")},
        son | {"identity_number": numbered("11000020130516003")},
    ]


def numbered(body: str) -> str:
    """An identity number with its check digit, odd for a man and even for a woman before it."""
    return body + str(mod_11_2.calc_check_digit(body))


def count_touches(page: Page) -> None:
    page.add_init_script(_COUNT)


@pytest.fixture
def town(tmp_path: Path, network: Network) -> Iterator[SmallTown]:
    town = SmallTown(tmp_path, network, [LEAD], [LEAD], family=family())
    yield town
    town.server.stop()


def test_a_visit_to_three_people_with_eight_photos_takes_at_most_120_taps(
    playwright: Playwright, town: SmallTown, tmp_path: Path, network: Network
) -> None:
    tablet = Tablet(playwright, tmp_path / "tablet", network.url)
    pin.choose(tablet.open(town.link(0)))
    expect(tablet.page.get_by_role("link", name=HEAD, exact=True)).to_be_visible(timeout=60_000)
    expect(tablet.page.locator(".bar.sync")).to_contain_text("对过任务，没网也能打开", timeout=60_000)
    tablet.close()
    badges = [camera.code(url) for one, url in town.badges.items() if one != LEAD]
    tablet.film = camera.film([*badges[:2], camera.a_room()], tmp_path / "visit.mjpeg")
    page = tablet.open(offline=True, before=count_touches)
    try:
        with photographed_when_it_fails(lambda: page):
            hand = Hand(page)
            pin.unlock(page, LEAD_NAME)
            for part in PARTS:
                part(hand)
            expect(page.get_by_role("heading", name="这份记录封存了")).to_be_visible()
        assert tablet.complaints == []
    finally:
        tablet.close()
    print(f"{hand.taps} taps")
    assert MOST_TAPS / 2 < hand.taps <= MOST_TAPS


def the_team(hand: Hand) -> None:
    hand.follow(re.compile(f"^{HEAD}$"))
    hand.press(re.compile("^开始入户"))
    for _ in range(2):
        expect(hand.page.get_by_role("heading", name="证件有效")).to_be_visible(timeout=30_000)
        hand.press(re.compile("^是本人"))
    hand.page.wait_for_url("**/section/1")


def the_arrival(hand: Hand) -> None:
    hand.tick("读过了，在场的人听明白了")
    hand.onward()
    hand.choose("见到了谁", "申请人本人")
    hand.choose("住的地方和申请写的一样吗", "一样")
    hand.choose("近亲属吗", "不是")
    hand.onward()


def the_members(hand: Hand) -> None:
    hand.choose("身体怎么样", "慢性病")
    hand.choose("现在做什么", "没有工作")
    hand.choose("上学上到哪里", "初中")
    hand.tick("问过了，没有任何收入")
    hand.press(re.compile(f"接着填：.*{WIFE}"))
    hand.choose("身体怎么样", "健康")
    hand.choose("现在做什么", "打零工")
    hand.choose("上学上到哪里", "小学")
    hand.write("每月到手多少钱", "1860")
    hand.choose("依据什么", "工资条")
    hand.photograph("依据的照片")
    hand.press(re.compile(f"接着填：.*{SON}"))
    hand.choose("身体怎么样", "健康")
    hand.choose("现在做什么", "在上学")
    hand.tick("家里人都写上了")
    hand.onward()


def the_property_and_home(hand: Hand) -> None:
    hand.choose("有哪些车", "没有")
    hand.write("存款、现金一共多少", "2000")
    hand.choose("还有没有这些财产", "都没有")
    hand.choose("最近一年有没有这些", "都没有")
    hand.onward()
    hand.choose("住的房子是哪一种", "租私房")
    hand.write("每月房租", "600")
    hand.choose("什么样的房子", "旧住宅区")
    hand.write("建筑面积", "42")
    hand.onward()


def the_spending(hand: Hand) -> None:
    hand.write("水、电、燃料", "120")
    hand.write("电话、网络", "60")
    hand.write("吃穿日用", "900")
    hand.choose("有没有不住在一起的赡养、抚养人", "没有")
    hand.onward()


def what_is_seen(hand: Hand) -> None:
    for question in ("门牌和入口", "住的房间", "别的照片", "别的照片", "别的照片"):
        hand.photograph(question)
    hand.choose("房子和陈设", "一般")
    hand.choose("吃和穿", "一般")
    hand.choose("有哪些大件", "没有大件")
    hand.write("看到的情况", "屋里整洁，旧家具。")
    hand.onward()


def the_originals(hand: Hand) -> None:
    hand.choose("看过原件、和复印件一样的", "身份证", "户口簿", "收入证明", "住房证明", "残疾、病历")
    for _ in range(2):
        hand.photograph("原件的照片")


def a_neighbour(hand: Hand) -> None:
    hand.choose("问邻居了吗", "问了")
    hand.press(re.compile("加.*邻居"))
    hand.choose("是哪里的人", "同楼邻居")
    hand.choose("说的和家里一样吗", "一样")
    hand.write("怎么说的", "女的打零工，男的看病。")
    hand.onward()


def the_opinion(hand: Hand) -> None:
    hand.choose("为什么困难", "没固定工作")
    hand.choose("最需要什么", "介绍工作")
    hand.choose("眼下有没有急难", "没有")
    hand.choose("评估意见", "符合条件")
    hand.write("理由", "三人在场看过、问过，收入低于标准。")


def the_signatures(hand: Hand) -> None:
    hand.follow(re.compile("念给申请人听"))
    expect(hand.page.get_by_role("main")).to_contain_text("1,860.00 元")
    hand.follow(re.compile("念完了"))
    for signer in (HEAD, LEAD_NAME, *team_of(hand.page)):
        hand.sign(signer)
    hand.press("封存这份记录")


def team_of(page: Page) -> list[str]:
    return [
        name for name in page.locator("button.sign:not(.big) .cap").all_inner_texts() if name != LEAD_NAME
    ]


PARTS = (
    the_team,
    the_arrival,
    the_members,
    the_property_and_home,
    the_spending,
    what_is_seen,
    the_originals,
    a_neighbour,
    the_opinion,
    the_signatures,
)
