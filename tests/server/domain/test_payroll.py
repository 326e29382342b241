"""A roll pays every month once and nothing twice; two people sign the same amounts (S7-DUTY-D2)."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from server.domain.month import month_after, month_before
from server.domain.payroll import (
    ARREARS,
    BENEFIT,
    KINDS,
    RECOVERY,
    Line,
    Run,
    is_owed_less,
    owed_months,
    total_of,
)

FIRST = "2026-01"
MONTHS = [month_after(FIRST, count) for count in range(14)]


@st.composite
def runs(draw: st.DrawFn) -> list[Run]:
    """Runs as spells give them: one after another, the last perhaps open."""
    starts = sorted(draw(st.sets(st.integers(0, 11), min_size=1, max_size=5)))
    found = []
    for place, start in enumerate(starts):
        last = place + 1 == len(starts)
        until = (
            "" if last and draw(st.booleans()) else month_before(MONTHS[13 if last else starts[place + 1]])
        )
        found.append(Run(MONTHS[start], until, draw(st.integers(0, 90_000)), draw(st.integers(1, 6))))
    return found


@given(runs(), st.sets(st.sampled_from(MONTHS)), st.sets(st.sampled_from(MONTHS)))
def test_what_is_paid_over_the_months_is_what_the_spells_come_to(
    spells: list[Run], skipped: set[str], returned: set[str]
) -> None:
    """Months without a roll and payments the bank gave back are paid by a later roll, each once."""
    paid: dict[str, int] = {}
    for month in MONTHS:
        is_last = month == MONTHS[-1]
        if month in skipped and not is_last:
            continue
        owed = owed_months(spells, paid, month)
        assert all(each <= month for each in owed)
        if month not in returned or is_last:
            paid = add(paid, owed)
    assert paid == {
        month: run.amount_fen for month in MONTHS for run in spells if run.covers(month) and run.amount_fen
    }
    assert owed_months(spells, paid, MONTHS[-1]) == {}


@given(runs(), runs())
def test_an_amount_changed_afterwards_is_made_up_and_never_taken_from_another_month(
    before: list[Run], after: list[Run]
) -> None:
    paid = owed_months(before, {}, MONTHS[-1])
    more = owed_months(after, paid, MONTHS[-1])
    for month in MONTHS:
        due = next((run.amount_fen for run in after if run.covers(month)), 0)
        assert more.get(month, 0) == max(0, due - paid.get(month, 0))


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 5), runs()), max_size=5))
def test_the_totals_are_the_sums_of_the_lines(households: list[tuple[str, int, list[Run]]]) -> None:
    month = MONTHS[10]
    lines = [
        Line(f"SL-{n}", where, "urban", persons, owed_months(spells, {}, month), {month: 300, FIRST: 1}, 7)
        for n, (where, persons, spells) in enumerate(households)
    ]
    totals = total_of(lines, month)
    signed = sum(-total.fen if total.kind == RECOVERY else total.fen for total in totals)
    assert signed == sum(line.total_fen for line in lines)
    assert {total.kind for total in totals} <= set(KINDS)
    benefit = sum(total.fen for total in totals if total.kind == BENEFIT)
    assert benefit == sum(line.months.get(month, 0) for line in lines)
    assert sum(total.households for total in totals if total.kind == ARREARS) == len(lines)


def test_what_was_taken_over_is_owed_from_the_first_roll_on() -> None:
    assert owed_months([Run("2019-01", "", 5, 1)], {}, "2026-02", FIRST) == {"2026-01": 5, "2026-02": 5}


def add(paid: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return {month: paid.get(month, 0) + more.get(month, 0) for month in {*paid, *more}}


def test_a_subsidy_for_more_persons_than_receive_by_now_is_too_much() -> None:
    """The amount may have grown meanwhile: the subsidy goes by the head."""
    line = Line("SL-1", "huaian", "urban", 4, {"2026-05": 100}, {"2026-05": 8000})
    fewer, same = (Run("2026-04", "", 100, persons) for persons in (2, 4))
    assert is_owed_less(line, [fewer], {"2026-05": 100}, "2026-05")
    assert not is_owed_less(line, [same], {"2026-05": 100}, "2026-05")
