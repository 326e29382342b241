"""A review's opinion on its way: two signatures of the street, the bureau's head, the letter (S7-AMB-23)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from server.domain.case import Case
from server.domain.days import parse_date
from server.domain.month import month_before, month_of_day
from server.domain.periodic_review import (
    ADJUST,
    KEEP,
    STOP,
    PeriodicReview,
    Recorded,
    check_waits_for,
    open_review,
)
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.policy import Policy
from server.domain.procedure import check_step
from server.errors import Refusal
from server.records.entries import User
from server.services.approvals import start_month
from server.services.committee import list_committee
from server.services.district import District, draft_act
from server.services.hands import Signed, keep_hand
from server.services.households_now import EVIDENCE, benefit_now
from server.services.share_reductions import check_still_refuses

WAYS_TO_DELIVER: Final = ("in_person", "post", "left")


def audit_review(
    district: District,
    actor: Actor,
    number: str,
    passed: bool,
    responsible: str,
    *,
    words: str = "",
    signed: Signed = None,
    home: bool = False,
) -> Case:
    """The street confirms the opinion with two signatures, which closes what is kept, or sends it back.

    ``home`` sends it back to the home: what the team saw there is not enough (S7-REV-15).
    """
    check_may(actor, "review.audit")
    case = _get(district, actor, number)
    review = check_waits_for(case, "review_audited")
    check_step(case, "review_audited")
    _check_signers(district, case, review, actor, responsible)
    if not passed and not words.strip():
        raise Refusal("periodic_review.words")
    _check_home(review, home=home and not passed)
    if passed and review.recorded is not None:
        _check_ground(district, case, review.recorded)
    facts = {
        "passed": passed,
        "auditor": actor.user_id,
        "responsible": responsible,
        "signed": keep_hand(district, number, responsible, signed),
        "reason": district.put_text(number, "reason", words) if words.strip() else "",
        **({"home": True} if home and not passed else {}),
    }
    return district.append_to_case(case, draft_act(actor, "review.audit", "review_audited", facts))


def decide_review(district: District, actor: Actor, number: str, *, words: str = "") -> Case:
    """The bureau's head adjusts or stops, from the month the pack's rule names (S7-AMB-23, C-18).

    Refused where the amount moved on since the community recorded it: it is recorded anew first.
    """
    check_may(actor, "review.decide")
    with district.casebook.turn:
        case = _get(district, actor, number)
        review = check_waits_for(case, "review_decided")
        check_step(case, "review_decided")
        recorded = _checked(district, case, review, actor)
        facts = _decided(district, case, review, recorded)
        facts["reason"] = district.put_text(number, "reason", words) if words.strip() else ""
        return district.append_to_case(case, draft_act(actor, "review.decide", "review_decided", facts))


def foresee_decision(district: District, case: Case) -> tuple[str, str]:
    """From which month an adjustment approved today applies, and the last month that a stop leaves paid.

    Both are empty where no decision waits.
    """
    review = open_review(case)
    if review is None or review.waits_for != "review_decided" or review.recorded is None:
        return "", ""
    facts = _decided(district, case, review, review.recorded)
    return facts.get("since", ""), facts.get("until", "")


def return_review(district: District, actor: Actor, number: str, words: str, *, home: bool = False) -> Case:
    """The bureau's head sends the opinion back, to be recorded anew; with ``home`` seen anew before."""
    check_may(actor, "review.decide")
    case = _get(district, actor, number)
    review = check_waits_for(case, "review_decided")
    check_step(case, "review_returned")
    if not words.strip():
        raise Refusal("periodic_review.words")
    _check_home(review, home=home)
    facts = {"reason": district.put_text(number, "reason", words), **({"home": True} if home else {})}
    return district.append_to_case(case, draft_act(actor, "review.decide", "review_returned", facts))


