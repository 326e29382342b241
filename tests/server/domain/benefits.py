"""Households and packs for tests of the benefit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st

from server.domain.benefit_household import (
    INCOME_CLASSES,
    BenefitHousehold,
    Deduction,
    Income,
    Member,
)
from server.domain.policy import Policy, parse_policy
from server.domain.policy_benefit import Addition, Band, Disregard, SizeCoefficient, SizeStandard
from server.domain.policy_reader import Words
from server.records.versions import read_examples, read_packs
from tests.server.domain.packs import PACKS, national

DAY = date(2026, 3, 12)
WORDS = Words("例", "an example")


@cache
def every_pack() -> dict[str, Policy]:
    """The packs shipped, examples too, by id."""
    packs = read_packs(PACKS) | read_examples(PACKS)
    return {pack.id: pack for pack in map(parse_policy, packs.values())}


def with_rules(**groups: dict[str, Any]) -> Policy:
    """The national pack with other values: ``with_rules(amount={"round_to_fen": 100})``."""
    policy = national()
    return replace(
        policy, **{name: replace(getattr(policy, name), **changes) for name, changes in groups.items()}
    )


def earning(*wages_fen: int, **more: Any) -> BenefitHousehold:
    """A household with a member for each wage, none for 0; ``more`` is said of the first."""
    members = [
        Member(f"m{n}", income=(Income("wages", fen),) if fen else ())
        for n, fen in enumerate(wages_fen, start=1)
    ]
    return BenefitHousehold((replace(members[0], **more), *members[1:]))


money = st.integers(0, 400_000)
incomes = st.builds(
    Income,
    st.sampled_from(INCOME_CLASSES),
    money,
    st.sampled_from(["", "", "service", "basic_pension", "nothing_such"]),
)
deductions = st.builds(Deduction, st.sampled_from(["illness", "work", "nothing_such"]), money)
some_members = st.builds(
    Member,
    id=st.just("m"),
    able_to_work=st.booleans(),
    severe=st.booleans(),
    classes=st.sampled_from([(), ("minor",), ("elderly", "severe")]),
    income=st.lists(incomes, max_size=3).map(tuple),
    deduct=st.lists(deductions, max_size=2).map(tuple),
)
households = st.lists(some_members, min_size=1, max_size=7).map(
    lambda members: BenefitHousehold(tuple(replace(one, id=f"m{n}") for n, one in enumerate(members)))
)

BANDS = (Band((1, 3), (9, 10)), Band((2, 3), (1, 2)), Band((1, 1), (1, 5)))
SIZES = (SizeStandard(1, 110000), SizeStandard(2, 100000), SizeStandard(3, 90000, and_above=True))
COEFFICIENTS = (SizeCoefficient(1, (113, 100)), SizeCoefficient(2, (1, 1), and_above=True))
ADDITIONS = (Addition("minor", WORDS, "例", share=(1, 10)), Addition("severe", WORDS, "例", fen=5000))
policies = st.builds(
    lambda mode, table, unable, rounding, unit, disregard, additions: with_rules(
        amount={"mode": mode, "bands": BANDS, "rounding": rounding, "round_to_fen": unit},
        benefit={
            "mode": table,
            "table": SIZES,
            "coefficients": COEFFICIENTS,
            "unable_single": unable,
            "additions": additions,
        },
        income={"disregard": disregard},
    ),
    st.sampled_from(["difference", "bands"]),
    st.sampled_from(["flat", "table", "coefficient"]),
    st.sampled_from([(1, 1), (6, 5)]),
    st.sampled_from(["up", "half_up", "down"]),
    st.sampled_from([1, 100, 1000]),
    st.builds(
        Disregard,
        st.integers(0, 50_000),
        st.sampled_from([(0, 1), (1, 3), (1, 1)]),
        st.sampled_from([(0, 1), (3, 1)]),
        st.sampled_from([0, 6]),
    ),
    st.sampled_from([(), ADDITIONS]),
)
