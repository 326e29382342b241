"""How fast the tablet is in Chromium at a quarter of the machine's speed, beside enketo-core on the same form."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.figure import Figure
from tests.bench.tablet import opening, typing
from tests.bench.tablet.browser import open_browser
from tests.bench.tablet.engines import open_engines

PARTS = (opening, typing)


def figures() -> Iterator[Figure]:
    with open_browser() as browser, open_engines(browser) as engines:
        for part in PARTS:
            yield from part.figures(browser, engines)
