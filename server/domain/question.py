"""What the district asks the street about a file, the answers, and notes left on it (S7-APPR-03).

They move nothing: a decision is not held up by a question, but the reviewer sees that it waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from server.domain.act import Act
from server.domain.days import format_instant

if TYPE_CHECKING:
    from server.domain.case import Case


@dataclass(frozen=True)
class Question:
    """A question by the number of the act that asked it; words are digests, ``answer`` empty until given."""

    n: int
    words: str
    by: str
    at: str
    answer: str = ""
    answered_by: str = ""
    answered_at: str = ""


@dataclass(frozen=True)
class Note:
    """A note a colleague left on the file; ``words`` is a digest."""

    words: str
    by: str
    at: str


def _ask(case: Case, act: Act) -> Case:
    asked = Question(act.n, act.facts["words"], act.by, format_instant(act.at))
    return replace(case, questions=(*case.questions, asked))


def _answer(case: Case, act: Act) -> Case:
    def answered(each: Question) -> Question:
        if each.n != act.facts["question"]:
            return each
        at = format_instant(act.at)
        return replace(each, answer=act.facts["words"], answered_by=act.by, answered_at=at)

    return replace(case, questions=tuple(map(answered, case.questions)))


def _note(case: Case, act: Act) -> Case:
    return replace(case, notes=(*case.notes, Note(act.facts["words"], act.by, format_instant(act.at))))


QUESTION_FOLDS: Final[Mapping[str, Callable[[Case, Act], Case]]] = {
    "question_asked": _ask,
    "question_answered": _answer,
    "note_written": _note,
}
