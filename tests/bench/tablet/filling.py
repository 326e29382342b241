"""The longest task of the main thread while a draft of twenty people is being filled in.

A task over 50 ms is what browsers call long (https://w3c.github.io/longtasks/): the page does not answer
for so long. Each act is a real key or tap; its tasks are read from Chromium's own trace, drawing
included. The figure is the median over the rounds of an act's longest task.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Page

from tests.bench.figure import Figure
from tests.bench.tablet.browser import Browser, open_page
from tests.bench.tablet.engines import RUHU, Engine
from tests.bench.tablet.trace import mark_in, traced

LIMIT_MS: Final = 50
ROUNDS: Final = 5
_QUIET_MS: Final = 400
_PLACE: Final = """(selector) => {
  const found = document.querySelector(selector);
  found.scrollIntoView({ block: "center" });
  const box = found.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""


@dataclass(frozen=True)
class Act:
    """``tap`` is the selector of what is touched, ``key`` what is typed into it then.

    ``before`` readies the page.
    """

    name: str
    place: str
    tap: str
    key: str = ""
    before: tuple[str, ...] = ()


_FIRST: Final = ("document.querySelector('.card-row .person button').click()",)
_UNFOLD: Final = ("document.querySelector('.unfold').click()",)
_IN_M0: Final = "f-member[m0]"
_ACTS: Final = (
    Act("typing an amount", "#/section/2", f"[id='{_IN_M0}.income[i0-0].amount']", "7", _FIRST),
    Act("typing a note", "#/section/7", "#f-living_note", "n"),
    Act(
        "choosing what shows another question",
        "#/section/2",
        f"[id='{_IN_M0}.employment-student']",
        "",
        _FIRST + _UNFOLD,
    ),
    Act("seeing what a person answered", "#/section/2", ".unfold", "", _FIRST),
    Act("opening a person", "#/section/2", ".card-row:nth-child(9) .person button"),
    Act("adding an income", "#/section/2", ".items + .add-item button", "", _FIRST),
    Act("removing an income", "#/section/2", ".item-h button:last-child", "", _FIRST),
    Act("adding a person", "#/section/2", ".next .add-row"),
    Act("removing a person", "#/section/2", ".card-row .open .last button", "", _FIRST),
    Act("moving to the next section", "#/section/2", ".foot .btn.main"),
    Act("moving to the section of people", "#/section/1", ".foot .btn.main"),
)


def figures(browser: Browser, engines: list[Engine]) -> Iterator[Figure]:
    ours = next(engine for engine in engines if engine.name == RUHU)
    for act in _ACTS:
        longest = statistics.median(_longest(browser, ours, act) for _ in range(ROUNDS))
        yield Figure(f"tablet: longest task, {act.name}", round(longest, 1), "ms", LIMIT_MS)


def _longest(browser: Browser, engine: Engine, act: Act) -> float:
    site = engine.draft
    with browser.slow_page(f"{site.url}/before.html") as (page, cdp):
        open_page(page, f"{site.url}/{act.place}", engine.ready(drafted=True))
        for step in act.before:
            page.evaluate(step)
            page.wait_for_timeout(_QUIET_MS)
        page.wait_for_selector(act.tap)
        page.wait_for_timeout(_QUIET_MS)
        place = page.evaluate(_PLACE, act.tap)
        page.wait_for_timeout(_QUIET_MS)
        if act.key:
            page.mouse.click(*place)
            page.wait_for_timeout(_QUIET_MS)
        return _longest_task(traced(page, cdp, lambda: _do(page, act, place)))


def _do(page: Page, act: Act, place: list[float]) -> None:
    page.wait_for_timeout(_QUIET_MS / 4)
    if act.key:
        page.keyboard.press(act.key)
    else:
        page.mouse.click(*place)
    page.wait_for_timeout(_QUIET_MS)


def _longest_task(events: list[dict[str, Any]]) -> float:
    """Milliseconds; of the thread that made the mark, after the task that made it."""
    mark = mark_in(events)
    thread = mark["pid"], mark["tid"]
    tasks = [
        event.get("dur", 0)  # one that was cut off by the end of the trace has none
        for event in events
        if event["name"] == "ThreadControllerImpl::RunTask"
        and (event["pid"], event["tid"]) == thread
        and event["ts"] > mark["ts"]
    ]
    return max(tasks) / 1000