def notify_family(
    district: District,
    actor: Actor,
    number: str,
    on: date,
    how: str,
    *,
    signed: Signed = None,
    unsigned: str = "",
) -> Case:
    """The family receives the letter with reasons and remedy, and signs for it (C-26, D-20)."""
    check_may(actor, "review.notify")
    case = _get(district, actor, number)
    review = check_waits_for(case, "review_notified")
    check_step(case, "review_notified")
    if how not in WAYS_TO_DELIVER:
        raise Refusal("request.field", field="how", why=how)
    if on > district.today() or (review.closed_on is not None and on < review.closed_on):
        raise Refusal("periodic_review.told_on")
    if how != "in_person" and not unsigned.strip():
        raise Refusal("periodic_review.unsigned")
    facts = {
        "on": on.isoformat(),
        "how": how,
        "signed": "" if unsigned.strip() else keep_hand(district, number, "family", signed),
        "words": district.put_text(number, "reason", unsigned) if unsigned.strip() else "",
    }
    return district.append_to_case(case, draft_act(actor, "review.notify", "review_notified", facts))


def last_month(policy: Policy, today: date, reason: str, died_on: date | None) -> str:
    """The last month that is paid after a stop today; of a death the pack may name its own (D-31)."""
    if reason == "died" and died_on is not None and policy.review.death_last_month == "death":
        return month_of_day(died_on)
    return month_before(start_month(policy, today))


def _checked(district: District, case: Case, review: PeriodicReview, actor: Actor) -> Recorded:
    """What was recorded, still true: nobody decides on an amount that has moved on meanwhile."""
    recorded, audited = review.recorded, review.audited
    if recorded is None or audited is None or case.receipt is None:
        raise Refusal("periodic_review.none")
    if actor.user_id in (audited.auditor, audited.responsible, recorded.by):
        raise Refusal("periodic_review.same_person")
    now = case.receipt.now
    if now.amount_fen != recorded.before_fen:
        raise Refusal("periodic_review.stale")
    _check_ground(district, case, recorded)
    if recorded.opinion == ADJUST:
        kept = district.evidence.get(EVIDENCE, case.number, recorded.household)
        if benefit_now(district, case, kept["answers"]).amount_fen != recorded.amount_fen:
            raise Refusal("periodic_review.stale")
    return recorded


def _check_ground(district: District, case: Case, recorded: Recorded) -> None:
    """Whatever a review ends with rests on its reductions: on refusals that still stand (C-28)."""
    if recorded.reduced:
        kept = district.evidence.get(EVIDENCE, case.number, recorded.household)
        check_still_refuses(district, case, recorded, kept["answers"])


def _decided(district: District, case: Case, review: PeriodicReview, recorded: Recorded) -> dict[str, Any]:
    policy, today = district.policy_of(case.policy), district.today()
    facts: dict[str, Any] = {"outcome": recorded.opinion, "reason_code": recorded.reason}
    if recorded.opinion == KEEP:
        raise Refusal("periodic_review.order", step="街道审核")
    if recorded.opinion == STOP:
        return facts | {"until": last_month(policy, today, recorded.reason, _happened_on(case, review))}
    return facts | {
        "since": start_month(policy, today),
        "persons": recorded.persons,
        "amount_fen": recorded.amount_fen,
        "class": recorded.klass,
    }


def _happened_on(case: Case, review: PeriodicReview) -> date | None:
    """When what was reported happened, of the review that was opened for it."""
    opened = [act for act in case.acts if act.kind == "review_opened"]
    day = opened[review.n - 1].facts.get("happened_on")
    return parse_date(day) if day else None


def _check_home(review: PeriodicReview, *, home: bool) -> None:
    """Only what was seen in the home can be sent back to it."""
    if home and not review.visit:
        raise Refusal("periodic_review.no_home")


def _check_signers(
    district: District, case: Case, review: PeriodicReview, actor: Actor, responsible: str
) -> None:
    """Two people of the street, neither of whom recorded it; who was in the home only where allowed."""
    known = {user.id for user in list_committee(district, case.street)}
    if responsible == actor.user_id or responsible not in known:
        raise Refusal("audit.two_people")
    signers = (actor.user_id, responsible)
    if review.recorded is not None and review.recorded.by in signers:
        raise Refusal("periodic_review.same_person")
    if district.policy_of(case.policy).audit.separation != "block" or review.team is None:
        return
    found = (district.office.find(User, user) for user in signers)
    both = [user.name for user in found if user and user.assessor_id in review.team.assessors]
    if both:
        raise Refusal("audit.separation", who="、".join(both))


def _get(district: District, actor: Actor, number: str) -> Case:
    case = district.get_case(number)
    check_in_area(actor, case.street, case.community)
    return case
