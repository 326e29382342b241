"""What the index keeps of new standards: each confirmation, and each household it was applied to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from server.domain.act import Act
from server.domain.case import Case
from server.domain.days import format_instant
from server.domain.standard import fold_standard
from server.records.table import Row, Table


class StandardRow(Row, frozen=True):
    """A new standard as it was confirmed; ``fen`` is 0 where it is the pack's own."""

    file: str
    since: str
    pack: str
    fen: int
    area: str
    households: int
    before_fen: int
    after_fen: int
    confirmed_at: str
    finished_at: str


class AppliedRow(Row, frozen=True):
    """A household whose amount follows a new standard."""

    file: str  # the case's number
    standard: str
    before_fen: int
    after_fen: int


STANDARDS: Final = Table("standards", StandardRow, key=("file",), indexes=(("since",),))
APPLIED: Final = Table("standards_applied", AppliedRow, key=("file", "standard"), indexes=(("standard",),))


def standard_row(acts: Sequence[Act]) -> StandardRow:
    found = fold_standard(acts)
    return StandardRow(
        file=found.id,
        since=found.since,
        pack=found.pack,
        fen=found.fen or 0,
        area=found.area,
        households=found.households,
        before_fen=found.before_fen,
        after_fen=found.after_fen,
        confirmed_at=format_instant(found.at),
        finished_at=format_instant(found.finished_at) if found.finished_at else "",
    )


def applied_rows(case: Case) -> Iterator[AppliedRow]:
    for act in case.acts:
        if act.kind == "standard_applied":
            facts = act.facts
            yield AppliedRow(case.number, facts["standard"], facts["before_fen"], facts["amount_fen"])
