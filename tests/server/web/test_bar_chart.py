"""Bars from zero, as long as their values, within their frame."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.web.bar_chart import draw_bars


@given(st.lists(st.integers(0, 10**9), max_size=20))
def test_a_bar_is_as_long_as_its_value_and_within_the_frame(values: list[int]) -> None:
    chart = draw_bars(values)
    room = max((bar.length for bar in chart.bars), default=0)
    for bar, value in zip(chart.bars, values, strict=True):
        assert bar.y + chart.thickness <= chart.height
        assert chart.left + bar.length <= chart.width
        assert bar.length == room * value // max([1, *values])
    assert sorted(bar.y for bar in chart.bars) == [bar.y for bar in chart.bars]
