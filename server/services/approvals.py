"""The district decides: approves, or returns the case to the street with the reason (S7-APPR)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from server.domain.case import Case
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.reviews import review

_DECEMBER: Final = 12
OPINIONS: Final = ("approve", "refuse")
# Originals as the copies; procedure; eligibility; file as the record (S7-APPR-02…05).
DISTRICT_CHECKS: Final = ("S7-APPR-02", "S7-APPR-03", "S7-APPR-04", "S7-APPR-05")


def examine(
    district: District, actor: Actor, number: str, opinion: str, checks: Mapping[str, bool], words: str
) -> Case:
    """The district's auditor answers the four checks, says what was looked at, and signs (S7-APPR-02…06).

    ``checks`` says of each rule of :data:`DISTRICT_CHECKS` whether it holds.
    """
    case = district.get_case(number)
    check_may(actor, "case.examine")
    check_in_area(actor, case.street, case.community)
    check_step(case, "examined")
    if set(checks) != set(DISTRICT_CHECKS):
        raise Refusal("examination.checks")
    if opinion not in OPINIONS:
        raise Refusal("request.field", field="opinion", why=opinion)
    if not words.strip():
        raise Refusal("examination.words")
    facts = {
        "opinion": opinion,
        "checks": {rule: "holds" if holds else "fails" for rule, holds in checks.items()},
        "words": district.put_text(number, "reason", words),
    }
    return district.append_to_case(case, draft_act(actor, "case.examine", "examined", facts))


def approve(district: District, actor: Actor, number: str, reason: str = "") -> Case:
    """The bureau's head approves; where a check failed, only with the reasons in words (S7-APPR-07, 08)."""
    case = _get_to_decide(district, actor, number, "approved")
    count = review(district, case).failed + _failed_at_district(case)
    if count and not reason.strip():
        raise Refusal("approval.checks_failed", count=count)
    facts = {
        "amount_fen": case.finding.amount_fen if case.finding else 0,
        "start_month": _next_month(district.today()),
        "failed_checks": count,
        "reason": district.put_text(number, "reason", reason) if reason.strip() else "",
    }
    return district.append_to_case(case, draft_act(actor, "case.approve", "approved", facts))


def refuse(district: District, actor: Actor, number: str, reason: str) -> Case:
    """The bureau's head refuses, with the reasons the family will read (S7-APPR-10)."""
    case = _get_to_decide(district, actor, number, "refused")
    if not reason.strip():
        raise Refusal("approval.refuse_reason")
    facts = {"reason": district.put_text(number, "reason", reason)}
    return district.append_to_case(case, draft_act(actor, "case.approve", "refused", facts))


def return_case(district: District, actor: Actor, number: str, reason: str) -> Case:
    """Returns the case to the street, which sends a team again or mends the file."""
    case = district.get_case(number)
    check_may(actor, "case.return")
    check_in_area(actor, case.street, case.community)
    check_step(case, "returned")
    if not reason.strip():
        raise Refusal("approval.reason")
    facts = {"to": "street", "reason": district.put_text(number, "reason", reason)}
    return district.append_to_case(case, draft_act(actor, "case.return", "returned", facts))


def _get_to_decide(district: District, actor: Actor, number: str, act: str) -> Case:
    """The case, where the actor may decide it: nobody signs at both levels (S7-APPR-06, S7-APPR-07)."""
    case = district.get_case(number)
    check_may(actor, "case.approve")
    check_in_area(actor, case.street, case.community)
    check_step(case, act)
    if case.examination is not None and case.examination.by == actor.user_id:
        raise Refusal("approval.same_person")
    return case


def _failed_at_district(case: Case) -> int:
    return list(case.examination.checks.values()).count("fails") if case.examination else 0


def _next_month(day: date) -> str:
    """Payment starts the month after the decision (民发〔2021〕57号 art. 21, C-18)."""
    if day.month == _DECEMBER:
        return f"{day.year + 1}-01"
    return f"{day.year}-{day.month + 1:02d}"
