"""The chair's page while its network is really cut: nothing is lost, nothing is recorded twice (S7-MEET)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from server.services.applications import withdraw_application
from server.services.verification import verify
from tests.factories import CLERK, MEMBERS
from tests.journeys.browser import desk
from tests.journeys.meeting_room import MeetingRoom
from tests.journeys.network import Network, free_port
from tests.server.web.browsing import PASSWORD

ITEM = "这一项做完了"
KEPT = """async (page) => {
  const kept = await (await caches.open('ruhu-meeting')).match(page);
  const ready = await navigator.serviceWorker.getRegistration('/desk/meetings/');
  return Boolean(kept && ready?.active);
}"""


@pytest.fixture
def network() -> Iterator[Network]:
    with Network(free_port()) as network:
        yield network


@pytest.fixture
def room(tmp_path: Path, network: Network) -> Iterator[MeetingRoom]:
    room = MeetingRoom(tmp_path, network, cases=2)
    yield room
    room.server.stop()


def test_a_meeting_goes_on_and_ends_without_a_network(browser: Browser, room: MeetingRoom) -> None:
    with desk(browser, room.network.url, "lin", PASSWORD) as page:
        page.goto(room.address)
        take_attendance(page)
        expect(page.locator("[data-status=sent]")).to_be_visible()
        room.network.cut()
        for case in room.cases:
            decide(page, case)
        expect(page.locator("[data-status=offline]")).to_contain_text("没有网：14 笔都在本页，有网补送一次")
        sign_everybody(page)
        page.get_by_role("button", name="结束会议").click()
        expect(page.locator("[data-ended]")).to_be_visible()
        shown = page.locator("main").inner_text()
        room.network.restore()
        expect(page.locator("[data-status=sent]")).to_be_visible(timeout=30_000)
        page.reload()
        expect(page.get_by_text("结束以后")).to_have_count(0)
    assert "正在议" not in shown
    meeting = room.minutes()
    kinds = [act.kind for act in meeting.acts]
    voted = [*["agenda_done"] * 6, "ballot_taken"]
    assert kinds == ["convened", "attendance_taken", *voted, *voted, *["signed"] * len(MEMBERS), "closed"]
    assert [agenda.tally.agree for agenda in meeting.cases if agenda.tally] == [len(MEMBERS) - 1] * 2
    assert room.look(verify).problems == []


def test_the_wall_says_when_what_hangs_there_is_not_of_now(browser: Browser, room: MeetingRoom) -> None:
    with desk(browser, room.network.url, "lin", PASSWORD) as page:
        wall = page.context.new_page()  # htmx complains of a request without a network, and may here
        wall.goto(f"{room.address.split('?')[0]}/wall")
        note = wall.get_by_text("下面还是断之前的样子")
        expect(note).to_be_hidden()
        room.network.cut()
        expect(note).to_be_visible()
        room.network.restore()
        expect(note).to_be_hidden()


def test_an_answer_that_was_lost_on_the_way_records_nothing_twice(
    browser: Browser, room: MeetingRoom
) -> None:
    """The server records it, the connection breaks before the page hears: the page sends it again."""
    with desk(browser, room.network.url, "lin", PASSWORD) as page:
        page.goto(room.address)
        take_attendance(page)
        expect(page.locator("[data-status=sent]")).to_be_visible()
        room.network.lose_answers = True
        page.get_by_role("button", name=ITEM).click()
        expect(page.locator("[data-status=offline]")).to_be_visible()
        room.network.lose_answers = False
        expect(page.locator("[data-status=sent]")).to_be_visible()
    assert [act.kind for act in room.minutes().acts].count("agenda_done") == 1


def test_what_is_not_sent_survives_the_page_and_is_sent_by_the_next(
    browser: Browser, room: MeetingRoom
) -> None:
    with desk(browser, room.network.url, "lin", PASSWORD) as page:
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(room.address)
        take_attendance(page)
        expect(page.locator("[data-status=sent]")).to_be_visible()
        room.network.cut()
        page.get_by_role("button", name=ITEM).click()
        page.get_by_role("button", name=ITEM).click()
        expect(page.locator("[data-status=offline]")).to_contain_text("2 笔")
        page.goto("about:blank")
        room.network.restore()
        page.goto(room.address)
        expect(page.locator("[data-view]:not([hidden]) .hole.done")).to_have_count(2)
        expect(page.locator("[data-status]:visible")).to_have_count(0)
    assert sorted(room.minutes().cases[0].done) == [1, 2]


def test_hands_entered_and_not_closed_are_there_when_the_page_is_loaded_again(
    browser: Browser, room: MeetingRoom
) -> None:
    """Eleven hands, the page is reloaded without a network; whoever signs out leaves nothing of them."""
    with desk(browser, room.network.url, "lin", PASSWORD) as page:
        page.goto(room.address)
        page.locator("[name^=note-]").first.fill("请了假")
        page.reload()
        expect(page.locator("[name^=note-]").first).to_have_value("请了假")
        take_attendance(page)
        view = page.locator(f"[data-view='{room.cases[0]}']")
        for item in range(1, 7):
            view.get_by_role("button", name="申请人已经离开会议室" if item == 5 else ITEM).click()
        expect(page.locator("[data-status=sent]")).to_be_visible()
        page.wait_for_function(KEPT, arg=f"/desk/meetings/{room.meeting}")
        room.network.cut()
        for member in MEMBERS[:9]:
            view.locator(f"[name='vote-{member}'][value=agree]").check(force=True)
        page.reload()
        expect(view.locator("[value=agree]:checked")).to_have_count(9)
        expect(view.locator("[data-count=agree]")).to_have_text("9")
        view.get_by_role("button", name="先不结束，重数一遍").click()
        expect(view.locator(f"[name='vote-{MEMBERS[0]}'][value=agree]")).to_be_focused()
        room.network.restore()
        page.reload()
        page.get_by_role("button", name="退出").click()
        page.wait_for_url("**/desk/sign-in")
        page.wait_for_function("() => !Object.keys(sessionStorage).some((key) => key.startsWith('ruhu'))")


def test_two_chairs_on_one_meeting_are_told_and_lose_nothing(browser: Browser, room: MeetingRoom) -> None:
    with (
        desk(browser, room.network.url, "lin", PASSWORD) as one,
        desk(browser, room.network.url, "lin", PASSWORD) as two,
    ):
        two.on("dialog", lambda dialog: dialog.accept())
        one.goto(room.address)
        two.goto(room.address)
        take_attendance(one)
        expect(one.locator("[data-status=sent]")).to_be_visible()
        take_attendance(two)
        bar = two.locator("[data-refused]")
        expect(bar).to_contain_text("在另一处给这次会记了“到会的人”")
        expect(bar).to_contain_text("没发出的 1 笔都还在")
        bar.get_by_role("button", name="再发一次").click()
        expect(two.locator("[data-status=sent]")).to_be_visible()
    assert [act.kind for act in room.minutes().acts] == ["convened", "attendance_taken", "attendance_taken"]


def test_a_case_withdrawn_meanwhile_does_not_hold_up_the_others(browser: Browser, room: MeetingRoom) -> None:
    """Both are voted on without a network, one was withdrawn at the street: the other's vote is not lost."""
    one, two = room.cases
    with desk(browser, room.network.url, "lin", PASSWORD) as page:
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(room.address)
        take_attendance(page)
        expect(page.locator("[data-status=sent]")).to_be_visible()
        room.network.cut()
        decide(page, one)
        decide(page, two)
        room.look(lambda district: withdraw_application(district, CLERK, one, "搬走了"))
        room.network.restore()
        bar = page.locator("[data-refused]")
        expect(bar).to_contain_text("没发出的 8 笔都还在", timeout=30_000)
        bar.get_by_role("button", name="跳过这一案，其余接着发").click()
        bar.get_by_role("button", name="真的跳过，再点一次").click()
        expect(page.locator(f"[data-of='{one}']").first).to_have_text("正在议", timeout=30_000)
        expect(page.locator(f"[data-of='{two}']").first).to_have_text("通过")
    meeting = room.minutes()
    assert [bool(meeting.agenda(case).tally) for case in (one, two)] == [False, True]


