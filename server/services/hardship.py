"""Urgent hardship goes to temporary relief, beside the procedure and never around it (C-23, §11)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from server.domain.case import Case
from server.domain.clock_spans import count_days
from server.domain.days import SHANGHAI, format_instant, shanghai_date
from server.domain.money import format_yuan
from server.domain.page import Page, span_of
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.policy import HardshipRules
from server.domain.procedure import check_step
from server.errors import Refusal
from server.records.index import RegisteredRow
from server.records.registered_rows import count_due, list_due
from server.services.district import District, draft_act

HARDSHIP: Final = "hardship"
PAGE: Final = 50
GRANTED: Final = "granted"
_EVENING: Final = time(23, 59)  # of the last day
_CLOCKS: Final = ("hardship", "hardship_papers")  # one of the two runs while a referral is open
NOT_GRANTED: Final = "not_granted"


def refer_hardship(district: District, actor: Actor, number: str, words: str, *, urgent: bool = True) -> Case:
    """Refers a family to temporary relief; the case goes on as it was.

    The street decides within hours where it is ``urgent``, else within the days of the pack (W-29).
    """
    case = _get_case(district, actor, number, "hardship.refer")
    if case.hardship is not None and case.hardship.is_open:
        day = shanghai_date(datetime.fromisoformat(case.hardship.referred_at))
        raise Refusal("hardship.open", day=day.isoformat())
    check_step(case, "hardship_referred")
    if not words.strip():
        raise Refusal("hardship.words")
    facts = {"words": district.put_text(number, "reason", words), "due_at": _due_at(district, case, urgent)}
    return district.append_to_case(case, draft_act(actor, "hardship.refer", "hardship_referred", facts))


def decide_relief(
    district: District, actor: Actor, number: str, outcome: str, amount_fen: int, reason: str = ""
) -> Case:
    """The street grants up to the reserve's limit and completes the papers afterwards, or says why not."""
    case = _get_case(district, actor, number, "hardship.decide")
    check_step(case, "hardship_decided")
    rules = district.policy_of(case.policy).hardship
    _check_decision(outcome, amount_fen, reason, rules)
    granted = outcome == GRANTED
    due = district.calendar().add_working_days(district.today(), rules.papers_working_days)
    facts = {
        "outcome": outcome,
        "amount_fen": amount_fen if granted else 0,
        "papers_due_on": due.isoformat() if granted else "",
        "reason": district.put_text(number, "reason", reason) if reason.strip() else "",
    }
    return district.append_to_case(case, draft_act(actor, "hardship.decide", "hardship_decided", facts))


def complete_relief(district: District, actor: Actor, number: str) -> Case:
    """The papers of a relief that was granted first are complete (§11)."""
    case = _get_case(district, actor, number, "hardship.decide")
    check_step(case, "hardship_completed")
    return district.append_to_case(case, draft_act(actor, "hardship.decide", "hardship_completed"))


def count_hardship(district: District, actor: Actor) -> int:
    """How many referrals of the person's area wait for a decision or their papers, by the index alone."""
    counts = district.index.count_clocks(_CLOCKS, street=actor.street, community=actor.community)
    return sum(counts.values())


def list_hardship(district: District, actor: Actor, page: int = 1) -> Page[RegisteredRow]:
    """A page of the referrals of the person's area that still wait, the ones due first in front."""
    check_may(actor, "case.read")
    index, area = district.index, (HARDSHIP, actor.street, actor.community)
    span = span_of(count_due(index, *area), page, PAGE)
    return Page(list_due(index, *area, span), span)


def due_at(rules: HardshipRules, now: datetime) -> str:
    """The instant by which the street decides what is urgent."""
    return format_instant(now + timedelta(hours=rules.decision_hours))


def _due_at(district: District, case: Case, urgent: bool) -> str:
    """The instant by which the street decides; a pack without a clock for the ordinary way has only hours."""
    policy = district.policy_of(case.policy)
    timer = policy.timers.hardship
    if urgent or timer is None:
        return due_at(policy.hardship, district.now())
    last_day = count_days(district.today(), timer, district.calendar())
    return format_instant(datetime.combine(last_day, _EVENING, SHANGHAI))


def _check_decision(outcome: str, amount_fen: int, reason: str, rules: HardshipRules) -> None:
    if outcome not in (GRANTED, NOT_GRANTED):
        raise Refusal("hardship.outcome")
    if outcome == NOT_GRANTED and not reason.strip():
        raise Refusal("hardship.reason")
    if outcome == GRANTED and amount_fen <= 0:
        raise Refusal("hardship.amount")
    if outcome == GRANTED and amount_fen > rules.reserve_limit_fen:
        raise Refusal("hardship.over_limit", limit=format_yuan(rules.reserve_limit_fen))


def _get_case(district: District, actor: Actor, number: str, permission: str) -> Case:
    case = district.get_case(number)
    check_may(actor, permission)
    check_in_area(actor, case.street, case.community)
    return case
