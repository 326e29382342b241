"""The minutes name every hand and show the sum, so that nobody has to take them on trust (S7-MEET)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from server.documents.minutes import Signature, arithmetic, print_minutes
from server.domain.ballot import Choice, Tally
from server.errors import Refusal
from tests.server.documents.papers import (
    INK,
    MEMBERS,
    case_minutes,
    minutes_paper,
    pages_of,
    text_of,
)


def test_minutes_show_the_agenda_with_its_times_in_china() -> None:
    text = text_of(print_minutes(minutes_paper()))
    assert "申请人退场" in text
    assert "09:20" in text  # item 5, 01:20 UTC
    assert "09:31" in text  # the vote


def test_minutes_name_who_was_away_and_who_stood_back() -> None:
    text = text_of(print_minutes(minutes_paper()))
    assert "应到 11 人，实到 10 人" in text
    assert "杨示勤 回避" in text
    assert "朱样和 没来" in text


@pytest.mark.parametrize(
    ("agree", "sum_words", "verdict"),
    [
        (8, "3×8=24，不小于 2×11=22。", "决议：通过"),
        (7, "3×7=21，小于 2×11=22。", "决议：没通过"),
    ],
)
def test_minutes_write_the_sum_out_exactly(agree: int, sum_words: str, verdict: str) -> None:
    text = text_of(print_minutes(minutes_paper(cases=[case_minutes(agree)])))
    assert "全体成员 11 人，要 8 人同意。" in text
    assert sum_words in text
    assert verdict in text


def test_exactly_two_thirds_are_too_few_where_the_pack_says_more_than() -> None:
    tally = Tally(9, 6, 3, 0, 0, (2, 3), "more_than")
    assert arithmetic("全体成员", tally) == [
        "全体成员 9 人，要 7 人同意。同意 6，不同意 3，弃权 0，回避或没来 0。",
        "3×6=18，不大于 2×9=18。",
    ]
    assert arithmetic("全体成员", replace(tally, agree=7, against=2))[1] == "3×7=21，大于 2×9=18。"


def test_slips_add_up_to_the_base_on_paper() -> None:
    tally = Tally(11, 7, 1, 0, 2, (2, 3), invalid=1, issued=10, returned=9)
    assert "同意 7，不同意 1，弃权 0，废票 1，没投或没来 2。" in arithmetic("到会成员", tally)[0]


def test_who_left_between_two_cases_has_a_hand_in_the_first_and_none_in_the_second() -> None:
    hands = dict.fromkeys(MEMBERS[1:], Choice.AGREE)
    second = case_minutes(present=MEMBERS[1:], recused=[], votes=hands, number="SL-2026-0138")
    text = text_of(print_minutes(minutes_paper(cases=[case_minutes(), second])))
    assert text.count(f"{MEMBERS[0]} 没来") == 1
    assert text.count(f"{MEMBERS[0]} 同意") == 1


def test_minutes_of_an_open_meeting_are_a_draft() -> None:
    untouched = case_minutes(done={}, votes={}, tally=None, ballot_at=None, verdict="")
    text = text_of(print_minutes(minutes_paper(cases=[untouched], closed_at=None)))
    assert "草稿：会议还没有结束" in text
    assert "还没有表决。" in text
    assert "决议：" not in text


def test_a_member_without_ink_signs_the_sheet() -> None:
    text = text_of(print_minutes(minutes_paper(signatures=[Signature("王例海", None)])))
    assert "纸上签字" in text


def test_ink_is_printed_as_it_was_drawn(tmp_path: Path) -> None:
    signed = print_minutes(minutes_paper(signatures=[Signature("王例海", INK)]))
    assert "纸上签字" not in text_of(signed)
    pages = pages_of(signed, tmp_path, dpi=60)
    pen = sum(_is_pen(pixel) for page in pages for pixel in page.convert("RGB").get_flattened_data())
    assert pen > 20


@pytest.mark.parametrize(
    "ink",
    [
        {"width": 300, "height": 120, "paths": []},
        {"width": 300, "height": 120, "paths": ['M0 0"/><image href="file:///etc/passwd"/>']},
        {"width": 0, "height": 120, "paths": ["M0 0"]},
        {"width": True, "height": 120, "paths": ["M0 0"]},
        {"height": 120, "paths": ["M0 0"]},
        {"width": 300, "height": 120, "paths": "M0 0"},
    ],
)
def test_ink_that_is_not_ink_is_refused(ink: dict[str, object]) -> None:
    with pytest.raises(Refusal) as refused:
        print_minutes(minutes_paper(signatures=[Signature("王例海", ink)]))
    assert refused.value.code == "paper.bad_ink"


def test_a_meeting_of_twenty_cases_keeps_each_case_whole(tmp_path: Path) -> None:
    paper = minutes_paper(cases=[case_minutes() for _ in range(20)])
    pdf = print_minutes(paper)
    assert len(pages_of(pdf, tmp_path, dpi=20)) <= 12
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf


def _is_pen(pixel: tuple[int, int, int]) -> bool:
    red, green, blue = pixel
    return red < 90 and blue > red + 40 and green < blue
