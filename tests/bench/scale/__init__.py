"""Figures at the size of a large district: ``python -m tests.bench scale``.

``RUHU_BENCH_CASES`` (100,000 where it is not said) is how many cases; ``RUHU_BENCH_DISTRICT`` names a folder
in which the district is kept, so that it is made once for many runs. Making it takes some twenty minutes.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.figure import Figure
from tests.bench.scale import pages, reporting, reviving
from tests.bench.scale.district import large_district

PARTS = (reviving, reporting, pages)


def figures() -> Iterator[Figure]:
    with large_district() as settings:
        for part in PARTS:
            yield from part.figures(settings)
