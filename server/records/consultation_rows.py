"""What the index keeps of consultations: one row each; who asked lies in evidence (S7-APPLY-01…03)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from server.domain.act import Act
from server.domain.days import format_instant
from server.domain.page import Span
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index

OPENING: Final = "consulted"
_BETWEEN: Final = ","
_OF_YEAR: Final = "WHERE year = :year AND area IN (SELECT value FROM json_each(:areas))"


class ConsultationRow(Row, frozen=True):
    """One line of the register; ``case_number`` is the application that followed, empty where none did."""

    file: str
    n: int
    year: int
    area: str
    at: str  # an instant
    by: str
    explained: str  # codes
    letter: bool
    person: str  # the digest of who asked
    case_number: str

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.explained.split(_BETWEEN)) if self.explained else ()


CONSULTATIONS: Final = Table(
    "consultations", ConsultationRow, key=("file", "n"), indexes=(("year", "at", "file", "n", "area"),)
)


def consultation_rows(acts: Sequence[Act]) -> Iterator[ConsultationRow]:
    """The lines of an area's year, ``C-SLHA-2026``."""
    followed = {
        act.facts["consultation"]: act.facts["case"] for act in acts if act.kind == "consultation_followed"
    }
    for act in acts:
        if act.kind == OPENING:
            yield ConsultationRow(
                file=act.file,
                n=act.n,
                year=int(act.file.rpartition("-")[2]),
                area=act.facts["area"],
                at=format_instant(act.at),
                by=act.by,
                explained=_BETWEEN.join(act.facts["explained"]),
                letter=bool(act.facts["letter"]),
                person=act.facts["person"],
                case_number=followed.get(act.n, ""),
            )


def count_consultations(index: Index, year: int, areas: Sequence[str]) -> int:
    query = " ".join(("SELECT count(*) FROM consultations", _OF_YEAR))
    return int(index.sums(query, {"year": year, "areas": json.dumps(areas)})[0][0])


def consultations_in(index: Index, year: int, areas: Sequence[str], span: Span) -> list[ConsultationRow]:
    """A page of a year, the newest in front."""
    rest = " ".join((_OF_YEAR, "ORDER BY at DESC, file, n LIMIT :limit OFFSET :offset"))
    asked = {"year": year, "areas": json.dumps(areas), "limit": span.size, "offset": span.offset}
    return index.rows(CONSULTATIONS, rest, asked)
