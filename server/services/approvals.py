"""The district decides: approves, or returns the case to the street with the reason (S7-APPR)."""

from __future__ import annotations

from datetime import date
from typing import Final

from server.domain.case import Case, check_step
from server.domain.permission import Actor, check_in_area, check_may
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.reviews import review

_DECEMBER: Final = 12


def approve(district: District, actor: Actor, number: str, reason: str = "") -> Case:
    """Approves; where a check failed, only with the reasons in words (S7-APPR-03, ui.md: Checks)."""
    case = district.get_case(number)
    check_may(actor, "case.approve")
    check_in_area(actor, case.street, case.community)
    check_step(case, "approved")
    count = review(district, case).failed
    if count and not reason.strip():
        raise Refusal("approval.checks_failed", count=count)
    facts = {
        "amount_fen": case.finding.amount_fen if case.finding else 0,
        "start_month": _next_month(district.today()),
        "failed_checks": count,
        "reason": district.put_text(number, "reason", reason) if reason.strip() else "",
    }
    return district.append_to_case(case, draft_act(actor, "case.approve", "approved", facts))


def return_case(district: District, actor: Actor, number: str, reason: str) -> Case:
    """Returns the case to the street, which sends a team again."""
    case = district.get_case(number)
    check_may(actor, "case.return")
    check_in_area(actor, case.street, case.community)
    check_step(case, "returned")
    if not reason.strip():
        raise Refusal("approval.reason")
    facts = {"to": "street", "reason": district.put_text(number, "reason", reason)}
    return district.append_to_case(case, draft_act(actor, "case.return", "returned", facts))


def _next_month(day: date) -> str:
    """Payment starts the month after the decision (民发〔2021〕57号 art. 21, C-18)."""
    if day.month == _DECEMBER:
        return f"{day.year + 1}-01"
    return f"{day.year}-{day.month + 1:02d}"
