"""What the index keeps of causes and needs: one row a code and visit, codes alone (article 2)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from server.domain.case import Case, fold_case
from server.domain.cause import CAUSE, read_codes
from server.domain.days import shanghai_date
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index

ASKED: Final = "asked"  # the row that says a household was asked at all; its code is all the causes
_BETWEEN: Final = ","


class CauseRow(Row, frozen=True):
    """One code of one visit of a case; ``last`` marks the newest visit of its year."""

    file: str  # the case's number
    n: int  # the act that received the visit
    kind: str  # cause | need | aid | sanwu | asked
    code: str
    street: str
    community: str
    year: int
    persons: int
    last: bool
    receiving: bool  # whether the household was ever approved


CAUSES: Final = Table(
    "causes",
    CauseRow,
    key=("file", "n", "kind", "code"),
    # all that is counted of a year
    indexes=(("kind", "last", "year", "community", "code", "street", "receiving", "persons"),),
)


@dataclass(frozen=True)
class CauseFilter:
    year: int
    street: str = ""
    community: str = ""
    receiving: bool = False  # only households that were approved


def cause_rows(case: Case, answers_of: Callable[[Case], Mapping[str, Any]]) -> Iterator[CauseRow]:
    """A row for each code of each visit, as it stood before the next visit; none where a visit is erased."""
    visits = [act for act in case.acts if act.kind == "visit_received"]
    years = [shanghai_date(act.at).year for act in visits]
    for place, act in enumerate(visits):
        end = visits[place + 1].n - 1 if place + 1 < len(visits) else len(case.acts)
        answers = answers_of(_with_visit(case, act.n, end))
        if not answers:
            continue
        last = years[place] not in years[place + 1 :]
        codes = [(code.kind, code.code, code.persons) for code in read_codes(answers)]
        named = _BETWEEN.join(sorted(code for kind, code, _ in codes if kind == CAUSE))
        codes.append((ASKED, named, len(answers.get("member") or ())))
        for kind, code, persons in codes:
            yield CauseRow(
                file=case.number,
                n=act.n,
                kind=kind,
                code=code,
                street=case.street,
                community=case.community,
                year=years[place],
                persons=persons,
                last=last,
                receiving=case.receipt is not None,
            )


def _with_visit(case: Case, first: int, end: int) -> Case:
    """The case as it stood at the last act before ``end`` that left the visit where it was."""
    if end == len(case.acts) and case.visit is not None:
        return case
    earlier = (fold_case(case.acts[:n]) for n in range(end, first, -1))
    return next((then for then in earlier if then.visit is not None), fold_case(case.acts[:first]))


def count_households(index: Index, wanted: CauseFilter) -> dict[str, Counter[frozenset[str]]]:
    """How many households named these causes together at their newest visit of the year, by community."""
    return _grouped(index.sums(_BY_PLACE, vars(wanted)))


def count_years(index: Index, wanted: CauseFilter) -> dict[int, Counter[frozenset[str]]]:
    """The same by year, whichever is wanted, the newest first."""
    return _grouped(index.sums(_BY_YEAR, vars(wanted)))


def count_codes(index: Index, wanted: CauseFilter, kind: str) -> dict[str, int]:
    """How many households gave each code of a kind at their newest visit of the year."""
    return {code: households for code, households, _ in _codes(index, wanted, kind)}


def count_persons(index: Index, wanted: CauseFilter, kind: str) -> int:
    """How many persons a kind was coded of."""
    return sum(persons for _, _, persons in _codes(index, wanted, kind))


def _codes(index: Index, wanted: CauseFilter, kind: str) -> list[tuple[Any, ...]]:
    return index.sums(_BY_CODE, {**vars(wanted), "kind": kind})


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[Any, Counter[frozenset[str]]]:
    found: defaultdict[Any, Counter[frozenset[str]]] = defaultdict(Counter)
    for group, named, count in rows:
        found[group][_named(named)] = count
    return dict(found)


@lru_cache(1024)
def _named(codes: str) -> frozenset[str]:
    return frozenset(codes.split(_BETWEEN) if codes else ())


def years_asked(index: Index) -> list[int]:
    """The years in which households were asked, newest first."""
    query = "SELECT DISTINCT year FROM causes WHERE kind = 'asked' AND last = 1 ORDER BY year DESC"
    return [row[0] for row in index.sums(query, ())]


_AREA: Final = """(:street = '' OR street = :street) AND (:community = '' OR community = :community)
  AND (NOT :receiving OR receiving)"""
_BY_PLACE: Final = " ".join(
    (
        "SELECT community, code, count(*) FROM causes WHERE kind = 'asked' AND last = 1 AND year = :year AND",
        _AREA,
        "GROUP BY community, code ORDER BY community",
    )
)
_BY_YEAR: Final = " ".join(
    (
        "SELECT year, code, count(*) FROM causes WHERE kind = 'asked' AND last = 1 AND",
        _AREA,
        "GROUP BY year, code ORDER BY year DESC",
    )
)
_BY_CODE: Final = " ".join(
    (
        "SELECT code, count(*), sum(persons) FROM causes",
        "WHERE kind = :kind AND last = 1 AND year = :year AND",
        _AREA,
        "GROUP BY code",
    )
)
