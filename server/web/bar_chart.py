"""A bar chart as SVG made on the server: the places of its bars; the words and figures are the page's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 640
_LEFT, _RIGHT = 150, 90
_ROW, _BAR, _TOP = 34, 20, 8


@dataclass(frozen=True)
class Bar:
    """One bar: its row's top, its length, and the line where its words stand."""

    y: int
    length: int
    text_y: int


@dataclass(frozen=True)
class BarChart:
    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH
    left: int = _LEFT
    thickness: int = _BAR


def draw_bars(values: Sequence[int]) -> BarChart:
    """Bars from zero, the longest as wide as there is room; whole numbers, none negative."""
    most, room = max([1, *values]), WIDTH - _LEFT - _RIGHT
    bars = (
        Bar(_TOP + _ROW * n, room * value // most, _TOP + _ROW * n + _BAR - 5)
        for n, value in enumerate(values)
    )
    return BarChart(tuple(bars), _TOP * 2 + _ROW * len(values))
