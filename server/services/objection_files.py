"""Objections as they are read: by the holder of a receipt how far one has come, by the street in full.

The words and the name lie in evidence; whoever may not read objections never gets them (S7-AMB-06).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from server.domain.days import parse_instant, shanghai_date
from server.domain.objection import answer_due, parse_receipt, state_of
from server.domain.permission import Actor, check_in_area, check_may, may_in_area
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import ObjectionSecret, Report
from server.records.index import ObjectionRow
from server.services.district import District
from server.services.objections import ANSWER, EVIDENCE, find_objection_row
from server.services.people import matches


@dataclass(frozen=True)
class Followed:
    """How far an objection has come, and nothing else of it."""

    receipt: str
    state: str  # of ``domain.objection.state_of``, or ``report``, ``report_closed``
    filed_on: date
    answered_on: date | None
    has_secret: bool


@dataclass(frozen=True)
class ObjectionFile:
    """An objection as the street and the district read it; a report has no ``due_on`` and no answer."""

    receipt: str
    case: str
    notice: str
    kind: str  # notice | resolution | report
    how: str
    named: bool
    filed_at: str
    due_on: date | None  # by when whoever gave a name has an answer; None where nobody waits
    text: str
    name: str
    contact: str
    answer: str
    answered_at: str
    stage: Stage | None
    closed: bool


def follow_objection(district: District, text: str) -> Followed:
    """How far an objection has come, for whoever holds its receipt; never the words, never a name."""
    receipt = parse_receipt(text)
    has_secret = district.office.find(ObjectionSecret, receipt) is not None
    report = district.office.find(Report, receipt)
    if report:
        state, at = ("report_closed" if report.closed else "report"), report.closed.get("at", "")
        return Followed(receipt, state, _day(report.filed_at), _day(at) if at else None, has_secret)
    row = find_objection_row(district, receipt)
    answered_on = _day(row.answered_at) if row.answered_at else None
    return Followed(receipt, state_of(Stage(row.stage)), _day(row.filed_at), answered_on, has_secret)


def read_answer(district: District, text: str, secret: str) -> str:
    """The answer, for whoever set a password when filing and knows it; empty while there is none."""
    receipt = parse_receipt(text)
    check_secret(district, receipt, secret)
    case, digest = _answer(district, receipt)
    return district.get_text(case, ANSWER, digest) if digest else ""


def check_secret(district: District, receipt: str, secret: str) -> None:
    """Refuses whoever does not know the password that was set when it was filed."""
    kept = district.office.find(ObjectionSecret, receipt)
    if kept is None or not matches(kept.password, secret):
        raise Refusal("objection.secret_wrong")


def list_objections(district: District, actor: Actor) -> list[ObjectionFile]:
    """Every objection and report of the person's area, what waits for an answer first."""
    check_may(actor, "objection.read")
    rows = district.index.objections(street=actor.street)
    reports = [one for one in district.office.every(Report) if may_in_area(actor, one.street, one.community)]
    files = [_from_row(district, row) for row in rows] + [_from_report(one) for one in reports]
    return sorted(files, key=lambda file: (file.closed, file.due_on or date.max, file.filed_at))


def count_open(district: District, actor: Actor) -> int:
    """How many wait for an answer or a look."""
    return sum(not file.closed for file in list_objections(district, actor))


def get_objection(district: District, actor: Actor, receipt: str) -> ObjectionFile:
    """One objection with its words; for the street and the district, never for the community (S7-AMB-06)."""
    check_may(actor, "objection.read")
    report = district.office.find(Report, receipt)
    if report:
        check_in_area(actor, report.street, report.community)
        return _with_words(district, _from_report(report), report.words)
    row = find_objection_row(district, receipt)
    check_in_area(actor, row.street, row.community)
    case = district.get_case(row.case)
    words = next(each.words for each in case.objections if each.id == receipt)
    return _with_words(district, _from_row(district, row), words)


def _answer(district: District, receipt: str) -> tuple[str, str]:
    """The case an answer belongs to, and its digest; empty where there is none."""
    report = district.office.find(Report, receipt)
    if report:
        return report.case, str(report.closed.get("words", ""))
    row = find_objection_row(district, receipt)
    objections = district.get_case(row.case).objections
    return row.case, next((each.answered for each in objections if each.id == receipt), "")


def _from_row(district: District, row: ObjectionRow) -> ObjectionFile:
    rules = district.policy_of(_policy_of(district, row)).objection
    waits = row.named and not row.answered_at
    return ObjectionFile(
        receipt=row.receipt,
        case=row.case,
        notice=row.notice,
        kind=row.kind,
        how=row.how,
        named=row.named,
        filed_at=row.filed_at,
        due_on=answer_due(_day(row.filed_at), rules, district.calendar()) if waits else None,
        text="",
        name="",
        contact="",
        answer="",
        answered_at=row.answered_at,
        stage=Stage(row.stage),
        closed=not waits,
    )


def _policy_of(district: District, row: ObjectionRow) -> str:
    notice = district.index.find_notice(row.notice)
    return notice.policy if notice else district.get_case(row.case).policy


def _from_report(report: Report) -> ObjectionFile:
    return ObjectionFile(
        receipt=report.id,
        case=report.case,
        notice=report.notice,
        kind="report",
        how=report.how,
        named=report.named,
        filed_at=report.filed_at,
        due_on=None,
        text="",
        name="",
        contact="",
        answer="",
        answered_at=report.closed.get("at", ""),
        stage=None,
        closed=bool(report.closed),
    )


def _with_words(district: District, file: ObjectionFile, digest: str) -> ObjectionFile:
    """The file with what was written; a resolution's objector is the applicant (S7-AMB-05)."""
    if file.kind == "resolution":
        words = {"text": district.get_text(file.case, "reason", digest), "name": "", "contact": ""}
    else:
        words = district.evidence.get(EVIDENCE, file.case, digest)
    case, answer = _answer(district, file.receipt)
    said = district.get_text(case, ANSWER, answer) if answer else ""
    return replace(file, text=words["text"], name=words["name"], contact=words["contact"], answer=said)


def _day(instant: str) -> date:
    return shanghai_date(parse_instant(instant))
