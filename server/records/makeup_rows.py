"""What the index keeps of who the households in receipt are made of: the monthly table's rows (W-24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from server.domain.case import Case
from server.domain.household import Household
from server.domain.makeup import causes_in, people_in
from server.domain.month import last_day_of, month_before
from server.domain.periodic_review import STOP
from server.domain.review_household import declared_answers
from server.errors import Refusal
from server.records.evidence import Evidence
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index

ASKED: Final = "asked"  # the row that says a household was asked at all
_REVIEW: Final = "review"  # the kind of evidence a reviewed household is
_MINOR, _OLD = 18, 60  # full years of age: below the one, from the other on


class PersonRow(Row, frozen=True):
    """A member in the months ``since`` to ``until`` (empty while open); nothing that names them."""

    file: str  # the case's number
    version: int
    place: int  # among the members
    since: str
    until: str
    sex: str
    birth: str
    disabled: bool
    ability: str


class MonthCauseRow(Row, frozen=True):
    """A cause of a household as the monthly table names it, or that it was asked."""

    file: str
    cause: str


@dataclass(frozen=True)
class PeopleCount:
    """The members known of one residence in a month."""

    residence: str
    persons: int
    women: int
    men: int
    minors: int
    adults: int
    old: int
    disabled: int
    able: int
    partly: int
    lost: int
    unasked: int


PEOPLE: Final = Table("people", PersonRow, key=("file", "version", "place"))
MONTH_CAUSES: Final = Table("month_causes", MonthCauseRow, key=("file", "cause"))

_IN_RECEIPT: Final = """s.since <= :month AND (s.until = '' OR s.until >= :month)
  AND (:area = '' OR s.street = :area OR s.community = :area)"""
_KNOWN: Final = "p.file = s.file AND p.since <= :month AND (p.until = '' OR p.until >= :month)"
_GROWN: Final = "p.birth <= :minor AND p.birth > :old"


def makeup_rows(
    case: Case, household: Household | None, answers: Mapping[str, Any], evidence: Evidence
) -> Iterator[PersonRow | MonthCauseRow]:
    """The members by the months they count in; none where the household is erased or damaged."""
    if case.receipt is None or household is None:
        return
    found = answers or declared_answers(household)
    versions = [(case.receipt.spells[0].since, found), *_reviewed(case, evidence)]
    for n, (since, then) in enumerate(versions):
        until = month_before(versions[n + 1][0]) if n + 1 < len(versions) else ""
        for place, one in enumerate(people_in(then, household)):
            yield PersonRow(
                case.number, n, place, since, until, one.sex, one.birth, one.disabled, one.ability
            )
    if answers:
        for cause in {ASKED, *causes_in(answers)}:
            yield MonthCauseRow(case.number, cause)


def _reviewed(case: Case, evidence: Evidence) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What each closed review found, from the month it counts in; none of one whose evidence is gone."""
    for review in case.reviews:
        if review.recorded is None or review.is_open or review.outcome == STOP:
            continue
        try:
            kept = evidence.get(_REVIEW, case.number, review.recorded.household)
        except Refusal:
            continue
        yield review.since or review.month, kept["answers"]


def count_people(index: Index, month: str, area: str = "") -> list[PeopleCount]:
    """The members of the households in receipt, by residence, of the age they have when the month ends."""
    sums = ", ".join(
        f"SUM({what})"
        for what in (
            "p.sex = 'female'",
            "p.sex = 'male'",
            "p.birth > :minor",
            _GROWN,
            "p.birth != '' AND p.birth <= :old",
            "p.disabled",
            *(f"{_GROWN} AND p.ability = '{ability}'" for ability in ("able", "partly", "lost", "unasked")),
        )
    )
    query = " ".join(
        (
            "SELECT s.residence, COUNT(*),",
            sums,
            "FROM spells s JOIN people p ON",
            _KNOWN,
            "WHERE",
            _IN_RECEIPT,
            "GROUP BY s.residence",
        )
    )
    return [PeopleCount(*row) for row in index.sums(query, _values(month, area))]


def count_unknown(index: Index, month: str, area: str = "") -> dict[str, int]:
    """Persons of households whose members nobody knows any more, by residence."""
    query = " ".join(
        (
            "SELECT s.residence, SUM(s.persons) FROM spells s WHERE",
            _IN_RECEIPT,
            "AND NOT EXISTS (SELECT 1 FROM people p WHERE",
            _KNOWN,
            ") GROUP BY s.residence",
        )
    )
    return dict(index.sums(query, _values(month, area)))


def count_causes(index: Index, month: str, area: str = "") -> dict[tuple[str, str], int]:
    """Households by residence and cause; under ``asked`` those that were asked, under ``""`` the others."""
    query = " ".join(
        (
            "SELECT s.residence, coalesce(c.cause, ''), COUNT(*) FROM spells s",
            "LEFT JOIN month_causes c ON c.file = s.file WHERE",
            _IN_RECEIPT,
            "GROUP BY 1, 2",
        )
    )
    return {(home, cause): n for home, cause, n in index.sums(query, _values(month, area))}


def _values(month: str, area: str) -> dict[str, Any]:
    """A birthday on the month's last day counts; days of leap years compare as text."""
    day = last_day_of(month).isoformat()
    year, rest = int(day[:4]), day[4:]
    return {"month": month, "area": area, "minor": f"{year - _MINOR}{rest}", "old": f"{year - _OLD}{rest}"}
