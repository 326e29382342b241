"""What the statistics count is what a reader of the spells would count (S4-04)."""

from __future__ import annotations

from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from server.domain.count import Count
from server.records.arranged import arrange
from server.records.count_rows import stocks_in
from server.records.index import Index
from server.records.receipt_rows import SpellRow

MONTHS = tuple(f"2020-{month:02d}" for month in range(1, 7))
FIRST = SpellRow("", 1, "songlin", "huaian", "urban", "A", 1, 1000, MONTHS[0], "", "approved", "", "", False)


@st.composite
def spells(draw: st.DrawFn) -> list[SpellRow]:
    """Of a few households, some with spells that reach into each other, as a sound record never has."""
    return [
        replace(
            FIRST,
            file=f"SL-{household}",
            n=n,
            community=place,
            persons=draw(st.integers(1, 4)),
            since=draw(st.sampled_from(MONTHS)),
            until=draw(st.sampled_from(("", *MONTHS))),
        )
        for household, place in enumerate(draw(st.lists(st.sampled_from(("huaian", "tinglan")), max_size=4)))
        for n in range(1, draw(st.integers(1, 3)) + 1)
    ]


@settings(max_examples=40, deadline=None)
@given(spells())
def test_a_household_counts_once_in_a_month_and_every_person_of_its_spells(rows: list[SpellRow]) -> None:
    index = Index(None, cast("Any", None), lambda _file: [])
    index.fill(arrange((row.file, [row]) for row in rows))
    for area in ("", "huaian", "tinglan"):
        found = stocks_in(index, MONTHS, area)
        assert found == {month: _stock(rows, month, area) for month in MONTHS}
    index.close()


def _stock(rows: list[SpellRow], month: str, area: str) -> Count:
    covering = [
        row
        for row in rows
        if row.since <= month and (not row.until or month <= row.until) and area in ("", row.community)
    ]
    return Count(len({row.file for row in covering}), sum(row.persons for row in covering))
