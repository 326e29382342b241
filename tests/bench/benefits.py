"""How long a hundred thousand benefits take, each with its steps in both languages.

Seconds of one core: what others do on the machine does not count.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from time import process_time
from typing import Final

from server.domain.benefit import work_out_benefit
from server.domain.benefit_household import INCOME_CLASSES, BenefitHousehold, Deduction, Income, Member
from server.domain.policy import Policy, parse_policy
from server.domain.policy_benefit import Disregard
from server.services.district import POLICIES
from tests.bench.figure import Figure

_CALCULATIONS: Final = 100_000
_LIMIT_SECONDS: Final = 5.0
_DAY: Final = date(2026, 3, 12)
_OTHERS: Final = INCOME_CLASSES[1:]


def figures() -> Iterator[Figure]:
    dice = random.Random(8)
    policy, households = _policy(), [_household(dice) for _ in range(1000)]
    steps = sum(len(work_out_benefit(policy, household, _DAY).steps) for household in households)
    start = process_time()
    _work_out(policy, households)
    seconds = process_time() - start
    yield Figure("100,000 benefits with their steps, on one core", round(seconds, 2), "s", _LIMIT_SECONDS)
    yield Figure("steps of a benefit", round(steps / len(households), 1), "")


def _work_out(policy: Policy, households: list[BenefitHousehold]) -> None:
    for number in range(_CALCULATIONS):
        work_out_benefit(policy, households[number % len(households)], _DAY)


def _policy() -> Policy:
    """The national pack with a disregard, so that every kind of step is in it."""
    policy = parse_policy(tomllib.loads((POLICIES / "cn-2021" / "1.toml").read_text("utf-8")))
    rule = Disregard(fixed_fen=20000, share=(1, 4))
    return replace(policy, income=replace(policy.income, disregard=rule))


def _household(dice: random.Random) -> BenefitHousehold:
    """One to six people, most with an income, one in five with one that is left out or a cost."""
    members = (
        Member(
            f"m{n}",
            name=f"成员{n}",
            income=tuple(_income(dice) for _ in range(dice.choice((0, 1, 1, 2)))),
            deduct=(Deduction("illness", dice.randrange(60000)),) if dice.random() < 0.2 else (),
        )
        for n in range(dice.randint(1, 6))
    )
    return BenefitHousehold(tuple(members))


def _income(dice: random.Random) -> Income:
    exempt = "basic_pension" if dice.random() < 0.2 else ""
    return Income("wages" if dice.random() < 0.4 else dice.choice(_OTHERS), dice.randrange(150000), exempt)
