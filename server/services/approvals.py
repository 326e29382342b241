"""The district examines, then approves or refuses, or returns the case to the street (S7-APPR-02…10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from server.domain.case import Case
from server.domain.days import add_months
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.policy import Policy
from server.domain.procedure import check_step
from server.domain.review_check import Check
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.household_classes import check_class
from server.services.reviews import review
from server.services.stamps import Stamp, keep_stamp

OPINIONS: Final = ("approve", "refuse")
ORIGINALS, PROCEDURE, ELIGIBILITY, RECORD = "S7-APPR-02", "S7-APPR-03", "S7-APPR-04", "S7-APPR-05"
# Originals as the copies; procedure; eligibility; file as the record.
DISTRICT_CHECKS: Final = (ORIGINALS, PROCEDURE, ELIGIBILITY, RECORD)
VISIT: Final = "visit"
_EXAMINATION: Final = "reason"
SEAL: Final = Stamp("stamp03")
# What the machine checks under another rule belongs to the procedure, except these.
_OWN: Final = {
    "S7-EVAL-03": ORIGINALS,
    "S7-APPR-02": ORIGINALS,
    "S7-APPR-04": ELIGIBILITY,
    "S7-APPR-05": RECORD,
    "S7-EVAL-07": RECORD,
}


@dataclass(frozen=True)
class Looked:
    """One of the four checks: whether it holds, and what was looked at, in words."""

    holds: bool
    words: str


def examine(
    district: District,
    actor: Actor,
    number: str,
    opinion: str,
    checks: Mapping[str, Looked],
    *,
    visit: str = "",
) -> Case:
    """The district's auditor answers the four checks, says what was looked at, and signs (S7-APPR-02…06).

    ``visit`` says what the district's own visit found, which a family related to the staff must have (C-17).
    """
    case = district.get_case(number)
    check_may(actor, "case.examine")
    check_in_area(actor, case.street, case.community)
    check_step(case, "examined")
    if opinion not in OPINIONS:
        raise Refusal("request.field", field="opinion", why=opinion)
    _check_looked(case, district.policy_of(case.policy), checks)
    if needs_district_visit(case) and not visit.strip():
        raise Refusal("examination.visit")
    facts = {
        "opinion": opinion,
        "checks": {rule: "holds" if looked.holds else "fails" for rule, looked in checks.items()},
        "visited": bool(visit.strip()),
        "words": _keep_looked(district, number, checks, visit),
    }
    return district.append_to_case(case, draft_act(actor, "case.examine", "examined", facts))


def needs_district_visit(case: Case) -> bool:
    """Whether the family is registered as related to the staff, so that the district itself visits (C-17)."""
    return case.relative is not None and case.relative.district_visit


def read_examination(district: District, case: Case) -> dict[str, str]:
    """What was looked at, by the rule of each check, and at ``visit`` what the district's visit found."""
    if case.examination is None:
        return {}
    kept = district.evidence.get(_EXAMINATION, case.number, case.examination.words)
    return dict(kept.get("looked", {}))


def suggest(district: District, case: Case) -> dict[str, list[Check]]:
    """What the machine checked, sorted to the four checks, failures first: a suggestion and no answer."""
    found: dict[str, list[Check]] = {rule: [] for rule in DISTRICT_CHECKS}
    for check in review(district, case).checks:
        found[_OWN.get(check.rule, PROCEDURE)].append(check)
    return found


def approve(
    district: District,
    actor: Actor,
    number: str,
    reason: str = "",
    *,
    stamp: Stamp = SEAL,
    klass: str = "",
) -> Case:
    """The bureau's head approves and the seal is set, after a failed check with reasons (S7-APPR-07, 08).

    The amount is the committee's; it is paid from the month the pack's rule names (C-18). ``klass`` is the
    class it is reviewed by; the street sets it later where it is left open (S7-AMB-14).
    """
    case = _get_to_decide(district, actor, number, "approved")
    count = review(district, case).failed + failed_at_district(case)
    against = case.examination is not None and case.examination.opinion == "refuse"
    if (count or against) and not reason.strip():
        raise Refusal("approval.checks_failed" if count else "approval.against_opinion", count=count)
    if klass:
        check_class(district, case, klass)
    facts = {
        "amount_fen": case.finding.amount_fen if case.finding else 0,
        "class": klass,
        "start_month": start_month(district.policy_of(case.policy), district.today()),
        "certificate": certificate_number(case.number),
        "failed_checks": count,
        **keep_stamp(district, case, stamp, "stamp03"),
        "reason": district.put_text(number, "reason", reason) if reason.strip() else "",
    }
    return district.append_to_case(case, draft_act(actor, "case.approve", "approved", facts))


def refuse(district: District, actor: Actor, number: str, reason: str, *, stamp: Stamp = SEAL) -> Case:
    """The bureau's head refuses, with the reasons the family will read (S7-APPR-10)."""
    case = _get_to_decide(district, actor, number, "refused")
    if not reason.strip():
        raise Refusal("approval.refuse_reason")
    facts = {
        **keep_stamp(district, case, stamp, "stamp03"),
        "reason": district.put_text(number, "reason", reason),
    }
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


def failed_at_district(case: Case) -> int:
    """How many of the four checks did not hold."""
    return list(case.examination.checks.values()).count("fails") if case.examination else 0


def start_month(policy: Policy, day: date) -> str:
    """``2026-04``: the month after the decision, or its own (民发〔2021〕57号 art. 21, C-18)."""
    month = add_months(day, 1) if policy.amount.start_rule == "next_month" else day
    return f"{month.year}-{month.month:02d}"


def certificate_number(case: str) -> str:
    """``SL〔2026〕0137`` of ``SL-2026-0137``: one case has one certificate, so no two share a number."""
    street, year, number = case.split("-")
    return f"{street}〔{year}〕{number}"


def _check_looked(case: Case, policy: Policy, checks: Mapping[str, Looked]) -> None:
    """All four, each with what was looked at; originals hold only once somebody has seen them."""
    if set(checks) != set(DISTRICT_CHECKS):
        raise Refusal("examination.checks")
    if not all(looked.words.strip() for looked in checks.values()):
        raise Refusal("examination.words")
    if policy.originals.district_check and checks[ORIGINALS].holds and not case.originals_seen:
        raise Refusal("examination.originals_first")


def _keep_looked(district: District, number: str, checks: Mapping[str, Looked], visit: str) -> str:
    looked = {rule: each.words.strip() for rule, each in checks.items()}
    if visit.strip():
        looked[VISIT] = visit.strip()
    content = {"text": "；".join(looked[key].rstrip("。；") for key in looked) + "。", "looked": looked}
    return district.evidence.put(_EXAMINATION, number, content, salt=district.new_salt())


def _get_to_decide(district: District, actor: Actor, number: str, act: str) -> Case:
    """The case, where the actor may decide it: nobody signs at both levels (S7-APPR-06, S7-APPR-07)."""
    case = district.get_case(number)
    check_may(actor, "case.approve")
    check_in_area(actor, case.street, case.community)
    check_step(case, act)
    if case.examination is not None and case.examination.by == actor.user_id:
        raise Refusal("approval.same_person")
    return case
