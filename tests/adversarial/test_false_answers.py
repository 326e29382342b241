"""Attacks on questions and answers, each named: nobody answers for a street, and nobody twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.case import Case
from server.domain.permission import Actor
from server.errors import Refusal
from server.services.district import District
from server.services.questions import answer_question, ask_street
from tests.factories import OFFICER, REVIEWER, accepted_case


@pytest.fixture
def asked(district: District) -> Case:
    return ask_street(district, REVIEWER, accepted_case(district).number, "工资条是哪个月的？")


def refusal(district: District, asked: Case, actor: Actor = OFFICER, n: int = 0) -> str:
    """The code an attempt to answer is refused with; the record is as it was before."""
    before = district.get_case(asked.number).acts
    with pytest.raises(Refusal) as refused:
        answer_question(district, actor, asked.number, n or asked.last.n, "二月的。")
    assert district.get_case(asked.number).acts == before
    return refused.value.code


def test_the_street_asks_itself_nothing(district: District, asked: Case) -> None:
    with pytest.raises(Refusal) as refused:
        ask_street(district, OFFICER, asked.number, "替区里问")
    assert refused.value.code == "person.may_not"


def test_who_asked_does_not_answer(district: District, asked: Case) -> None:
    assert refusal(district, asked, actor=REVIEWER) == "person.may_not"


def test_another_street_does_not_answer(district: District, asked: Case) -> None:
    stranger = replace(OFFICER, user_id="stranger", street="linjiang")
    assert refusal(district, asked, actor=stranger) == "person.other_area"


def test_an_answer_is_not_replaced_by_a_second(district: District, asked: Case) -> None:
    answer_question(district, OFFICER, asked.number, asked.last.n, "二月的。")
    assert refusal(district, asked) == "question.answered"


def test_an_act_that_asked_nothing_is_not_answered(district: District, asked: Case) -> None:
    assert refusal(district, asked, n=1) == "record.missing"
    assert refusal(district, asked, n=99) == "record.missing"
