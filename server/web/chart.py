"""A line chart as SVG made on the server: the places of its lines and ticks; the words are the page's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 74, 16, 14, 34
_TICKS = 4


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, and the value that stands there."""

    at: int
    value: int


@dataclass(frozen=True)
class Chart:
    """``lines`` are the points of each polyline, as SVG writes them."""

    lines: tuple[str, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = HEIGHT - _BOTTOM


def draw_lines(places: Sequence[int], lines: Sequence[Sequence[int]]) -> Chart:
    """Lines over the same places, both axes from zero; whole numbers only."""
    widest, highest = max(*places, 1), max(1, *(value for line in lines for value in line))
    drawn = (
        " ".join(
            f"{_x(place, widest)},{_y(value, highest)}" for place, value in zip(places, line, strict=True)
        )
        for line in lines
    )
    return Chart(
        lines=tuple(drawn),
        across=tuple(Tick(_x(value, widest), value) for value in round_steps(widest)),
        up=tuple(Tick(_y(value, highest), value) for value in round_steps(highest)),
    )


def round_steps(most: int) -> list[int]:
    """Round values from zero, at most five: steps of 1, 2 or 5 times a power of ten."""
    least, unit = -(-most // _TICKS), 1
    while True:
        for times in (1, 2, 5):
            if unit * times >= least:
                return list(range(0, most + 1, unit * times))
        unit *= 10


def _x(value: int, widest: int) -> int:
    return _LEFT + (WIDTH - _RIGHT - _LEFT) * value // widest


def _y(value: int, highest: int) -> int:
    return HEIGHT - _BOTTOM - (HEIGHT - _BOTTOM - _TOP) * value // highest
