"""A bar chart as SVG made on the server: the places of its bars; the words and figures are the page's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 420
_LEFT, _RIGHT = 12, 104
_ROW, _BAR, _TOP = 48, 18, 26  # a row is its words, then its bar below them


@dataclass(frozen=True)
class Bar:
    """One bar: its top and length, the line its words stand on above it, and its figure's beside it."""

    y: int
    length: int
    label_y: int
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
    tops = [_TOP + _ROW * n for n in range(len(values))]
    bars = (
        Bar(top, room * value // most, top - 6, top + _BAR - 4)
        for top, value in zip(tops, values, strict=True)
    )
    return BarChart(tuple(bars), _TOP + _ROW * len(values))