def test_a_mistake_is_named_at_once_without_a_network(browser: Browser, room: MeetingRoom) -> None:
    with desk(browser, room.network.url, "lin", PASSWORD) as page:
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(room.address)
        room.network.cut()
        for member in MEMBERS[:5]:
            page.locator(f"[name='there-{member}'][value=no]").check(force=True)
        page.get_by_role("button", name=re.compile("记下到会的人")).click()
        expect(page.get_by_role("alert")).to_contain_text("到会 6 人，不够法定的 8 人")
        expect(page.locator("[value=no]:checked")).to_have_count(5)


def test_the_page_opens_again_without_a_network_and_is_gone_after_signing_out(
    browser: Browser, room: MeetingRoom
) -> None:
    """Reloaded while the network is away, the page is there with what was entered, and sends it once."""
    with desk(browser, room.network.url, "lin", PASSWORD) as page:
        page.goto(room.address)
        take_attendance(page)
        expect(page.locator("[data-status=sent]")).to_be_visible()
        page.get_by_role("button", name=ITEM).click()
        expect(page.locator("[data-status=sent]")).to_be_visible()
        page.wait_for_function(KEPT, arg=f"/desk/meetings/{room.meeting}")
        room.network.cut()
        page.get_by_role("button", name=ITEM).click()
        expect(page.locator("[data-status=offline]")).to_be_visible()
        page.reload()
        done = page.locator("[data-view]:not([hidden]) .hole.done")
        expect(done).to_have_count(2)
        page.get_by_role("button", name=ITEM).click()
        expect(done).to_have_count(3)
        expect(page.locator("[data-status=offline]")).to_contain_text("2 笔")
        room.network.restore()
        expect(page.locator("[data-status=sent]")).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="退出").click()
        page.wait_for_url("**/desk/sign-in")
        page.wait_for_function("caches.has('ruhu-meeting').then((kept) => !kept)")
    kinds = [act.kind for act in room.minutes().acts]
    assert kinds == ["convened", "attendance_taken", *["agenda_done"] * 3]


def take_attendance(page: Page) -> None:
    page.get_by_role("button", name=re.compile("记下到会的人")).click()


def decide(page: Page, case: str) -> None:
    """The six items and a vote, nine of ten or all but one agreeing."""
    view = page.locator(f"[data-view='{case}']")
    if view.is_hidden():
        page.get_by_role("link", name="议下一案").click()
    for item in range(1, 7):
        name = "申请人已经离开会议室" if item == 5 else ITEM
        view.get_by_role("button", name=name).click()
    for n, member in enumerate(MEMBERS):
        choice = "against" if n == 0 else "agree"
        view.locator(f"[name='vote-{member}'][value={choice}]").check(force=True)
    view.get_by_role("button", name="结束表决，公布“通过”").click()
    expect(view.get_by_text("这一案：通过。")).to_be_visible()


def sign_everybody(page: Page) -> None:
    page.get_by_role("link", name="去签字").click()
    papers = page.get_by_role("button", name="在纸上签了")
    for left in range(len(MEMBERS), 0, -1):
        expect(papers).to_have_count(left)
        papers.first.click()
