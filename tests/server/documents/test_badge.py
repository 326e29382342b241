"""The badge can be read by a camera at the door and by a person without one (S7-CRED-03…06)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from server.documents.badge import print_card, print_sheet
from server.errors import Refusal
from tests.server.documents.camera import photograph, some_views
from tests.server.documents.papers import badge_card, codes_of, pages_of, text_of

CREATED = datetime(2026, 3, 1, tzinfo=UTC)
DPI = 300
CARD_MM = 90
CODE_MM = (28.5, 101.5)  # the middle of the code


def test_card_says_who_until_when_and_whom_to_call() -> None:
    text = text_of(print_card(badge_card(), CREATED))
    for words in (
        "四方区低保评估资格证",
        "示例区城市低保管理中心",
        "林试远",
        "示评字第 0217 号",
        "2025年7月1日起",
        "2027年6月30日止",
        "松林街道低保所",
        "0000-000 0000",
    ):
        assert words in text


def test_the_code_is_wide_enough_for_a_camera_that_cannot_focus(tmp_path: Path) -> None:
    [page] = pages_of(print_card(badge_card(), CREATED), tmp_path, dpi=DPI)
    [(text, width)] = codes_of(page)
    assert text == badge_card().url
    assert width / DPI * 25.4 >= 43  # the issue asks for 35; see camera.py for why it is more


def test_the_longest_code_is_read_by_a_fixed_focus_camera_at_15_centimetres(tmp_path: Path) -> None:
    """Aimed at the code, out of focus, turned, tilted, folded, in poor light: one frame of a film each."""
    url = ("https://dibao.example/check#" + "aB3_-" * 90)[:380]
    [page] = pages_of(print_card(badge_card(url=url), CREATED), tmp_path, dpi=DPI)
    dice = Random(7)
    frames = [photograph(page, CARD_MM, CODE_MM, view, dice) for view in some_views(12, dice)]
    read = [[text for text, _ in codes_of(frame)] for frame in frames]
    assert read.count([url]) >= 11


def test_a_code_too_long_to_scan_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        print_card(badge_card(url="https://dibao.example/check#" + "x" * 353), CREATED)
    assert refused.value.code == "paper.qr_too_long"


def test_sheet_has_four_cards_a_page_and_every_code_reads(tmp_path: Path) -> None:
    cards = [
        badge_card(serial=f"示评字第 {n:04d} 号", url=f"https://dibao.example/check#{n}") for n in range(5)
    ]
    pages = pages_of(print_sheet(cards, CREATED), tmp_path)
    read = [sorted(text for text, _ in codes_of(page)) for page in pages]
    urls = [f"https://dibao.example/check#{n}" for n in range(5)]
    assert read == [urls[:4], urls[4:]]


def test_a_sheet_of_no_cards_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        print_sheet([], CREATED)
    assert refused.value.code == "paper.no_cards"


def test_card_and_sheet_are_pdf_a_2b_and_print_to_the_same_bytes() -> None:
    for one in (print_card(badge_card(), CREATED), print_sheet([badge_card()], CREATED)):
        assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in one
    assert print_card(badge_card(), CREATED) == print_card(badge_card(), CREATED)
