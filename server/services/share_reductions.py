"""Whose share a review may reduce for refusing work, and whether what is proposed may be (C-28)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.benefit import Benefit
from server.domain.benefit_household import Reduction
from server.domain.case import Case
from server.domain.employment import JobRecord, refusals_in_a_row, share_of_member
from server.domain.money import format_yuan
from server.domain.periodic_review import ADJUST, KEEP, REFUSALS, STOP, PeriodicReview, Recorded
from server.domain.share_reduction import (
    Reductions,
    is_to_work,
    may_begin,
    standing_reductions,
    still_refuses,
    with_reductions,
)
from server.errors import Refusal
from server.services.district import District
from server.services.households_now import benefit_now
from server.services.offer_words import WORK


@dataclass(frozen=True)
class Reducible:
    """A member whose share the open review may reduce, with what is taken off now."""

    member: str
    name: str
    refusals: int  # one after another, without good reason
    standing: Reduction | None


def list_reducible(
    district: District, case: Case, review: PeriodicReview | None, answers: Mapping[str, Any]
) -> list[Reducible]:
    """Who refused so often that a review opened for it may reduce the share, and whose is reduced already.

    Nobody who took something up since, is at work, or is no longer in the household.
    """
    rules, standing = district.policy_of(case.policy).employment, standing_reductions(case)
    for_refusals = review is not None and review.occasion == WORK
    found = []
    for row in answers.get("member") or ():
        member = str(row.get("_id"))
        record = case.jobs.get(member, JobRecord())
        goes_on = member in standing and still_refuses(record, rules)
        begins = for_refusals and may_begin(record, rules, district.today())
        if is_to_work(row) and (goes_on or begins):
            count = len(refusals_in_a_row(record))
            found.append(Reducible(member, str(row.get("name") or member), count, standing.get(member)))
    return found


def settle_reductions(
    district: District,
    case: Case,
    review: PeriodicReview | None,
    answers: Mapping[str, Any],
    proposed: Reductions | None,
) -> dict[str, Any]:
    """The rows with the reductions that are proposed; where nobody said, with those that still stand.

    So a reduction ends by itself at the next review that finds no ground for it any more. Refuses one that
    has no ground, and one above the member's share.
    """
    able = {each.member: each for each in list_reducible(district, case, review, answers)}
    if proposed is None:
        standing = standing_reductions(case)
        return with_reductions(answers, {member: standing[member] for member in able if member in standing})
    for member, reduction in proposed.items():
        if member not in able:
            raise Refusal("periodic_review.reduction_who", name=_name(answers, member))
        if not reduction.whole and reduction.fen <= 0:
            raise Refusal("periodic_review.reduction_amount", name=able[member].name)
    _check_most(district, case, answers, proposed)
    return with_reductions(answers, proposed)


def share_of_answers(district: District, case: Case, answers: Mapping[str, Any]) -> int:
    """A member's share of what the household would receive without any reduction, fen a month."""
    if not answers.get("member"):
        return 0
    benefit = benefit_now(district, case, with_reductions(answers, {}))
    return share_of_member(benefit.amount_fen, benefit.persons)


def reductions_in(answers: Mapping[str, Any]) -> Reductions:
    """The reductions the rows of a household carry."""
    return {
        str(row.get("_id")): Reduction(bool(given["whole"]), int(given["fen"]))
        for row in answers.get("member") or ()
        if (given := row.get("reduction"))
    }


def check_opinion(
    case: Case, opinion: str, reason: str, answers: Mapping[str, Any], benefit: Benefit | None, words: str
) -> None:
    """Whether opinion, reason and reductions say the same: one's refusals touch one's own share alone (C-28).

    A reduction that begins, ends or is another is an adjustment with its reason in words.
    """
    reduced, standing = reductions_in(answers), standing_reductions(case)
    amount = benefit.amount_fen if benefit else 0
    now = case.receipt.now.amount_fen if case.receipt else 0
    if opinion == KEEP and reduced != standing and amount != now:
        raise Refusal("periodic_review.reduction_opinion")
    if opinion == ADJUST and (reason == REFUSALS) and not reduced:
        raise Refusal("periodic_review.reduction_none")
    if opinion == STOP and reason == REFUSALS and (amount or not reduced):
        raise Refusal("periodic_review.reduction_own")
    if reduced != standing and opinion != KEEP and not words.strip():
        raise Refusal("periodic_review.words")


def check_still_refuses(
    district: District, case: Case, recorded: Recorded, answers: Mapping[str, Any]
) -> None:
    """Refuses a decision on a reduction whose ground went: the person took something up since (C-28)."""
    rules = district.policy_of(case.policy).employment
    for member in recorded.reduced:
        if not still_refuses(case.jobs.get(member, JobRecord()), rules):
            raise Refusal("periodic_review.reduction_over", name=_name(answers, member))


def _check_most(district: District, case: Case, answers: Mapping[str, Any], proposed: Reductions) -> None:
    share = share_of_answers(district, case, answers) if proposed else 0
    for member, reduction in proposed.items():
        if reduction.fen > share:
            name, most = _name(answers, member), format_yuan(share)
            raise Refusal("periodic_review.reduction_most", name=name, most=most)


def _name(answers: Mapping[str, Any], member: str) -> str:
    rows = (row for row in answers.get("member") or () if str(row.get("_id")) == member)
    return next((str(row.get("name") or member) for row in rows), member)
