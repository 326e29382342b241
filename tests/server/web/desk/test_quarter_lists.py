"""Quarterly lists at the desk and on the board: the pack's fields, in their days."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

from server.services.district import District
from tests.factories import COMMUNITY_ID, picture
from tests.server.services.receiving import receiving_case
from tests.server.services.story import move
from tests.server.web.browsing import Person, words

LIST = f"/desk/lists/{COMMUNITY_ID}/2026-Q2"
PUBLIC = f"/board/lists/{COMMUNITY_ID}/2026-Q2"


def until(district: District, day: date) -> None:
    move(district, days=(day - district.today()).days)


def posted(district: District, person: Callable[..., Person]) -> tuple[str, Person]:
    number = receiving_case(district)
    until(district, date(2026, 4, 10))
    fang = person("fang")
    fang.do(f"{LIST}/generation", page=LIST)
    fang.do(f"{LIST}/posting", page=LIST)
    return number, fang


def test_a_list_goes_through_its_days(district: District, person: Callable[..., Person]) -> None:
    number, fang = posted(district, person)
    fang.do(f"{LIST}/photo", {"which": "posted", "photo": (io.BytesIO(picture("board")), "b.jpg")})
    assert fang.get(f"{LIST}/photos/posted").mimetype == "image/jpeg"
    xie = person("xie")
    xie.do(f"{LIST}/inspection", {"in_order": "yes", "words": "贴在政务公开栏"})
    xie.do(f"{LIST}/words", {"kind": "report", "words": "有人说他家有车"})
    page = xie.text(LIST)
    assert number in page
    assert "有人说他家有车" in page
    early = fang.send(f"{LIST}/removal", page=LIST)
    assert early.status_code == 409
    until(district, date(2026, 4, 16))
    person("fang").do(f"{LIST}/removal", page=LIST)


def test_the_board_shows_a_list_in_its_days_and_no_more_than_the_pack_allows(
    district: District, person: Callable[..., Person]
) -> None:
    number, _ = posted(district, person)
    resident = person()
    board = resident.text("/board")
    assert "现在有 1 份季度公示榜" in board
    for nothing in ("现在没有公示", "0 份公示"):
        assert nothing not in board
    assert "1 quarterly list is posted" in person(lang="en").text("/board")
    shown = resident.get(PUBLIC).text
    assert "周例平" in shown
    for secret in (number, "110000197104090010", "0000-000 0001", "槐安路", "陈示兰"):
        assert secret not in shown
    until(district, date(2026, 4, 16))
    assert resident.get(PUBLIC).status_code == 404
    assert "季度公示榜" not in resident.text("/board")


def test_a_list_is_printed_small_and_large(district: District, person: Callable[..., Person]) -> None:
    _, fang = posted(district, person)
    for name in ("list.pdf", "list-a3.pdf"):
        answer = fang.get(f"{LIST}/{name}")
        assert answer.data.startswith(b"%PDF")


def test_a_form_left_empty_is_refused_in_words(district: District, person: Callable[..., Person]) -> None:
    _, fang = posted(district, person)
    assert "选一张照片" in words(fang.send(f"{LIST}/photo", {"which": "posted"}))
    assert fang.send(f"{LIST}/words", {"kind": "report", "words": ""}).status_code == 422


def test_every_state_has_a_page_in_both_languages(district: District, person: Callable[..., Person]) -> None:
    for lang in ("zh", "en"):
        fang = person("fang", lang)
        for quarter in ("2025-Q4", "2026-Q1", "2026-Q2"):
            fang.text(f"/desk/lists/{COMMUNITY_ID}/{quarter}")
            fang.text(f"/desk/lists?quarter={quarter}")
        fang.text("/desk/lists?state=done")
    posted(district, person)
    for path in ("", "/photo", "/words"):
        person("fang", "en").text(f"{LIST}{path}")
    person("gao", "en").text(f"{LIST}/inspection")
