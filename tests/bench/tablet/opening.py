"""How long a form takes to open, empty and as a draft of twenty people with three incomes each.

"Open" is the same for both engines: from the navigation to a page whose code and form the browser has
kept, to the painted frame in which the first section can be answered and the household's total is on the
page and right.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.figure import Figure, compare, turns
from tests.bench.tablet.browser import Browser, open_page
from tests.bench.tablet.engines import ENKETO, RUHU, Engine

ROUNDS = 5
WARM = 3  # the browser keeps compiled code once a page has been opened twice
EMPTY_MS = 600
DRAFT_MS = 900
# The same promise on any machine: where it was made, the peer took 1,330 and 4,200 ms.
EMPTY_RATIO = EMPTY_MS / 1330
DRAFT_RATIO = DRAFT_MS / 4200


def figures(browser: Browser, engines: list[Engine]) -> Iterator[Figure]:
    promised = ((False, EMPTY_MS, EMPTY_RATIO), (True, DRAFT_MS, DRAFT_RATIO))
    for drafted, limit, ratio in promised:
        samples: dict[str, list[float]] = {engine.name: [] for engine in engines}
        for number, engine in turns(WARM + ROUNDS, engines):
            taken = _open(browser, engine, drafted=drafted)
            if number >= WARM:
                samples[engine.name].append(taken)
        name = f"tablet: open a form of 100 questions, {'20 × 3 incomes' if drafted else 'empty'}"
        yield compare(name, "ms", RUHU, samples, {ENKETO: round(ratio, 2)}, limit=limit)


def _open(browser: Browser, engine: Engine, *, drafted: bool) -> float:
    site = engine.draft if drafted else engine.blank
    with browser.slow_page(f"{site.url}/before.html") as (page, _):
        return open_page(page, f"{site.url}/", engine.ready(drafted=drafted))
