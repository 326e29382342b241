"""The letter about an overpayment: every month, the sum, the ways to pay back, the remedy (S7-DUTY-D2)."""

from __future__ import annotations

import pytest

from server.domain.money import format_yuan
from server.domain.paper import PaperKind, PaperStanding
from server.errors import Refusal
from server.services.district import District
from server.services.issued_papers import list_issued
from server.services.papers_of_cases import print_paper
from tests.factories import OFFICER
from tests.server.documents.papers import text_of
from tests.server.services.test_recoveries import died, found


def letter(district: District, number: str) -> str:
    return text_of(print_paper(district, OFFICER, number, kind=PaperKind.RECOVERY))


def test_the_letter_shows_how_the_sum_was_worked_out(district: District) -> None:
    number = died(district)
    with pytest.raises(Refusal, match=r"paper\.not_yet"):
        letter(district, number)
    fen = found(district, number)
    text = letter(district, number)
    policy = district.policy_of(district.get_case(number).policy)
    shown = (
        "多发款项追回告知书",
        format_yuan(fen),
        "2026年6月",
        "死亡证明对过",
        "20%",
        policy.remedy.text.zh[:12],
    )
    for words in shown:
        assert words in text, words
    [issued] = list_issued(district, district.get_case(number))
    assert issued.standing is PaperStanding.CURRENT


def test_a_mistake_of_the_office_is_said_to_be_one(district: District) -> None:
    number = died(district)
    found(district, number, "office")
    assert "不向您家追回" in letter(district, number)
