"""A gradual exit after a job: in its months the new wages do not count, after them they do (C-27, D-24).

The pack gives the most months a gradual exit takes; neither the seed nor national rules give another shape,
so every month of it pays as before the job, and the month after it is worked out with the wages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from server.domain.benefit import work_out_benefit
from server.domain.benefit_household import BenefitHousehold, Deduction, Income
from server.domain.benefit_step import Step, yuan
from server.domain.days import parse_date
from server.domain.month import month_after
from server.domain.policy import Policy
from server.errors import Refusal


@dataclass(frozen=True)
class NewJob:
    """A member's new job; ``cost_fen`` is what going to work costs a month, where the pack deducts it."""

    member: str
    started_on: date
    wage_fen: int
    cost_fen: int = 0


@dataclass(frozen=True)
class ExitMonth:
    """One month of the plan, and the steps that lead to its amount."""

    month: str
    number: int  # from 1; 0 is the month after the exit
    amount_fen: int
    steps: tuple[Step, ...]


def plan_exit(
    policy: Policy, household: BenefitHousehold, job: NewJob, since: str, months: int
) -> Sequence[ExitMonth]:
    """The months of a gradual exit from ``since`` on and the month after it, each with its steps.

    Refuses more months than the pack has, and a member who is not of the household.
    """
    most = policy.employment.exit_months
    if not 1 <= months <= most:
        raise Refusal("job.exit_months", most=most)
    if job.wage_fen <= 0:
        raise Refusal("job.wage")
    if all(member.id != job.member for member in household.members):
        raise Refusal("job.member")
    within = [_within(policy, household, job, month_after(since, n), n + 1, months) for n in range(months)]
    return [*within, _after(policy, household, job, month_after(since, months))]


def with_job(household: BenefitHousehold, job: NewJob) -> BenefitHousehold:
    """The household with the new wages and what earning them costs; a reduced share is so no more."""
    income = Income("wages", job.wage_fen, since=job.started_on)
    cost = (Deduction("work", job.cost_fen),) if job.cost_fen else ()
    return replace(
        household,
        members=tuple(
            replace(member, income=(*member.income, income), deduct=(*member.deduct, *cost), reduction=None)
            if member.id == job.member
            else member
            for member in household.members
        ),
    )


def _within(
    policy: Policy, household: BenefitHousehold, job: NewJob, month: str, number: int, months: int
) -> ExitMonth:
    benefit = work_out_benefit(policy, household, _first_day(month))
    who = next(member.label for member in household.members if member.id == job.member)
    key, wage = "employment.exit_months", yuan(job.wage_fen)
    zh = f"{who}：新工作工资 {wage} 元，渐退期第 {number} 个月（共 {months} 个月），不计入收入。"
    en = f"{who}: new wages, {wage} yuan, month {number} of {months} of the gradual exit, do not count."
    step = Step(policy.rules[key], policy.sources[key], zh, en)
    return ExitMonth(month, number, benefit.amount_fen, (*benefit.steps, step))


def _after(policy: Policy, household: BenefitHousehold, job: NewJob, month: str) -> ExitMonth:
    benefit = work_out_benefit(policy, with_job(household, job), _first_day(month))
    return ExitMonth(month, 0, benefit.amount_fen, benefit.steps)


def _first_day(month: str) -> date:
    return parse_date(f"{month}-01")
