"""What a household has in all as one member earns more, and how much of each yuan work brings (S1-CALC-02).

Without a disregard the benefit falls by a fen for each fen earned, an effective tax of a hundred percent;
the curve shows it, and what a disregard does to it (S1-INC-01).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from server.domain.benefit import work_out_benefit
from server.domain.benefit_household import BenefitHousehold, Income, Member
from server.domain.policy import Policy

POINTS = 16


@dataclass(frozen=True)
class CurvePoint:
    """At these wages, a month: the benefit, and all the household has.

    ``taken_percent``: of what was earned since the point before, the part the benefit fell by, half up.
    """

    wages_fen: int
    amount_fen: int
    total_fen: int
    taken_percent: int | None


def with_wages(household: BenefitHousehold, member_id: str, wages_fen: int, on: date) -> BenefitHousehold:
    """The household if a member earned this much, in work begun on ``on``, and no other wages."""
    members = tuple(
        _earning(member, wages_fen, on) if member.id == member_id else member for member in household.members
    )
    return replace(household, members=members)


def wages_of(member: Member) -> int:
    return sum(income.monthly_fen for income in member.income if _is_wages(income))


def wage_curve(
    policy: Policy, household: BenefitHousehold, member_id: str, on: date, step_fen: int
) -> list[CurvePoint]:
    """The benefit and the total at 0, 1, 2 … steps of wages of one member."""
    points: list[CurvePoint] = []
    for number in range(POINTS):
        earning = with_wages(household, member_id, number * step_fen, on)
        amount = work_out_benefit(policy, earning, on).amount_fen
        total = amount + sum(income.monthly_fen for member in earning.members for income in member.income)
        taken = _percent(step_fen - (total - points[-1].total_fen), step_fen) if points else None
        points.append(CurvePoint(number * step_fen, amount, total, taken))
    return points


def _earning(member: Member, wages_fen: int, on: date) -> Member:
    others = tuple(income for income in member.income if not _is_wages(income))
    return replace(member, income=(*others, *([Income("wages", wages_fen, since=on)] if wages_fen else [])))


def _is_wages(income: Income) -> bool:
    return income.class_ == "wages" and not income.exempt


def _percent(part: int, whole: int) -> int:
    return (200 * part + whole) // (2 * whole)
