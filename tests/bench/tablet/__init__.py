"""How fast the tablet is in a Chromium four times slower, beside enketo-core on the same form."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.figure import Figure
from tests.bench.tablet import filling, offline, opening, photos, typing, weight
from tests.bench.tablet.browser import open_browser
from tests.bench.tablet.engines import open_engines

PARTS = (weight, opening, typing, filling, offline, photos)


def figures() -> Iterator[Figure]:
    with open_browser() as browser, open_engines(browser) as engines:
        for part in PARTS:
            yield from part.figures(browser, engines)
