"""Where an inquiry suggested a recovery: a door to the household's payments, nothing by itself (S7-DUTY-S6).

Only for whoever may read the complaint: the household's case shows nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from server.domain.case import Case
from server.domain.complaint import FOUND, RECOVERY, SERIES, Complaint
from server.domain.days import shanghai_date
from server.domain.permission import Actor, check_may, may, may_in_area
from server.records.complaint_rows import ComplaintRow, complaints_about, complaints_suggesting
from server.services.complaints import get_complaint, is_involved
from server.services.district import District
from server.services.recoveries import count_open


@dataclass(frozen=True)
class Suggested:
    """A true complaint that suggests a recovery; ``is_open`` until an overpayment is found after it."""

    receipt: str
    case: str
    community: str
    found_on: date
    is_open: bool


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
    return Suggested(complaint.receipt, case.number, case.community, shanghai_date(said), not followed)
