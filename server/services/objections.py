"""Objections to a notice: filed, followed by a receipt, answered (S7-NOTICE-03, S7-AMB-06).

What is objected and by whom lies in evidence alone, for the street and the district. What comes too late to
stop the clock is kept as a report for the street, and nobody is turned away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from server.domain.act import ActDraft
from server.domain.case import Case
from server.domain.days import format_instant
from server.domain.objection import (
    IN_PERSON,
    PAGE,
    PHONE,
    RECEIPT_BITS,
    Statement,
    check_statement,
    format_receipt,
)
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import allowed_acts, check_step
from server.errors import Refusal
from server.records.entries import ObjectionSecret, Report
from server.records.index import NoticeRow, ObjectionRow
from server.services.district import District, draft_act
from server.services.notices import find_row
from server.services.people import hash_password

EVIDENCE: Final = "objection"
ANSWER: Final = "answer"
KEPT_APART: Final = frozenset({EVIDENCE, ANSWER})  # never part of a file that leaves the street
BOARD: Final = "board"  # by whom an objection is that came over the page of the notice
RESIDENT: Final = "resident"


@dataclass(frozen=True)
class Filed:
    """What became of an objection: it stopped the clock, or it came too late and is a report."""

    receipt: str
    is_report: bool


def object_on_page(district: District, notice_id: str, statement: Statement) -> Filed:
    """A resident objects on the notice's own page, named or not."""
    row = find_row(district, notice_id)
    draft = ActDraft("objection_filed", BOARD, RESIDENT, {"how": PAGE})
    return _file(district, row, draft, statement)


def record_objection(district: District, actor: Actor, number: str, how: str, statement: Statement) -> Filed:
    """Somebody objects in person or by telephone, and the desk records it."""
    case = district.get_case(number)
    check_may(actor, "objection.record")
    check_in_area(actor, case.street, case.community)
    if how not in (IN_PERSON, PHONE):
        raise Refusal("objection.how")
    posted = [act.facts["notice"] for act in case.acts if act.kind == "notice_posted"]
    if not posted:
        raise Refusal("objection.no_notice")
    draft = draft_act(actor, "objection.record", "objection_filed", {"how": how})
    return _file(district, find_row(district, posted[-1]), draft, statement)


def answer_objection(district: District, actor: Actor, receipt: str, words: str) -> Case:
    """The street answers, once; whoever gave a name waits for it (S7-AMB-06, C-29)."""
    row = find_objection_row(district, receipt)
    check_may(actor, "objection.answer")
    check_in_area(actor, row.street, row.community)
    if not words.strip():
        raise Refusal("objection.answer_words")
    with district.casebook.turn:
        case = district.get_case(row.case)
        check_step(case, "objection_answered")
        if any(each.id == row.receipt and each.answered for each in case.objections):
            raise Refusal("objection.answered")
        facts = {"objection": row.receipt, "words": district.put_text(row.case, ANSWER, words)}
        return district.append_to_case(
            case, draft_act(actor, "objection.answer", "objection_answered", facts)
        )


def close_report(district: District, actor: Actor, receipt: str, words: str) -> Report:
    """The street looked into what came too late, and says what it found."""
    report = district.office.get(Report, receipt)
    check_may(actor, "objection.answer")
    check_in_area(actor, report.street, report.community)
    if report.closed:
        raise Refusal("report.closed")
    if not words.strip():
        raise Refusal("report.words")
    digest = district.put_text(report.case, ANSWER, words)
    closed = {"at": format_instant(district.now()), "by": actor.user_id, "words": digest}
    return district.office.change(Report, receipt, lambda entry: replace(entry, closed=closed))


def _file(district: District, notice: NoticeRow, draft: ActDraft, statement: Statement) -> Filed:
    with district.casebook.turn:
        case = district.get_case(notice.case)
        check_statement(statement, district.policy_of(case.policy).objection)
        earlier = _filed_already(district, case, statement.once)
        if earlier:
            return earlier
        receipt = _new_receipt(district)
        facts = {
            **draft.facts,
            "objection": receipt,
            "notice": notice.id,
            "named": statement.is_named,
            "words": keep_words(district, EVIDENCE, case.number, statement),
            "once": statement.once,
        }
        is_report = not _stops_the_clock(district, case, notice)
        if is_report:
            district.office.create(_report(district, notice, facts))
        else:
            district.append_to_case(case, replace(draft, facts=facts))
    keep_secret(district, receipt, statement)
    return Filed(receipt, is_report)


def keep_secret(district: District, receipt: str, statement: Statement) -> None:
    """The password to read the answer with, where one was set."""
    if statement.secret:
        district.office.save(ObjectionSecret(receipt, hash_password(statement.secret)))


def keep_words(district: District, kind: str, file: str, statement: Statement) -> str:
    """What was written and by whom, as evidence alone; returns its digest."""
    words = {key: getattr(statement, key).strip() for key in ("text", "name", "contact")}
    return district.evidence.put(kind, file, words, salt=district.new_salt())


def _stops_the_clock(district: District, case: Case, notice: NoticeRow) -> bool:
    """While the notice hangs, and while nobody has been sent since (S7-NOTICE-03)."""
    in_time = district.today().isoformat() <= notice.last_day
    return in_time and "objection_filed" in allowed_acts(case)


def _filed_already(district: District, case: Case, once: str) -> Filed | None:
    """The receipt given out already where the same form is sent twice."""
    if not once:
        return None
    for each in case.objections:
        if each.once == once:
            return Filed(each.id, False)
    for report in district.office.every(Report):
        if report.once == once and report.case == case.number:
            return Filed(report.id, True)
    return None


def _new_receipt(district: District) -> str:
    while True:
        receipt = format_receipt(district.rng.getrandbits(RECEIPT_BITS))
        if not district.index.find_objection(receipt) and not district.office.find(Report, receipt):
            return receipt


def _report(district: District, notice: NoticeRow, facts: dict[str, Any]) -> Report:
    return Report(
        id=facts["objection"],
        case=notice.case,
        street=notice.street,
        community=notice.community,
        notice=notice.id,
        how=facts["how"],
        named=facts["named"],
        words=facts["words"],
        filed_at=format_instant(district.now()),
        once=facts["once"],
    )


def find_objection_row(district: District, receipt: str) -> ObjectionRow:
    """The objection of a receipt; refuses an unknown one."""
    row = district.index.find_objection(receipt)
    if row is None:
        raise Refusal("objection.unknown")
    return row
