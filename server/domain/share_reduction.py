"""A member's own share of the benefit, reduced or stopped for refusing work without good reason (C-28).

Who may be reduced, for how long a decided reduction stands, and the step of the benefit that takes it off. A
reduction is decided in a review, like everything that changes an amount; amounts are whole fen a month.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from server.domain.benefit_answers import is_able_to_work
from server.domain.benefit_household import Member, Reduction
from server.domain.benefit_step import Step, yuan
from server.domain.employment import JobRecord, calls_for_review, refusals_in_a_row, share_of_member
from server.domain.policy import EmploymentRules, Policy

if TYPE_CHECKING:
    from datetime import date

    from server.domain.case import Case

RULE: Final = "C-28"
Reductions = Mapping[str, Reduction]  # by the id of the member
_EXCUSED: Final = ("working", "unable", "excused")  # standings in which nobody need take a post
_BUSY: Final = ("employed", "student", "retired")  # of the question about employment
_KEY: Final = "employment.refusals"


def read_reductions(facts: Iterable[Mapping[str, Any]]) -> dict[str, Reduction]:
    """The reductions an act of the record names."""
    return {str(each["member"]): Reduction(bool(each["whole"]), int(each["fen"])) for each in facts}


def reduction_facts(reductions: Reductions) -> list[dict[str, Any]]:
    """The inverse of :func:`read_reductions`, in the order of the members."""
    return [
        {"member": member, "whole": reduction.whole, "fen": reduction.fen}
        for member, reduction in sorted(reductions.items())
    ]


def standing_reductions(case: Case) -> Reductions:
    """What the newest review that is closed took off; a review recorded since counts once it is closed."""
    closed = (each.recorded for each in reversed(case.reviews) if each.recorded and not each.is_open)
    recorded = next(closed, None)
    return recorded.reduced if recorded else {}


def still_refuses(record: JobRecord, rules: EmploymentRules) -> bool:
    """Whether the pack's run of refusals goes on: nothing taken up since, and nothing that excuses it.

    The months within which refusals are counted are for the beginning of a reduction, not for its end.
    """
    if not rules.refusals or record.status in _EXCUSED:
        return False
    return len(refusals_in_a_row(record)) >= rules.refusals


def may_begin(record: JobRecord, rules: EmploymentRules, today: date) -> bool:
    """Whether a reduction may be proposed: the refusals count today, or did when a review was suggested."""
    if not still_refuses(record, rules):
        return False
    return bool(record.rests_on) or calls_for_review(record, rules, today)


def is_to_work(row: Mapping[str, Any]) -> bool:
    """Whether a member as last found can work and is at none, by the row of a visit or a review."""
    return is_able_to_work(row) and row.get("employment") not in _BUSY


def with_reductions(answers: Mapping[str, Any], reductions: Reductions) -> dict[str, Any]:
    """The rows of a household with exactly these reductions, whatever they had before."""
    rows = [_reduced(row, reductions.get(str(row.get("_id")))) for row in answers.get("member") or ()]
    return dict(answers) | {"member": rows}


def share_before(amount_fen: int, persons: int, reductions: Reductions) -> int:
    """A member's share of the amount as it was before anything was taken off it, fen a month."""
    stopped = sum(each.whole for each in reductions.values())
    parts = sum(each.fen for each in reductions.values() if not each.whole)
    return share_of_member(amount_fen + parts, persons - stopped)


def reduction_steps(policy: Policy, members: Sequence[Member], amount_fen: int) -> Iterator[Step]:
    """What is taken off the amount, a step a member: at most the share, in whole units of the pack."""
    share_fen, left_fen = share_of_member(amount_fen, len(members)), amount_fen
    for member in members:
        if member.reduction is not None and left_fen > 0:
            step = _step(policy, member, member.reduction, min(share_fen, left_fen))
            left_fen += step.amount_fen
            yield step


def _step(policy: Policy, member: Member, reduction: Reduction, share_fen: int) -> Step:
    source, times = policy.sources[_KEY], policy.employment.refusals
    if not times:
        zh = f"{member.label}：这套政策没有拒绝工作减发份额的规定，不减发。"
        en = f"{member.label}: this pack has no rule that reduces a share for refusing work; nothing is off."
        return Step(RULE, source, zh, en)
    taken = share_fen if reduction.whole else min(reduction.fen, share_fen)
    taken -= taken % policy.amount.round_to_fen
    zh = f"{member.label}：没有正当理由连续 {times} 次拒绝工作，本人份额每月 {yuan(share_fen)} 元，"
    en = f"{member.label}: {times} offers of work refused in a row without good reason; "
    en += f"of the own share of {yuan(share_fen)} yuan a month, "
    if reduction.whole:
        zh, en = f"{zh}停发 {yuan(taken)} 元。", f"{en}{yuan(taken)} yuan are stopped."
    else:
        zh, en = f"{zh}减发 {yuan(taken)} 元。", f"{en}{yuan(taken)} yuan are taken off."
    return Step(RULE, source, zh, en, -taken)


def _reduced(row: Mapping[str, Any], reduction: Reduction | None) -> dict[str, Any]:
    bare = {key: value for key, value in row.items() if key != "reduction"}
    return bare | {"reduction": {"whole": reduction.whole, "fen": reduction.fen}} if reduction else bare
