"""Tip-offs as they are read: by the holder of a receipt how far one has come, by the office in full.

The holder of a receipt learns nothing of the household: not its case, not whether it receives (S7-DUTY-S6).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from server.domain.complaint import CLOSED, Complaint, due_on
from server.domain.objection import parse_receipt
from server.domain.page import ALL, Page, page_of
from server.domain.permission import Actor, check_may
from server.domain.retention import check_kept
from server.records.complaint_rows import Asked, ComplaintRow, complaints, complaints_about, count_complaints
from server.records.entries import ObjectionSecret
from server.services.complaints import EVIDENCE, WORDS, get_complaint, get_own, is_involved
from server.services.district import District
from server.services.objection_files import check_secret
from server.services.objections import ANSWER

PAGE: Final = 50


@dataclass(frozen=True)
class FollowedComplaint:
    """How far a complaint has come; the result only once it is closed, and nothing of the household."""

    receipt: str
    state: str
    result: str
    received_on: date
    answered_on: date | None
    has_secret: bool


@dataclass(frozen=True)
class ComplaintFile:
    """A complaint as the street and the district read it."""

    complaint: Complaint
    due_on: date | None
    words: Mapping[str, str]
    looks: Sequence[str]
    reason: str
    answer: str
    nothing_owed: str
    others: Sequence[ComplaintRow]  # about the same household


def follow_complaint(district: District, text: str) -> FollowedComplaint:
    """How far a complaint has come, for whoever holds its receipt."""
    complaint = get_complaint(district, text)
    return FollowedComplaint(
        receipt=complaint.receipt,
        state=complaint.state,
        result=complaint.result if complaint.state == CLOSED else "",
        received_on=complaint.received_on,
        answered_on=complaint.answered_on,
        has_secret=district.office.find(ObjectionSecret, complaint.receipt) is not None,
    )


def read_complaint_answer(district: District, text: str, secret: str) -> str:
    """The answer, for whoever set a password and knows it; empty while there is none."""
    check_secret(district, parse_receipt(text), secret)
    complaint = get_complaint(district, text)
    check_kept(complaint.acts)
    return district.get_text(complaint.id, ANSWER, complaint.answer) if complaint.answer else ""


def list_complaints(district: District, actor: Actor, asked: Asked, page: int = 1) -> Page[ComplaintRow]:
    """Those of the person's area, without those about households they were sent to; page 0 is all."""
    check_may(actor, "complaint.read")
    found = complaints(district.index, replace(asked, street=actor.street))
    seen = {case: not is_involved(district, actor, case) for case in {row.case_number for row in found}}
    return page_of([row for row in found if seen[row.case_number]], page, PAGE)


def count_open_complaints(district: District, actor: Actor, due_before: str = "") -> int:
    """How many are not closed, with ``due_before`` those whose day is earlier."""
    if actor.assessor_id:  # without the households they were sent to
        rows = list_complaints(district, actor, Asked(), page=ALL).rows
        return sum(not due_before or "" < row.due_on < due_before for row in rows)
    return count_complaints(district.index, actor.street, due_before)


def read_complaint(district: District, actor: Actor, receipt: str) -> ComplaintFile:
    """One complaint with its words; never for the community, nor for whoever was sent to the household."""
    complaint = get_own(district, actor, "complaint.read", receipt)
    check_kept(complaint.acts)
    timer = district.policy_of(complaint.policy).timers.complaint
    texts = {"reason": (WORDS, complaint.reason), "answer": (ANSWER, complaint.answer)}
    texts["nothing_owed"] = (WORDS, complaint.nothing_owed)
    read = {
        name: district.get_text(complaint.id, kind, digest) if digest else ""
        for name, (kind, digest) in texts.items()
    }
    about = complaints_about(district.index, complaint.case)
    return ComplaintFile(
        complaint=complaint,
        due_on=due_on(complaint.received_on, timer, district.calendar()),
        words=district.evidence.get(EVIDENCE, complaint.id, complaint.words),
        looks=[district.get_text(complaint.id, WORDS, look.words) for look in complaint.looks],
        reason=read["reason"],
        answer=read["answer"],
        nothing_owed=read["nothing_owed"],
        others=[row for row in about if row.file != complaint.id],
    )
