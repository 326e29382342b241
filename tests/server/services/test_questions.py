"""The district asks, the street answers once; nothing of the case moves (S7-APPR-03)."""

from __future__ import annotations

import pytest

from server.errors import Refusal
from server.services.questions import (
    answer_question,
    ask_street,
    count_waiting_questions,
    list_waiting_questions,
    read_notes,
    read_questions,
    write_note,
)
from server.services.sentences import Names
from server.services.verification import verify
from tests.factories import CLERK, HEAD_OF_BUREAU, OFFICER, REVIEWER, accepted_case
from tests.server.services.story import audited_case


def test_a_question_waits_for_the_street_until_it_is_answered(district):
    case = audited_case(district)
    asked = ask_street(district, REVIEWER, case.number, "工资条是哪个月的？")
    assert asked.stage is case.stage
    assert count_waiting_questions(district, OFFICER) == 1
    (waiting,) = list_waiting_questions(district, OFFICER)
    assert (waiting.row.file, waiting.words, waiting.who) == (case.number, "工资条是哪个月的？", "谢试文")
    answered = answer_question(district, OFFICER, case.number, asked.last.n, "二月的，见第 4 张照片。")
    assert count_waiting_questions(district, OFFICER) == 0
    (said,) = read_questions(district, answered, Names(district))
    assert (said.by, said.answered_by, said.answer) == ("谢试文", "高样如", "二月的，见第 4 张照片。")


def test_of_two_questions_the_answer_goes_to_the_one_it_names(district):
    case = accepted_case(district)
    first = ask_street(district, REVIEWER, case.number, "第一问").last.n
    second = ask_street(district, HEAD_OF_BUREAU, case.number, "第二问").last.n
    answered = answer_question(district, OFFICER, case.number, second, "答第二问")
    said = read_questions(district, answered, Names(district))
    assert [(each.n, each.words, each.answer) for each in said] == [
        (first, "第一问", ""),
        (second, "第二问", "答第二问"),
    ]


def test_the_words_lie_in_evidence_and_verification_finds_them_missing(district):
    case = ask_street(district, REVIEWER, accepted_case(district).number, "问户口簿")
    assert "问户口簿" not in str(dict(case.last.facts))
    assert not verify(district).problems
    database = district.database("evidence")
    database.delete(database.get(f"reason:{case.number}:{case.last.facts['words']}"))
    assert case.number in str(verify(district).problems)


def test_a_note_stays_on_the_file_with_who_wrote_it(district):
    case = write_note(district, OFFICER, accepted_case(district).number, "门牌换过。")
    (note,) = read_notes(district, case, Names(district))
    assert (note.by, note.words) == ("高样如", "门牌换过。")


@pytest.mark.parametrize("say", [ask_street, write_note])
def test_nothing_is_said_in_no_words(district, say):
    with pytest.raises(Refusal) as refused:
        say(district, REVIEWER, accepted_case(district).number, "  ")
    assert refused.value.code == "question.words"


def test_a_clerk_neither_asks_answers_nor_notes(district):
    number = accepted_case(district).number
    n = ask_street(district, REVIEWER, number, "问").last.n
    before = district.get_case(number).acts
    for attempt in (
        lambda: ask_street(district, CLERK, number, "问"),
        lambda: answer_question(district, CLERK, number, n, "答"),
        lambda: write_note(district, CLERK, number, "记"),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code == "person.may_not"
    assert district.get_case(number).acts == before
