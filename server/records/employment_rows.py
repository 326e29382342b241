"""What the index keeps of employment linkage: who is able to work and without it, and each form (S7-EMP)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from server.domain.benefit_answers import is_able_to_work
from server.domain.case import Case
from server.domain.days import shanghai_date
from server.domain.employment import (
    UNKNOWN,
    WORKING_AGE,
    JobRecord,
    found_status,
    status_of,
    unjustified_refusals,
)
from server.domain.household import Household
from server.domain.policy import Policy
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class SeekerRow(Row, frozen=True):
    """A member this concerns; days and months as text, empty where there are none."""

    file: str  # the case's number
    member: str
    street: str
    community: str
    receiving: bool
    name: str
    sex: str
    birth: str
    education: str
    per_year: int  # feedback forms under the pack of the case; 0: it has none
    service: bool  # the pack has public-benefit activities (D-25)
    status: str  # seeking | working | unable | excused | other | unknown
    refusals: int  # unjustified, one after another
    suggested_on: str
    trainings: int
    attended: int
    exit_until: str


class JobFormRow(Row, frozen=True):
    """One feedback form of a member (DOC-14)."""

    file: str
    member: str
    year: int
    period: int
    street: str
    community: str
    issued_on: str
    returned_on: str
    outcome: str
    offers: int
    refused: int
    months: int  # from the loss of work to work found; -1 where it is not known


SEEKERS: Final = Table(
    "seekers",
    SeekerRow,
    key=("file", "member"),
    indexes=(
        ("community", "file", "member"),  # the order of lists
        ("street", "community", "file", "member", "receiving", "status", "per_year"),  # all that is counted
    ),
)
JOB_FORMS: Final = Table(
    "job_forms", JobFormRow, key=("file", "member", "year", "period"), indexes=(("year", "period"),)
)

# One line a person: with the form of the period, where one was given out. ``:late``: the period is over.
_LISTED: Final = """
SELECT s.file, s.member, s.street, s.community, s.name, s.sex, s.birth, s.status, s.refusals, s.suggested_on,
  s.exit_until, coalesce(f.issued_on, '') AS issued_on, coalesce(f.returned_on, '') AS returned_on,
  coalesce(f.outcome, '') AS outcome, coalesce(f.offers, 0) AS offers, coalesce(f.refused, 0) AS refused,
  CASE WHEN s.status = 'unknown' THEN 'unknown'
    WHEN f.file IS NULL AND s.per_year = 0 THEN 'no_form'
    WHEN f.file IS NULL THEN CASE WHEN :late THEN 'not_issued' ELSE 'due' END
    WHEN f.returned_on != '' THEN 'returned'
    WHEN :late THEN 'missing' ELSE 'issued' END AS state
FROM seekers s LEFT JOIN job_forms f
  ON f.file = s.file AND f.member = s.member AND f.year = :year AND f.period = :period
WHERE (s.receiving AND s.status IN ('seeking', 'unknown') OR f.file IS NOT NULL)
  AND (:street = '' OR s.street = :street) AND (:community = '' OR s.community = :community)
"""
_IN_STATE: Final = "WHERE :state = '' OR state = :state"
_BY_PLACE: Final = "ORDER BY community, file, member LIMIT :limit OFFSET :offset"
STATES: Final = ("due", "issued", "returned", "missing", "not_issued", "no_form", "unknown")


@dataclass(frozen=True)
class Listed:
    """A person on the list of a period, and how the form of that period stands."""

    file: str
    member: str
    street: str
    community: str
    name: str
    sex: str
    birth: str
    status: str
    refusals: int
    suggested_on: str
    exit_until: str
    issued_on: str
    returned_on: str
    outcome: str
    offers: int
    refused: int
    state: str  # one of STATES


@dataclass(frozen=True)
class PeriodFilter:
    year: int
    period: int
    late: bool  # the period is over
    street: str = ""
    community: str = ""
    state: str = ""


class ResearchRow(Row, frozen=True):
    """What research is told of a person, before it is coded; nothing that names them (S1-VAR-01)."""

    months: int  # -1: no work found
    amount_fen: int
    since: str  # the first month of receipt
    until: str  # the last, empty while it goes on
    sex: str
    birth: str
    education: str


_RETURNED: Final = """
SELECT max(f.months), (SELECT amount_fen FROM spells WHERE file = s.file ORDER BY n DESC LIMIT 1),
  (SELECT min(since) FROM spells WHERE file = s.file),
  (SELECT until FROM spells WHERE file = s.file ORDER BY n DESC LIMIT 1), s.sex, s.birth, s.education
