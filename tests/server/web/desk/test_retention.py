"""The head of the bureau erases a file whose years are over; what was done can still be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from server.services.applications import withdraw_application
from server.services.consultations import Asked, record_consultation
from server.services.district import District
from tests.factories import CLERK, Clock, visited_case
from tests.server.web.browsing import Person

PAGES = ("", "/papers", "/notes", "/erasure", "/positions")


@pytest.fixture
def number(district: District) -> str:
    case = visited_case(district)
    return withdraw_application(district, CLERK, case.number, "不申请了").number


def test_a_file_is_erased_from_the_list_with_the_paper_dealt_with(
    number: str, person: Callable[..., Person], clock: Clock
) -> None:
    head = person("qian")
    assert "还没有满" in head.text(f"/desk/cases/{number}/erasure")
    clock.move(days=3 * 366)
    head.sign_in()
    assert number in head.text("/desk/retention")
    page = head.text(f"/desk/cases/{number}/erasure")
    assert "删了找不回来" in page
    refused = head.send(f"/desk/cases/{number}/erasure", {})
    assert refused.status_code == 422
    assert "纸质档案" in refused.text
    done = head.send(f"/desk/cases/{number}/erasure", {"checked": "yes"})
    assert done.status_code == 302, done.text
    told = head.text(f"/desk/cases/{number}")
    assert "已销毁" in told
    assert "份材料" in told
    assert "没有这份记录" not in told
    assert "对不上" not in told
    assert number not in head.text("/desk/retention")


def test_every_page_of_an_erased_file_says_so_or_is_gone_in_words(
    number: str, person: Callable[..., Person], clock: Clock
) -> None:
    clock.move(days=3 * 366)
    head = person("qian")
    head.send(f"/desk/cases/{number}/erasure", {"checked": "yes"})
    for page in PAGES:
        assert head.get(f"/desk/cases/{number}{page}").status_code < 500, page


def test_whoever_may_not_erase_sees_no_list(number: str, person: Callable[..., Person]) -> None:
    assert person("gao").get("/desk/retention").status_code == 403
    assert person("gao").get(f"/desk/cases/{number}/erasure").status_code == 403


def test_a_daily_record_is_erased_from_its_own_list(
    district: District, person: Callable[..., Person], clock: Clock
) -> None:
    record_consultation(district, CLERK, Asked("王试问", ("conditions",), letter=True))
    page = "/desk/retention/daily/erasure?file=C-SLHA-2026"
    assert "还没有满" in person("qian").text(page)
    clock.move(days=7 * 366)
    head = person("qian")
    listed = head.text("/desk/retention/daily")
    for words in ("咨询登记", "C-SLHA-2026", "槐安社区"):
        assert words in listed
    assert head.send(page, {}).status_code == 422
    assert head.send(page, {"checked": "yes"}).status_code == 302
    assert "没有到期的日常材料" in head.text("/desk/retention/daily")
    assert head.get(page).status_code == 410
    assert head.get("/desk/retention/daily/erasure?file=nothing").status_code == 404
    assert person("xie").get(page).status_code == 403
