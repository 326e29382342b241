"""Columns from zero, as tall as their values, each in its place and within the frame."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.web.column_chart import Column, ColumnChart, draw_columns

VALUES = st.integers(0, 10**9)
PAIRS = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=120)


def drawn(pairs: list[tuple[int, int]], *, stacked: bool) -> ColumnChart:
    return draw_columns([[one for one, _ in pairs], [other for _, other in pairs]], stacked=stacked)


def is_within(chart: ColumnChart, column: Column) -> bool:
    across = chart.left <= column.x and column.x + column.width <= chart.right + 1
    return across and column.y >= 0 and column.y + column.height <= chart.bottom


@given(PAIRS, st.booleans())
def test_every_value_is_a_column_within_the_frame(pairs: list[tuple[int, int]], stacked: bool) -> None:
    chart = drawn(pairs, stacked=stacked)
    assert [(column.place, column.series, column.value) for column in chart.columns] == [
        (place, series, value) for place, pair in enumerate(pairs) for series, value in enumerate(pair)
    ]
    assert all(is_within(chart, column) for column in chart.columns)
    assert 1 <= len(chart.across) <= 12


@given(PAIRS)
def test_what_stands_on_another_ends_at_their_sum(pairs: list[tuple[int, int]]) -> None:
    chart = drawn(pairs, stacked=True)
    sums = draw_columns([[one + other for one, other in pairs]], stacked=True)
    for below, above, whole in zip(chart.columns[::2], chart.columns[1::2], sums.columns, strict=True):
        assert below.y == above.y + above.height
        assert (above.y, above.height + below.height) == (whole.y, whole.height)


@given(PAIRS)
def test_of_two_beside_each_other_the_greater_is_no_lower(pairs: list[tuple[int, int]]) -> None:
    chart = drawn(pairs, stacked=False)
    for left, right in zip(chart.columns[::2], chart.columns[1::2], strict=True):
        assert left.x < right.x
        assert (left.value <= right.value) or (left.height >= right.height)
        assert (left.value >= right.value) or (left.height <= right.height)


def test_what_is_kept_back_beyond_what_is_paid_draws_nothing() -> None:
    (column,) = draw_columns([[-5]], stacked=True).columns
    assert (column.value, column.height) == (-5, 0)
