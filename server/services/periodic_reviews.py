"""Reviewing a household: opened, recorded by the community, told to the family (S7-REV, S7-DUTY-C6, C-26)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from server.domain.benefit import Benefit
from server.domain.case import Case
from server.domain.clock_spans import count_days
from server.domain.household import COPIES
from server.domain.month import first_day_of, last_day_of, month_of_day
from server.domain.periodic_review import (
    ADJUST,
    ADJUST_REASONS,
    CHANGES,
    DESK,
    EXPIRY,
    HOME,
    KEEP,
    LEVELS,
    OCCASIONS,
    OPINIONS,
    PLACES,
    STOP,
    STOP_REASONS,
    WAYS,
    PeriodicReview,
    check_waits_for,
    open_review,
)
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.domain.review_household import MemberNow, from_home_review, with_members
from server.domain.review_plan import plan_of
from server.domain.share_reduction import Reductions, reduction_facts
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.expiries import check_ended
from server.services.hands import Signed, keep_hand
from server.services.households_now import EVIDENCE, answers_now, benefit_now
from server.services.share_reductions import check_opinion, reductions_in, settle_reductions
from server.services.uploads import parse_upload

SEEN: Final = ("same", "changed", "missing")  # an original: as on file, changed with a copy, not brought


@dataclass(frozen=True)
class Change:
    """What a family, or a neighbour, reports: what happened and when (D-31)."""

    what: str
    happened_on: date


@dataclass(frozen=True)
class Found:
    """What the community asked and saw, and its preliminary opinion (S7-REV-07, S7-REV-08, S7-DUTY-C6)."""

    opinion: str
    reason: str = ""  # a code, for an adjustment or a stop
    words: str = ""
    members: Sequence[MemberNow] = ()  # empty after a home review, which asked everybody
    savings: str = ""
    originals: Mapping[str, str] = field(default_factory=dict)  # document → SEEN
    ways: Sequence[str] = ("originals", "oral")
    place: str = "community"
    levels: Sequence[str] = ("community",)
    klass: str = ""
    reduced: Reductions | None = None  # whose share is reduced (C-28); None: what stands goes on


def begin_review(
    district: District,
    actor: Actor,
    number: str,
    occasion: str,
    *,
    change: Change | None = None,
    words: str = "",
) -> Case:
    """Opens a review; one that is planned in its review month or later, any other at any time (S7-REV-01)."""
    check_may(actor, "review.open")
    with district.casebook.turn:
        case = _get(district, actor, number)
        if open_review(case):
            raise Refusal("periodic_review.already_open")
        check_step(case, "review_opened")
        if occasion not in OCCASIONS:
            raise Refusal("request.field", field="occasion", why=occasion)
        if occasion == EXPIRY:
            check_ended(district, number)
        month, due_on = _when(district, case, occasion, change)
        facts = {
            "occasion": occasion,
            "month": month,
            "due_on": due_on.isoformat(),
            "change": change.what if change else "",
            "happened_on": change.happened_on.isoformat() if change else "",
            "words": district.put_text(number, "reason", words) if words.strip() else "",
        }
        return district.append_to_case(case, draft_act(actor, "review.open", "review_opened", facts))


def preview(district: District, case: Case, found: Found) -> Benefit | None:
    """The benefit by what was found; None where nobody is left (the opinion can only be to stop)."""
    answers = answers_found(district, case, found)
    return benefit_now(district, case, answers) if answers["member"] else None


def answers_found(district: District, case: Case, found: Found) -> dict[str, Any]:
    """The household by what was found, at the desk or in the home."""
    base, on, review = answers_now(district, case), district.today(), open_review(case)
    if review is not None and review.visit and not found.members:
        answers = from_home_review(base, home_answers(district, case, review), on)
    else:
        answers = with_members(base, found.members, found.savings, on)
    return settle_reductions(district, case, review, answers, found.reduced)


def home_answers(district: District, case: Case, review: PeriodicReview) -> Mapping[str, Any]:
    """What the sealed home review answered."""
    return parse_upload("", district.evidence.get("visit", case.number, review.visit))[1].answers


def record_review(district: District, actor: Actor, number: str, found: Found) -> Case:
    """The community records what it found, the amount worked out anew, and its opinion (S7-DUTY-C6)."""
    check_may(actor, "review.record")
    with district.casebook.turn:
        case = _get(district, actor, number)
        check_step(case, "review_recorded")
        review = open_review(case)
        answers = answers_found(district, case, found)
        benefit = benefit_now(district, case, answers) if answers["member"] else None
        _check_found(district, case, found, benefit)
        check_opinion(case, found.opinion, found.reason, answers, benefit, found.words)
        facts = _recorded(district, case, found, answers, benefit)
        facts["source"] = HOME if review is not None and review.visit else DESK
        return district.append_to_case(case, draft_act(actor, "review.record", "review_recorded", facts))


def tell_family(
    district: District,
    actor: Actor,
    number: str,
    told_on: date,
    *,
    objection: str = "",
    signed: Signed = None,
    unsigned: str = "",
) -> Case:
    """The family is told the opinion and why; where it objects a home review is compulsory (S7-REV-15, C-26).

    ``unsigned`` says why nobody signed. After a home review the family may still object in words, which the
    street reads; nobody visits a third time for it.
    """
    check_may(actor, "review.record")
    case = _get(district, actor, number)
    review = check_waits_for(case, "review_told")
    check_step(case, "review_told")
    if told_on > district.today() or told_on < review.opened_on:
        raise Refusal("periodic_review.told_on")
    objected = bool(objection.strip())
    rules = district.policy_of(case.policy).review
    facts = {
        "told_on": told_on.isoformat(),
        "objected": objected,
        "needs_home": objected and rules.home_on_objection and not review.visit,
        "words": district.put_text(number, "reason", objection) if objected else "",
        "signed": "" if unsigned.strip() else keep_hand(district, number, "family", signed),
        "unsigned": district.put_text(number, "reason", unsigned) if unsigned.strip() else "",
    }
    return district.append_to_case(case, draft_act(actor, "review.record", "review_told", facts))


def _when(district: District, case: Case, occasion: str, change: Change | None) -> tuple[str, date]:
    """The month a review counts for and the day it is due."""
    today = district.today()
    if occasion == "periodic":
        return _planned(district, case, today)
    if occasion in ("change", "death"):
        return month_of_day(today), _change_due(district, case, change, today)
    return month_of_day(today), last_day_of(month_of_day(today))


def _planned(district: District, case: Case, today: date) -> tuple[str, date]:
    """In the review month of the class, which nobody begins early (S7-REV-02…05)."""
    plan = plan_of(case, district.policy_of(case.policy))
    if plan is None or not plan.due_month:
        raise Refusal("periodic_review.no_class")
    if today < first_day_of(plan.due_month):
        raise Refusal("periodic_review.not_due", month=plan.due_month)
    return plan.due_month, last_day_of(plan.due_month)


def _change_due(district: District, case: Case, change: Change | None, today: date) -> date:
    """So many days after it happened, as the pack has it (D-31); the end of this month where it has none."""
    if change is None or change.what not in CHANGES:
        raise Refusal("periodic_review.change")
    if change.happened_on > today:
        raise Refusal("periodic_review.change_future")
    timer = district.policy_of(case.policy).timers.change_report
    if timer is None:
        return last_day_of(month_of_day(today))
    return count_days(change.happened_on, timer, district.calendar())


def _check_found(district: District, case: Case, found: Found, benefit: Benefit | None) -> None:
    """The opinion fits the amount, or says in words why not; copies for what changed (S7-REV-08, C-25)."""
    if found.opinion not in OPINIONS:
        raise Refusal("periodic_review.opinion")
    reasons = {KEEP: ("",), ADJUST: ADJUST_REASONS, STOP: STOP_REASONS}[found.opinion]
    if found.reason not in reasons:
        raise Refusal("periodic_review.reason")
    _check_codes(district, case, found)
    now = case.receipt.now if case.receipt else None
    amount = benefit.amount_fen if benefit else 0
    if now is None or (benefit is None and found.opinion != STOP):
        raise Refusal("periodic_review.nobody_left")
    is_same = (amount, benefit.persons if benefit else 0) == (now.amount_fen, now.persons)
    if found.opinion == ADJUST and (not amount or is_same):
        raise Refusal("periodic_review.nothing_to_adjust" if amount else "periodic_review.zero")
    against = (found.opinion == KEEP and not is_same) or (found.opinion == STOP and amount > 0)
    if against and not found.words.strip():
        raise Refusal("periodic_review.words")


def _check_codes(district: District, case: Case, found: Found) -> None:
    classes = [each.code for each in district.policy_of(case.policy).review.classes]
    for name, given, known in (
        ("originals", found.originals.values(), SEEN),
        ("documents", found.originals, COPIES),
        ("ways", found.ways, WAYS),
        ("place", (found.place,), PLACES),
        ("levels", found.levels, LEVELS),
        ("class", (found.klass,), ("", *classes)),
    ):
        if wrong := set(given) - set(known):
            raise Refusal("request.field", field=name, why=min(wrong))
    if not found.ways or not found.levels:
        raise Refusal("periodic_review.ways")


def _recorded(
    district: District, case: Case, found: Found, answers: Mapping[str, Any], benefit: Benefit | None
) -> dict[str, Any]:
    """Facts that identify nobody; the household, what was seen and the steps are one piece of evidence."""
    now = case.receipt.now if case.receipt else None
    before = now.amount_fen if now else 0
    kept = {
        "answers": dict(answers),
        "originals": dict(found.originals),
        "steps": [step.as_json() for step in benefit.steps] if benefit else [],
        "left": [member.id for member in found.members if member.status != "same"],
    }
    worked_out = benefit.amount_fen if benefit else 0
    reduced = reduction_facts(reductions_in(answers))
    return {
        "opinion": found.opinion,
        "reason_code": found.reason,
        "household": district.evidence.put(EVIDENCE, case.number, kept, salt=district.new_salt()),
        "persons": benefit.persons if benefit else 0,
        "income_per_capita_fen": benefit.per_capita_income_fen if benefit else 0,
        "before_fen": before,
        "worked_out_fen": worked_out,
        "amount_fen": {KEEP: before, ADJUST: worked_out, STOP: 0}[found.opinion],
        "class": found.klass if found.klass != (now.klass if now else "") else "",
        "ways": list(found.ways),
        "place": found.place,
        "levels": list(found.levels),  # the district's part is its zero-distance work (S7-REV-12)
        "copies": [name for name, seen in found.originals.items() if seen == "changed"],
        "reason": district.put_text(case.number, "reason", found.words) if found.words.strip() else "",
        **({"reduced": reduced} if reduced else {}),
    }


def _get(district: District, actor: Actor, number: str) -> Case:
    case = district.get_case(number)
    check_in_area(actor, case.street, case.community)
    return case
