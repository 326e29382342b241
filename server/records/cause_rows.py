"""What the index keeps of causes and needs: one row a code and visit, codes alone (article 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from server.domain.case import Case, fold_case
from server.domain.cause import read_codes
from server.domain.days import shanghai_date
from server.records.table import Table

if TYPE_CHECKING:
    from server.records.index import Index

ASKED: Final = "asked"  # the row that says a household was asked at all


@dataclass(frozen=True)
class CauseRow:
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


CAUSES: Final = Table("causes", CauseRow, key=("file", "n", "kind", "code"), indexes=(("year", "community"),))


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
        codes = [(ASKED, "", len(answers.get("member") or ()))]
        codes += [(code.kind, code.code, code.persons) for code in read_codes(answers)]
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


def list_households(index: Index, wanted: CauseFilter, kind: str) -> dict[str, frozenset[str]]:
    """The codes each household gave at its newest visit of the year; an empty set where it gave none."""
    rows = index.rows(CAUSES, _MATCHING, _values(wanted, kind))
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.file, set()).update({row.code} if row.kind == kind else ())
    return {file: frozenset(codes) for file, codes in found.items()}


def households_by_place(index: Index, wanted: CauseFilter) -> dict[str, list[frozenset[str]]]:
    """The causes each household of a community gave, a community after the other."""
    rows = index.rows(CAUSES, _MATCHING, _values(wanted, "cause"))
    found: dict[str, dict[str, set[str]]] = {}
    for row in rows:
        households = found.setdefault(row.community, {})
        households.setdefault(row.file, set()).update({row.code} if row.kind == "cause" else ())
    return {place: [frozenset(each) for each in found[place].values()] for place in sorted(found)}


def count_persons(index: Index, wanted: CauseFilter, kind: str) -> int:
    """How many persons a kind was coded of."""
    rows = index.rows(CAUSES, _MATCHING, _values(wanted, kind))
    return sum(row.persons for row in rows if row.kind == kind)


def _values(wanted: CauseFilter, kind: str) -> dict[str, Any]:
    return {**vars(wanted), "kind": kind, "receiving": int(wanted.receiving)}


def years_asked(index: Index) -> list[int]:
    """The years in which households were asked, newest first."""
    return [row[0] for row in index.query("SELECT DISTINCT year FROM causes ORDER BY year DESC")]


_MATCHING: Final = """
WHERE last AND year = :year AND kind IN ('asked', :kind)
  AND (:street = '' OR street = :street) AND (:community = '' OR community = :community)
  AND (NOT :receiving OR receiving)
"""
