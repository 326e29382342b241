"""A chart stays inside its frame, from zero, with round ticks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.web.chart import draw_lines


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=20, unique=True), st.data())
def test_every_point_lies_inside_and_every_tick_is_round(places: list[int], data: st.DataObject) -> None:
    values = st.lists(st.integers(0, 10**9), min_size=len(places), max_size=len(places))
    chart = draw_lines(sorted(places), [data.draw(values), data.draw(values)])
    for line in chart.lines:
        for point in line.split():
            x, y = map(int, point.split(","))
            assert chart.left <= x <= chart.right
            assert chart.top <= y <= chart.bottom
    for ticks in (chart.across, chart.up):
        assert ticks[0].value == 0
        assert 1 <= len(ticks) <= 5
        assert {str(tick.value).rstrip("0") for tick in ticks[1:2]} <= {"1", "2", "5"}


def test_nothing_earned_is_a_line_along_the_ground() -> None:
    chart = draw_lines([0, 0], [[0, 0]])
    assert chart.lines == (f"{chart.left},{chart.bottom} {chart.left},{chart.bottom}",)
