"""Where an inquiry suggested a recovery: a door to the household's payments, nothing by itself (S7-DUTY-S6).

Only for whoever may read the complaint: the household's case shows nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from server.domain.case import Case
from server.domain.complaint import (
    FOUND,
    NOTHING_OWED,
    RECOVERY,
    SERIES,
    Complaint,
    check_nothing_owed,
)
from server.domain.days import shanghai_date
from server.domain.permission import Actor, check_may, may, may_in_area
from server.errors import Refusal
from server.records.complaint_rows import ComplaintRow, complaints_about, complaints_suggesting
from server.services.complaints import WORDS, append_to, get_complaint, get_own, is_involved
from server.services.district import District, draft_act
from server.services.recoveries import count_open, work_out_overpaid


@dataclass(frozen=True)
class Suggested:
    """A true complaint that suggests a recovery; ``is_open`` until it is followed, or nothing is owed."""

    receipt: str
    case: str
    community: str
    found_on: date
    is_open: bool
    nothing_owed: bool


def list_suggested(district: District, actor: Actor) -> list[Suggested]:
    """Those of the person's area that nobody has followed yet."""
    check_may(actor, "payment.read")
    return [each for each in _read(district, actor, complaints_suggesting(district.index)) if each.is_open]


def count_recoveries(district: District, actor: Actor) -> int:
    """Accounts with a balance, and suggestions nobody has followed."""
    return count_open(district, actor) + len(list_suggested(district, actor))


def suggested_for(district: District, actor: Actor, number: str) -> list[Suggested]:
    """What suggests a recovery from one household."""
    about = complaints_about(district.index, number)
    return list(_read(district, actor, [row for row in about if row.consequence == RECOVERY]))


def say_nothing_owed(district: District, actor: Actor, receipt: str, words: str) -> Complaint:
    """Nothing is to be asked back after all, and why; not while more was paid than was owed."""
    with district.casebook.turn:
        complaint = get_own(district, actor, "recovery.find", receipt)
        check_nothing_owed(complaint)
        if work_out_overpaid(district, district.get_case(complaint.case)):
            raise Refusal("complaint.overpaid")
        if not words.strip():
            raise Refusal("complaint.reason")
        facts = {"words": district.put_text(complaint.id, WORDS, words)}
        return append_to(district, complaint, draft_act(actor, "recovery.find", NOTHING_OWED, facts))


def may_say_nothing_owed(district: District, actor: Actor, complaint: Complaint) -> bool:
    """Whether this person may close what a complaint suggested, and there is something to close."""
    if complaint.consequence != RECOVERY or complaint.nothing_owed or not may(actor, "recovery.find"):
        return False
    case = district.get_case(complaint.case)
    return _suggested(complaint, case).is_open and not work_out_overpaid(district, case)


def _read(district: District, actor: Actor, rows: Sequence[ComplaintRow]) -> Iterator[Suggested]:
    if not may(actor, "complaint.read"):
        return
    mine = (row for row in rows if may_in_area(actor, row.street, row.community))
    for row in mine:
        if not is_involved(district, actor, row.case_number):
            complaint = get_complaint(district, row.file.removeprefix(SERIES))
            yield _suggested(complaint, district.get_case(row.case_number))


def _suggested(complaint: Complaint, case: Case) -> Suggested:
    said = next(act.at for act in complaint.acts if act.kind == FOUND)
    followed = any(case.acts[each.n - 1].at >= said for each in case.recovery.found)
    nothing_owed = bool(complaint.nothing_owed)
    is_open = not followed and not nothing_owed
    return Suggested(
        complaint.receipt, case.number, case.community, shanghai_date(said), is_open, nothing_owed
    )
