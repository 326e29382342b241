"""The district asks the street about a file, the street answers once; either leaves notes (S7-APPR-03)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from server.domain.case import Case
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.domain.question import Note, Question
from server.errors import Refusal
from server.records.question_rows import QuestionRow, count_questions, list_questions
from server.services.district import District, draft_act
from server.services.sentences import Names

_WORDS: Final = "reason"


@dataclass(frozen=True)
class WaitingQuestion:
    """A question of the work list, with the family it is about."""

    row: QuestionRow
    words: str
    who: str


def ask_street(district: District, actor: Actor, number: str, words: str) -> Case:
    """Asks the street about a file; the words lie in evidence."""
    return _say(district, actor, number, "question.ask", "question_asked", words)


def write_note(district: District, actor: Actor, number: str, words: str) -> Case:
    """Leaves a note on a file, for whoever reads it next."""
    return _say(district, actor, number, "note.write", "note_written", words)


def answer_question(district: District, actor: Actor, number: str, n: int, words: str) -> Case:
    """The street answers a question, once."""
    with district.casebook.turn:
        if get_question(district, actor, number, n).answer:
            raise Refusal("question.answered")
        return _say(district, actor, number, "question.answer", "question_answered", words, question=n)


def get_question(district: District, actor: Actor, number: str, n: int) -> Question:
    """The question an act of a case asked, for somebody who may read the case."""
    case = district.get_case(number)
    check_may(actor, "case.read")
    check_in_area(actor, case.street, case.community)
    found = next((each for each in case.questions if each.n == n), None)
    if found is None:
        raise Refusal("record.missing", document=f"question:{number}:{n}")
    return found


def read_questions(district: District, case: Case, names: Names) -> list[Question]:
    """What was asked about a case, in order and in words, for a caller that has checked who reads."""
    return [_read_question(district, case, each, names) for each in case.questions]


def read_notes(district: District, case: Case, names: Names) -> list[Note]:
    """The notes on a case, in order and in words, for a caller that has checked who reads."""
    return [_read_note(district, case, each, names) for each in case.notes]


def list_waiting_questions(district: District, actor: Actor) -> list[WaitingQuestion]:
    """What the actor's area has not answered yet, the oldest first."""
    check_may(actor, "case.read")
    names = Names(district)
    rows = list_questions(district.index, street=actor.street, community=actor.community)
    return [
        WaitingQuestion(row, _read(district, row.file, row.words), names.actor(row.asked_by)) for row in rows
    ]


def count_waiting_questions(district: District, actor: Actor) -> int:
    """How many questions the actor's area has not answered yet."""
    return count_questions(district.index, street=actor.street, community=actor.community)


def _say(
    district: District, actor: Actor, number: str, permission: str, act: str, words: str, **facts: int
) -> Case:
    case = district.get_case(number)
    check_may(actor, permission)
    check_in_area(actor, case.street, case.community)
    check_step(case, act)
    if not words.strip():
        raise Refusal("question.words")
    kept = {**facts, "words": district.put_text(number, _WORDS, words)}
    return district.append_to_case(case, draft_act(actor, permission, act, kept))


def _read_question(district: District, case: Case, each: Question, names: Names) -> Question:
    answer = _read(district, case.number, each.answer) if each.answer else ""
    answered_by = names.actor(each.answered_by) if each.answered_by else ""
    asked = _read(district, case.number, each.words)
    return replace(each, words=asked, by=names.actor(each.by), answer=answer, answered_by=answered_by)


def _read_note(district: District, case: Case, each: Note, names: Names) -> Note:
    return replace(each, words=_read(district, case.number, each.words), by=names.actor(each.by))


def _read(district: District, number: str, digest: str) -> str:
    """The words; where they are damaged or erased, the sentence that says so."""
    try:
        return district.get_text(number, _WORDS, digest)
    except Refusal as refusal:
        return refusal.sentence()
