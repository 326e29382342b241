"""Key to the recalculated total on the screen, in a draft of twenty people with three incomes each.

Keys are real ones, through Chromium's input pipeline. One is timed from the moment the browser got it to
the painted frame in which the household's total is right again. enketo-core works things out on leaving a
field; its page asks it to at every key (peers/enketo.mjs).
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from tests.bench.figure import Figure, compare
from tests.bench.tablet.browser import Browser, open_page
from tests.bench.tablet.draft import EACH_YUAN, total_yuan
from tests.bench.tablet.engines import ENKETO, RUHU, Engine

LIMIT_MS: Final = 50
RATIO: Final = round(
    LIMIT_MS / 111, 2
)  # the same promise on any machine: where it was made, the peer took 111
KEYS: Final = 120
PEERS_KEYS: Final = 42  # a key of theirs takes a second
BETWEEN_MS: Final = 80
_CYCLE: Final = ("2", "3", "4", "Backspace", "Backspace", "Backspace")
_WATCH: Final = (Path(__file__).parent / "keys.js").read_text("utf-8")


def figures(browser: Browser, engines: list[Engine]) -> Iterator[Figure]:
    samples = {engine.name: [_p95(_type(browser, engine))] for engine in engines}
    yield compare("tablet: key to total on screen, p95", "ms", RUHU, samples, {ENKETO: RATIO}, limit=LIMIT_MS)


def _type(browser: Browser, engine: Engine) -> list[float]:
    site = engine.draft
    with browser.slow_page(f"{site.url}/before.html") as (page, _):
        open_page(page, f"{site.url}/{engine.incomes}", engine.ready(drafted=True))
        page.evaluate(engine.reach)
        page.wait_for_selector(engine.field)
        others = total_yuan() - EACH_YUAN
        page.evaluate(
            _WATCH.replace("TOTAL()", f"({engine.total})"), {"field": engine.field, "others": others}
        )
        _press(page, "1")
        keys = islice(cycle(_CYCLE), KEYS if engine.name == RUHU else PEERS_KEYS)
        return [_press(page, key) for key in keys]


def _press(page: Page, key: str) -> float:
    with page.expect_console_message(lambda message: message.text.startswith("bench key ")) as told:
        page.keyboard.press(key)
    page.wait_for_timeout(BETWEEN_MS)
    return float(told.value.text.removeprefix("bench key "))


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
