"""What a household would receive a month, and every step that leads there (article 1, S1-CALC, C-20, D-17).

One function for the committee, the reviewer, the command line and the applicant. All whole fen and integer
fractions; where something is rounded a step says how. The steps add up to the amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from server.domain.benefit_household import BenefitHousehold, Member
from server.domain.benefit_income import income_steps
from server.domain.benefit_property import property_faults
from server.domain.benefit_standard import standard_step
from server.domain.benefit_step import Step, ratio_text, yuan
from server.domain.money import divide_fen
from server.domain.policy import Policy
from server.domain.policy_benefit import Addition
from server.domain.share_reduction import reduction_steps
from server.errors import Refusal


class Benefit(NamedTuple):
    """The amount a month; ``income_fen`` is what counts of the household's income, net (P-20 arts 12, 13)."""

    policy: str
    on: date
    persons: int
    standard_fen: int
    income_fen: int
    per_capita_income_fen: int
    amount_fen: int
    steps: tuple[Step, ...]

    @property
    def eligible(self) -> bool:
        return self.amount_fen > 0

    @property
    def unknown(self) -> tuple[Step, ...]:
        """The steps of what was claimed under an item the pack does not have."""
        return tuple(step for step in self.steps if step.unknown)

    def as_json(self) -> dict[str, Any]:
        return {
            "policy": self.policy,
            "on": self.on.isoformat(),
            "persons": self.persons,
            "standard_fen": self.standard_fen,
            "income_fen": self.income_fen,
            "per_capita_income_fen": self.per_capita_income_fen,
            "amount_fen": self.amount_fen,
            "steps": [step.as_json() for step in self.steps],
        }


def work_out_benefit(policy: Policy, household: BenefitHousehold, on: date) -> Benefit:
    """Persons × the standard − the income that counts, never below zero (S1-CALC-01), under one pack.

    Refuses a day the pack does not cover, and what its sources do not give, naming the key.
    """
    policy.check_in_force(on)
    members = _counted(policy, household)
    standard_fen, said = standard_step(policy, members, household.area)
    persons, need_fen = len(members), len(members) * standard_fen
    earned, income_fen = income_steps(policy, members, standard_fen, on)
    steps = [said, _need_step(policy.sources["amount.mode"], persons, standard_fen), *earned]
    if persons < len(household.members):
        steps[:0] = _away_steps(policy, household)
    steps += _close(policy, members, standard_fen, need_fen, income_fen)
    if any(member.reduction for member in members):
        steps += reduction_steps(policy, members, sum(step.amount_fen for step in steps))
    owned = property_faults(policy, members, household.assets, standard_fen)
    if owned:
        steps += [*owned, _nothing_left(policy, sum(step.amount_fen for step in steps))]
    return Benefit(
        policy=policy.key,
        on=on,
        persons=persons,
        standard_fen=standard_fen,
        income_fen=income_fen,
        per_capita_income_fen=divide_fen(income_fen, persons),
        amount_fen=sum([step.amount_fen for step in steps]),
        steps=tuple(steps),
    )


def _counted(policy: Policy, household: BenefitHousehold) -> list[Member]:
    """Who counts: everybody but those the pack does not count while they are away (C-04)."""
    away = policy.eligibility.not_counted
    members = [member for member in household.members if member.away not in away]
    if not members:
        why = "没有共同生活的成员 / nobody who lives there"
        raise Refusal("benefit.invalid", key="household.members", why=why)
    return members


def _away_steps(policy: Policy, household: BenefitHousehold) -> Iterator[Step]:
    for member in household.members:
        if member.away in policy.eligibility.not_counted:
            zh, en = f"{member.label}：不计入家庭人口。", f"{member.label} is not counted in the household."
            yield Step("C-04", policy.sources["eligibility.not_counted"], zh, en)


@lru_cache(maxsize=256)
def _need_step(source: str, persons: int, standard_fen: int) -> Step:
    need = persons * standard_fen
    working = f"{persons} × {yuan(standard_fen)} = {yuan(need)}"
    zh, en = f"救助总额：{working} 元。", f"What the household needs: {working} yuan."
    return Step("S1-CALC-01", source, zh, en, need)


def _close(
    policy: Policy, members: Sequence[Member], standard_fen: int, need_fen: int, income_fen: int
) -> Iterator[Step]:
    """From the difference to what is paid: the floor, or the band, the additions, the rounding."""
    difference = need_fen - income_fen
    if difference <= 0:
        zh = "收入不低于救助总额，差额按零计。"
        en = "Income is no less than the need; the difference counts as zero."
        yield Step("S1-CALC-01", policy.sources["amount.mode"], zh, en, -difference)
        return
    amount = difference
    if policy.amount.mode == "bands":
        band = _band_step(policy, len(members), standard_fen, need_fen, income_fen)
        amount += band.amount_fen
        yield band
    for member in members:
        for addition in policy.benefit.additions:
            if addition.code in member.classes:
                step = _addition_step(member, addition, standard_fen)
                amount += step.amount_fen
                yield step
    if policy.amount.round_to_fen > 1:
        yield _rounding_step(policy, amount)


def _band_step(policy: Policy, persons: int, standard_fen: int, need_fen: int, income_fen: int) -> Step:
    """In bands: income a person below so much of the standard is given so much of it (C-20)."""
    share = Fraction(income_fen, need_fen)
    band = next(band for band in policy.amount.bands if share < Fraction(*band.below))
    each = divide_fen(standard_fen * band.pays[0], band.pays[1])
    below, pays = ratio_text(band.below), ratio_text(band.pays)
    working = f"{persons} × {yuan(each)} = {yuan(persons * each)}"
    zh = f"分档：人均收入低于标准的 {below}，每人给标准的 {pays}：{working} 元。"
    en = f"In bands: income a person below {below} of the standard is given {pays} of it, {working} yuan."
    fen = persons * each - (need_fen - income_fen)
    return Step(policy.rules["amount.bands"], policy.sources["amount.bands"], zh, en, fen)


def _addition_step(member: Member, addition: Addition, standard_fen: int) -> Step:
    """More for a member of a class (分类施保), whole fen rounded half up."""
    fen = addition.fen + divide_fen(standard_fen * addition.share[0], addition.share[1])
    zh = f"{member.label}：{addition.title.zh}，增发 {yuan(fen)} 元。"
    en = f"{member.label}: {addition.title.en}, {yuan(fen)} yuan more."
    return Step("S1-LAYER-01", addition.source, zh, en, fen)


def _rounding_step(policy: Policy, amount_fen: int) -> Step:
    """What is paid is a multiple of the pack's unit, rounded as the pack says."""
    unit, way = policy.amount.round_to_fen, policy.amount.rounding
    whole, rest = divmod(amount_fen, unit)
    up = rest > 0 if way == "up" else 2 * rest >= unit if way == "half_up" else False
    rounded = (whole + up) * unit
    ways = {"up": ("向上取", "up"), "half_up": ("四舍五入取", "half up"), "down": ("向下取", "down")}
    zh = f"{ways[way][0]}到 {yuan(unit)} 元的整数倍：{yuan(rounded)} 元。"
    en = f"Rounded {ways[way][1]} to a multiple of {yuan(unit)} yuan: {yuan(rounded)}."
    return Step("D-17", policy.sources["amount.rounding"], zh, en, rounded - amount_fen)


def _nothing_left(policy: Policy, amount_fen: int) -> Step:
    zh, en = "财产超过规定，不符合条件。", "The household owns more than is allowed and is not eligible."
    return Step("D-28", policy.sources["property.mode"], zh, en, -amount_fen)
