"""Imports: a file is tried first and told row by row; then all of it is taken over, or nothing (issue 9).

Whatever is imported, the course is this one. While a file is taken over nobody else acts, so that the import
takes exactly what the trial of the same record accepted; each thing is one act, and where the machine stops
in between, the same file goes on from there, since what is in the record is known by its key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from server.domain.import_plan import Checked, Column, ImportPlan, Row
from server.domain.permission import Actor, check_may
from server.services.district import District


@dataclass(frozen=True)
class ImportKind:
    """What can be imported: ``examine`` checks the rows of a file and writes nothing, ``take`` does one item.

    ``words`` are what its things are called, ``about`` what the file is for.
    """

    name: str
    permission: str
    columns: tuple[Column, ...]
    examine: Callable[[District, Actor, Sequence[Row]], Sequence[Checked]]
    take: Callable[[District, Actor, Any], object]
    words: tuple[str, str] = ("", "")
    about: tuple[str, str] = ("", "")

    @property
    def headings(self) -> list[str]:
        return [column.heading for column in self.columns]


def try_import(district: District, actor: Actor, kind: ImportKind, rows: Sequence[Row]) -> ImportPlan:
    """Goes through every row and writes nothing."""
    check_may(actor, kind.permission)
    return ImportPlan(kind.examine(district, actor, rows))


def run_import(
    district: District,
    actor: Actor,
    kind: ImportKind,
    rows: Sequence[Row],
    report: Callable[[int, int], None] = lambda _done, _all: None,
) -> ImportPlan:
    """Takes over what a file says, or nothing where one row is wrong; what is in the record stays.

    ``report``: things taken over so far, and of how many.
    """
    with district.casebook.turn:
        plan = try_import(district, actor, kind, rows)
        plan.check()
        for done, item in enumerate(plan.items, 1):
            kind.take(district, actor, item)
            report(done, len(plan.items))
    return plan
