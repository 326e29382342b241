"""What is owed to a street's households, summed by the index, is what each of them is owed (S7-DUTY-D2)."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.payroll import owed_months
from server.records.arranged import arrange
from server.records.budget_rows import owed_until
from server.records.index import Index
from server.records.payment_rows import PaymentLineRow, PaymentRow, first_month, households_owed, paid_months
from server.records.receipt_rows import SpellRow

MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 8))
STREETS = ("songlin", "tinglan")


@st.composite
def rows(draw: st.DrawFn) -> list[Any]:
    """Households with spells one after another, and rolls that paid some months too little or too much."""
    found: list[Any] = []
    for street in STREETS:
        if draw(st.booleans()):
            first = draw(st.sampled_from(MONTHS))
            found.append(PaymentRow(f"roll:{street}", first, street, "", "urban", "benefit", 1, 1, 1, "sent"))
        for number in range(draw(st.integers(0, 3))):
            found += draw(_household(f"{street}-{number}", street))
    return found


@st.composite
def _household(draw: st.DrawFn, file: str, street: str) -> list[Any]:
    opened_by = draw(st.sampled_from(("approved", "taken_over")))
    cut = draw(st.integers(1, 5))
    until = draw(st.sampled_from(("", MONTHS[cut], MONTHS[-1])))
    place = (street, "huaian", "urban", "A", 1)
    came = opened_by == "taken_over"
    found: list[Any] = [
        SpellRow(file, 1, *place, 300, MONTHS[0], MONTHS[cut - 1], opened_by, "class_set", "", came),
        SpellRow(file, 2, *place, 500, MONTHS[cut], until, "class_set", "", "", came),
    ]
    for month in draw(st.sets(st.sampled_from(MONTHS))):
        for roll, state in enumerate(
            draw(st.lists(st.sampled_from(("sent", "returned", "held")), max_size=2))
        ):
            fen = draw(st.sampled_from((200, 300, 600)))
            found.append(PaymentLineRow(f"roll:{roll}", file, "monthly", month, month, street, fen, state))
    return found


@settings(max_examples=40, deadline=None)
@given(rows(), st.sampled_from(MONTHS))
def test_what_is_owed_to_a_street_is_what_its_households_are_owed(found: list[Any], month: str) -> None:
    index = Index(None, cast("Any", None), lambda _file: [])
    index.fill(arrange((row.file, [row]) for row in found))
    for street in STREETS:
        assert owed_until(index, street, month, MONTHS[3]) == _owed(index, street, month)


def _owed(index: Index, street: str, month: str) -> dict[str, int]:
    """A household after the other, as a roll works it out."""
    begun, paid, sums = first_month(index, street) or MONTHS[3], paid_months(index, street), Counter[str]()
    for owed in households_owed(index, street, month):
        since = begun if owed.taken_over else ""
        sums.update(owed_months(owed.runs, paid.get(owed.case, {}), month, since))
    return dict(sums)
