"""One measured figure, and the way it is taken."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

ROUNDS = 15

One = TypeVar("One")


@dataclass(frozen=True)
class Comparison:
    """What a peer reached in the same run; ``ratio`` is ours by the peer's, ``limit`` the most it may be."""

    peer: str
    value: float
    ratio: float
    limit: float | None


@dataclass(frozen=True)
class Figure:
    """``value`` is the median of the rounds.

    ``limit`` is the most it may be, and a comparison's the most its ratio may be; where ``more_is_better``
    (a throughput) both are the least. None: nothing is promised. ``recorded`` is what Apache CouchDB 3.5.0
    once reached on another machine, for information.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    more_is_better: bool = False
    comparisons: tuple[Comparison, ...] = ()
    recorded: float | None = None

    @property
    def ok(self) -> bool:
        measured = [(self.value, self.limit), *((one.ratio, one.limit) for one in self.comparisons)]
        return all(
            is_within(value, limit, more_is_better=self.more_is_better)
            for value, limit in measured
            if limit is not None
        )


def is_within(value: float, limit: float, *, more_is_better: bool) -> bool:
    return value >= limit if more_is_better else value <= limit


def milliseconds(name: str, work: Callable[[], object], limit: float | None = None) -> Figure:
    """The median time ``work`` takes once it is warm."""
    work()
    return Figure(name, round(statistics.median(stopwatch(work) for _ in range(ROUNDS)), 2), "ms", limit)


def compare(
    name: str,
    unit: str,
    ours: str,
    samples: Mapping[str, Sequence[float]],
    limits: Mapping[str, float],
    *,
    limit: float | None = None,
    more_is_better: bool = False,
    recorded: float | None = None,
) -> Figure:
    """A figure against peers. ``samples``: of ``ours`` and of each peer; ``limits``: peer → ratio."""
    medians = {name: statistics.median(taken) for name, taken in samples.items()}
    value = medians.pop(ours)
    comparisons = tuple(
        Comparison(peer, round(theirs, 3), round(value / theirs, 3), limits.get(peer))
        for peer, theirs in medians.items()
    )
    return Figure(
        name,
        round(value, 3),
        unit,
        limit,
        more_is_better=more_is_better,
        comparisons=comparisons,
        recorded=recorded,
    )


def turns(rounds: int, items: Iterable[One]) -> Iterator[tuple[int, One]]:
    """Round and item: every second round goes backwards, so that no item always follows the same one."""
    order = list(items)
    for number in range(rounds):
        yield from ((number, one) for one in order)
        order.reverse()


def stopwatch(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)