FROM job_forms f JOIN seekers s ON s.file = f.file AND s.member = f.member
WHERE f.returned_on != '' AND f.year BETWEEN ?1 AND ?2 AND s.birth != ''
GROUP BY s.file, s.member
"""


@dataclass(frozen=True)
class PeriodCount:
    """How many people of a community stand alike in a period."""

    street: str
    community: str
    state: str
    outcome: str
    persons: int
    offered: int  # of them, a post or training was offered with the form
    refusing: int  # of them, at least one refused without good reason


def list_period(index: Index, wanted: PeriodFilter, *, limit: int = -1, offset: int = 0) -> list[Listed]:
    """The people of a period, a community after the other; ``limit`` -1 is all of them."""
    query = " ".join(("SELECT * FROM (", _LISTED, ")", _IN_STATE, _BY_PLACE))
    return [Listed(*row) for row in index.query(query, _values(wanted) | {"limit": limit, "offset": offset})]


def count_period(index: Index, wanted: PeriodFilter) -> list[PeriodCount]:
    """The people of a period counted by community, state and outcome."""
    query = " ".join(
        (
            "SELECT street, community, state, outcome, count(*), sum(offers > 0), sum(refused > 0)",
            "FROM (",
            _LISTED,
            ")",
            _IN_STATE,
            "GROUP BY 1, 2, 3, 4 ORDER BY 1, 2",
        )
    )
    return [PeriodCount(*row) for row in index.sums(query, _values(wanted))]


def seekers_of(index: Index, *, street: str = "", community: str = "") -> list[SeekerRow]:
    """Everybody who seeks work now, for the list of an activity (S7-DUTY-C5)."""
    return index.rows(
        SEEKERS,
        "WHERE receiving AND status = 'seeking' AND (?1 = '' OR street = ?1) AND (?2 = '' OR community = ?2)"
        " ORDER BY community, file, member",
        (street, community),
    )


def list_returned(index: Index, first_year: int, last_year: int) -> list[ResearchRow]:
    """Everybody of whom a form of these years came back, once each, with what their household receives."""
    return [ResearchRow(*row) for row in index.query(_RETURNED, (first_year, last_year))]


def seekers_in(index: Index, number: str) -> list[SeekerRow]:
    """The members of one household this concerns."""
    return index.rows(SEEKERS, "WHERE file = ? ORDER BY member", (number,))


def _values(wanted: PeriodFilter) -> dict[str, Any]:
    return {**vars(wanted), "late": int(wanted.late)}


def employment_rows(
    case: Case, household: Household | None, answers: Mapping[str, Any], policy: Policy | None
) -> Iterator[SeekerRow | JobFormRow]:
    """The rows of a case in receipt, or that was; nothing before it is approved."""
    if case.receipt is None or policy is None:
        return
    for person in _people(case, household, answers):
        record = case.jobs.get(person.id, JobRecord())
        status = status_of(record, person.found)
        if status:
            yield _seeker_row(case, person, record, status, policy)
    for member, record in case.jobs.items():
        yield from _form_rows(case, member, record)


@dataclass(frozen=True)
class _Person:
    """A member as the visit found them, or as the household declared them before one."""

    id: str
    name: str
    sex: str
    birth: str
    education: str
    found: str


def _people(case: Case, household: Household | None, answers: Mapping[str, Any]) -> Iterable[_Person]:
    """Of a household nobody has visited yet every adult of working age is unknown, until somebody asks."""
    if answers:
        return [_visited(row) for row in answers.get("member") or ()]
    day = shanghai_date(case.last.at)
    return [
        _Person(each.id, each.name, each.sex, each.birth.isoformat(), "", UNKNOWN)
        for each in (household.members if household else ())
        if each.age_on(day) in WORKING_AGE
    ]


def _visited(row: Mapping[str, Any]) -> _Person:
    told = {
        key: str(row.get(key) or "") for key in ("_id", "name", "sex", "birth", "education", "employment")
    }
    found = found_status(told["employment"], is_able_to_work(row))
    return _Person(told["_id"], told["name"], told["sex"], told["birth"], told["education"], found)


def _seeker_row(case: Case, person: _Person, record: JobRecord, status: str, policy: Policy) -> SeekerRow:
    today = shanghai_date(case.last.at)
    return SeekerRow(
        file=case.number,
        member=person.id,
        street=case.street,
        community=case.community,
        receiving=case.receipt is not None and case.receipt.is_open,
        name=person.name,
        sex=person.sex,
        birth=person.birth,
        education=person.education,
        per_year=policy.employment.feedback_forms,
        service=policy.public_service.enabled,
        status=status,
        refusals=unjustified_refusals(record, policy.employment, today),
        suggested_on=record.suggested_on,
        trainings=sum(training.finished for training in record.trainings),
        attended=sum(stood.how == "attended" for stood in (record.attendance or {}).values()),
        exit_until=record.exit.until if record.exit else "",
    )


def _form_rows(case: Case, member: str, record: JobRecord) -> Iterator[JobFormRow]:
    for form in record.forms:
        yield JobFormRow(
            file=case.number,
            member=member,
            year=form.year,
            period=form.period,
            street=case.street,
            community=case.community,
            issued_on=form.issued_on,
            returned_on=form.returned_on,
            outcome=form.outcome,
            offers=form.offers,
            refused=form.refused,
            months=-1 if form.months is None else form.months,
        )
