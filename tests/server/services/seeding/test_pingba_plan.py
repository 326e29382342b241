"""The plan of Pingba's year comes out to the fen, however the dice fall (S4-04…S4-08)."""

from __future__ import annotations

import pytest

from server.services.seeding.dice import Dice
from server.services.seeding.pingba_plan import MONTHS, RURAL, URBAN, Planned, Printed, make_plan


def _count(households: list[Planned]) -> tuple[int, int]:
    return len(households), sum(one.persons for one in households)


@pytest.mark.parametrize("printed", [RURAL, URBAN], ids=["rural", "urban"])
@pytest.mark.parametrize("seed", [1, 2])
def test_every_line_is_what_is_printed(printed: Printed, seed: int) -> None:
    plan = make_plan(printed, Dice(seed))
    households = list(plan.households)
    assert _count([one for one in households if not one.since]) == printed.opening
    assert _count([one for one in households if one.since]) == printed.added
    assert _count([one for one in households if one.until]) == printed.cancelled
    assert sum(one.amount_fen * one.months for one in households) == printed.paid_fen
    assert all(0 < one.amount_fen <= one.persons * printed.standard_fen for one in households)


@pytest.mark.parametrize("printed", [RURAL, URBAN], ids=["rural", "urban"])
def test_price_subsidies_are_the_same_for_everybody_of_a_roll(printed: Printed) -> None:
    plan = make_plan(printed, Dice(3))
    times = money = 0
    for (street, month), fen in plan.subsidies.items():
        persons = sum(one.persons for one in plan.households if one.street == street and one.covers(month))
        assert street in printed.streets
        assert month in MONTHS
        times, money = times + persons, money + persons * fen
    assert (times, money) == (printed.subsidy_times, printed.subsidy_fen)


def test_who_is_cancelled_was_there_before_and_is_gone_within_the_year() -> None:
    cancelled = [one for one in make_plan(RURAL, Dice(4)).households if one.until]
    assert all(not one.since and one.until < MONTHS[-1] for one in cancelled)
