"""The plan of a district whose year 2020 equals Pingba's printed lines (article 4).

Households of the system before at the year's beginning, those added and those cancelled by month, what each
receives so that the money paid is exactly what was printed, and the price subsidies. Pure; money is fen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from server.domain.month import month_after
from server.services.seeding.dice import Dice

YEAR: Final = 2020
MONTHS: Final = tuple(f"{YEAR}-{month:02d}" for month in range(1, 13))
_MOST_MORE: Final = 4
_MORE: Final = (1, 4, 20)  # fen by which a person's price subsidy differs between rolls, at most
PER_PERSON: Final = 40  # yuan by which what a person receives differs, at most


@dataclass(frozen=True)
class Printed:
    """What is printed of one residence; ``opening`` is the stock of December before."""

    residence: str
    streets: tuple[str, ...]
    standard_fen: int
    opening: tuple[int, int]  # households, persons
    added: tuple[int, int]
    cancelled: tuple[int, int]
    paid_fen: int
    subsidy_times: int
    subsidy_fen: int


RURAL: Final = Printed(
    residence="rural",
    streets=("liuquan", "qinghe"),
    standard_fen=36_100,
    opening=(2633, 4672),
    added=(898, 2364),
    cancelled=(190, 350),
    paid_fen=2_035_680_000,
    subsidy_times=54_446,
    subsidy_fen=268_010_000,
)
URBAN: Final = Printed(
    residence="urban",
    streets=("songlin",),
    standard_fen=67_500,
    opening=(273, 430),
    added=(70, 151),
    cancelled=(18, 34),
    paid_fen=345_340_000,
    subsidy_times=4_546,
    subsidy_fen=43_420_000,
)


@dataclass(frozen=True)
class Planned:
    """A household: from which month it receives (empty: before the year), to which, how much."""

    residence: str
    street: str
    persons: int
    since: str = ""
    until: str = ""
    amount_fen: int = 0

    def covers(self, month: str) -> bool:
        return self.since <= month and (not self.until or month <= self.until)

    @property
    def months(self) -> int:
        return sum(self.covers(month) for month in MONTHS)


@dataclass(frozen=True)
class Plan:
    """Everything of one residence; ``subsidies`` are fen a person by street and month."""

    households: tuple[Planned, ...]
    subsidies: dict[tuple[str, str], int]


def make_plan(printed: Printed, dice: Dice) -> Plan:
    """A plan of which every line is what is printed; drawn anew until the price subsidies come out."""
    while True:
        households = _households(printed, dice)
        subsidies = _subsidies(printed, households)
        if subsidies:
            return Plan(tuple(_with_amounts(printed, households, dice)), subsidies)


def _households(printed: Printed, dice: Dice) -> list[Planned]:
    opening, cancelled = printed.opening, printed.cancelled
    stay = (opening[0] - cancelled[0], opening[1] - cancelled[1])
    months = MONTHS[:-1]  # approved or stopped in a month: it counts from the next
    streets = printed.streets

    def placed(total: tuple[int, int], make: Callable[[int, str], Planned]) -> Iterator[Planned]:
        sizes = _sizes(*total)
        dice.shuffle(sizes)
        yield from (make(size, streets[place % len(streets)]) for place, size in enumerate(sizes))

    home = printed.residence
    return [
        *placed(stay, lambda size, street: Planned(home, street, size)),
        *placed(cancelled, lambda size, street: Planned(home, street, size, until=dice.choice(months))),
        *placed(
            printed.added,
            lambda size, street: Planned(home, street, size, since=month_after(dice.choice(months))),
        ),
    ]


def _sizes(households: int, persons: int) -> list[int]:
    """Sizes of so many households that add up to so many persons: from one to five."""
    sizes = [1] * households
    left = persons - households
    for place in range(households):
        more = min(1 + place % _MOST_MORE, left)
        sizes[place] += more
        left -= more
    return sizes


def _with_amounts(printed: Printed, households: Sequence[Planned], dice: Dice) -> Iterator[Planned]:
    """Amounts that differ, and of which the months paid add up to what is printed."""
    each = printed.paid_fen // sum(one.persons * one.months for one in households)
    amounts = [each * one.persons for one in households]
    order = sorted(
        range(len(households)), key=lambda place: (households[place].persons, households[place].months)
    )
    for first, second in list(pairwise(order))[::2]:
        if _alike(households[first], households[second]):
            more = dice.randint(0, PER_PERSON) * 100 * households[first].persons
            amounts[first] += more
            amounts[second] -= more
    _settle(printed, households, amounts)
    return (replace(one, amount_fen=fen) for one, fen in zip(households, amounts, strict=True))


def _alike(one: Planned, other: Planned) -> bool:
    return (one.persons, one.months) == (other.persons, other.months)


def _settle(printed: Printed, households: Sequence[Planned], amounts: list[int]) -> None:
    """What division left over is shared by those who are paid for December alone."""
    paid = sum(fen * one.months for one, fen in zip(households, amounts, strict=True))
    last = [place for place, one in enumerate(households) if one.months == 1 and one.since]
    share, rest = divmod(printed.paid_fen - paid, len(last))
    for place in last:
        amounts[place] += share
    amounts[last[0]] += rest


def _subsidies(printed: Printed, households: Sequence[Planned]) -> dict[tuple[str, str], int]:
    """Rolls whose persons add up to the person-times, and what each person gets; empty where none do."""
    rolls = [(street, month) for month in MONTHS for street in printed.streets]
    persons = {roll: _persons(households, *roll) for roll in rolls}
    chosen = _combine([persons[roll] for roll in rolls], printed.subsidy_times, range(2))
    if chosen is None:
        return {}
    paying = [roll for roll, factor in zip(rolls, chosen, strict=True) if factor]
    each, rest = divmod(printed.subsidy_fen, printed.subsidy_times)
    values = [persons[roll] for roll in paying]
    tried = (_combine(values, rest, range(-most, most + 1)) for most in _MORE)
    more = next((found for found in tried if found), None)
    return {roll: each + factor for roll, factor in zip(paying, more, strict=True)} if more else {}


def _persons(households: Sequence[Planned], street: str, month: str) -> int:
    return sum(one.persons for one in households if one.street == street and one.covers(month))


def _combine(values: Sequence[int], target: int, factors: range) -> list[int] | None:
    """A factor for each value so that the products add up to the target; None where there are none."""
    room = 12 * max(values)
    reached: list[dict[int, int]] = [{0: 0}]
    for value in values:
        sums: dict[int, int] = {}
        for start in reached[-1]:
            for factor in factors:
                found = start + factor * value
                if -room <= found <= target + room:
                    sums.setdefault(found, factor)
        reached.append(sums)
    if target not in reached[-1]:
        return None
    left = target
    used: list[int] = []
    for value, sums in zip(reversed(values), reversed(reached), strict=False):
        used.append(sums[left])
        left -= sums[left] * value
    return used[::-1]
