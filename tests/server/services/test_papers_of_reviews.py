"""The letter of an adjustment or a stop says how much, from when, why, and what can be done (C-26)."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.paper import PaperKind, PaperStanding
from server.errors import Refusal
from server.services.district import District
from server.services.issued_papers import list_issued
from server.services.papers_of_cases import print_paper
from server.services.stops import stop_receipt
from tests.factories import HEAD_OF_BUREAU, OFFICER
from tests.server.documents.papers import text_of
from tests.server.services.reviewing import begun, decided, in_receipt, move_to, told


def letter(district: District, number: str) -> str:
    return text_of(print_paper(district, OFFICER, number, kind=PaperKind.REVIEW_LETTER))


def test_an_adjustment_shows_both_amounts_and_every_step(district: District) -> None:
    number = in_receipt(district).number
    with pytest.raises(Refusal, match=r"paper\.not_yet"):
        letter(district, number)
    move_to(district, date(2026, 6, 3))
    begun(district, number)
    told(district, number, "adjust", incomes={"m1": "2100.00"}, words="五月起工资涨了。")
    decided(district, number)
    text = letter(district, number)
    for words in ("340.00 元", "100.00 元", "2026年7月", "收入有变化", "五月起工资涨了", "2 × 1,100.00"):
        assert words in text, words
    assert "行政复议" in text


def test_a_stop_says_until_when_and_a_newer_decision_supersedes_the_letter(district: District) -> None:
    number = in_receipt(district).number
    move_to(district, date(2026, 6, 3))
    begun(district, number)
    told(district, number, "adjust", incomes={"m1": "2100.00"})
    decided(district, number)
    letter(district, number)
    stop_receipt(district, HEAD_OF_BUREAU, number, "moved", date(2026, 6, 1), "迁到外省，迁移证已看。")
    text = letter(district, number)
    for words in ("停发最低生活保障金，发到2026年6月为止", "迁出本区", "迁移证已看"):
        assert words in text, words
    issued = list_issued(district, district.get_case(number))
    assert [paper.standing for paper in issued] == [PaperStanding.SUPERSEDED, PaperStanding.CURRENT]
