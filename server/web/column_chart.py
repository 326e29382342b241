"""A column chart by month as SVG made on the server: the places of its columns; the words are the page's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from server.web.chart import Tick, round_steps

WIDTH, HEIGHT = 420, 236
_LEFT, _RIGHT, _TOP, _BOTTOM = 82, 8, 12, 28
_FILLED = 4, 5  # a column takes four fifths of its place


@dataclass(frozen=True)
class Column:
    """One column: its series, its place among the months, its rectangle and the value it stands for."""

    series: int
    place: int
    x: int
    y: int
    width: int
    height: int
    value: int


@dataclass(frozen=True)
class ColumnChart:
    """``across`` names a place by its number, ``up`` a value; both in whole units."""

    columns: tuple[Column, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    bottom: int = HEIGHT - _BOTTOM


def draw_columns(series: Sequence[Sequence[int]], *, stacked: bool, labels: int = 12) -> ColumnChart:
    """A column a value, from zero; below zero nothing is drawn. Stacked series stand on one another.

    At most ``labels`` places are named below the axis.
    """
    places = len(series[0])
    sums = [sum(max(0, value) for value in values) for values in zip(*series, strict=True)]
    most = max([1, *sums]) if stacked else max([1, *(value for values in series for value in values)])
    every = max(1, -(-places // labels))
    return ColumnChart(
        columns=tuple(_columns(series, most, stacked=stacked)),
        across=tuple(Tick(_start(place, places, 1, 2), place) for place in range(0, places, every)),
        up=tuple(Tick(HEIGHT - _BOTTOM - _tall(value, most), value) for value in round_steps(most)),
    )


def _columns(series: Sequence[Sequence[int]], most: int, *, stacked: bool) -> Iterator[Column]:
    places, beside = len(series[0]), 1 if stacked else len(series)
    filled, whole = _FILLED
    for place, values in enumerate(zip(*series, strict=True)):
        below = 0
        for n, value in enumerate(values):
            side = 0 if stacked else n
            left = _start(place, places, side * filled, beside * whole)
            right = _start(place, places, (side + 1) * filled, beside * whole)
            top = _tall(below + max(0, value), most)
            base = _tall(below, most)
            yield Column(
                n, place, left, HEIGHT - _BOTTOM - top, max(1, right - left), max(0, top - base), value
            )
            below += max(0, value) if stacked else 0


def _start(place: int, places: int, part: int, whole: int) -> int:
    """Where a fraction of a place begins."""
    return _LEFT + (WIDTH - _RIGHT - _LEFT) * (place * whole + part) // (places * whole)


def _tall(value: int, most: int) -> int:
    return (HEIGHT - _BOTTOM - _TOP) * value // most
