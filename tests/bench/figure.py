"""One measured figure, and the way it is taken."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 15


@dataclass(frozen=True)
class Figure:
    """``value`` is the median of the rounds, ``limit`` the most it may be (None: nothing is promised)."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def ok(self) -> bool:
        return self.limit is None or self.value <= self.limit


def milliseconds(name: str, work: Callable[[], object], limit: float | None = None) -> Figure:
    """The median time ``work`` takes once it is warm."""
    work()
    return Figure(name, round(statistics.median(_time(work) for _ in range(ROUNDS)), 2), "ms", limit)


def _time(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)
