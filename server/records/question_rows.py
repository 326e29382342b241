"""What the index keeps of questions the street has not answered: one row a question (``domain.question``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from server.domain.case import Case
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class QuestionRow(Row, frozen=True):
    """A question that waits; ``n`` is the act that asked it, ``words`` the digest of its words."""

    file: str  # the case's number
    n: int
    street: str
    community: str
    head: str
    words: str
    asked_by: str
    asked_at: str


QUESTIONS: Final = Table("questions", QuestionRow, key=("file", "n"), indexes=(("street", "asked_at"),))
_IN_AREA: Final = "WHERE (:street = '' OR street = :street) AND (:community = '' OR community = :community)"
_OLDEST_FIRST: Final = " ".join((_IN_AREA, "ORDER BY asked_at, file, n"))
_COUNT: Final = " ".join(("SELECT count(*) FROM questions", _IN_AREA))


def question_rows(case: Case, head: str) -> Iterator[QuestionRow]:
    """The rows of a case: what is not answered."""
    for each in case.unanswered_questions:
        place = case.street, case.community
        yield QuestionRow(case.number, each.n, *place, head, each.words, each.by, each.at)


def list_questions(index: Index, *, street: str, community: str) -> list[QuestionRow]:
    """Those of an area, the oldest first; an empty field does not narrow."""
    return index.rows(QUESTIONS, _OLDEST_FIRST, {"street": street, "community": community})


def count_questions(index: Index, *, street: str, community: str) -> int:
    return int(index.query(_COUNT, {"street": street, "community": community})[0][0])
