"""Chromium's own record of what a page's main thread did."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any, Final

from playwright.sync_api import CDPSession, Page

MARK: Final = "bench act"
_KINDS: Final = ["toplevel", "blink.user_timing"]


def traced(page: Page, cdp: CDPSession, work: Callable[[], object]) -> list[dict[str, Any]]:
    """The events of every process while ``work`` ran, after a mark that the page made (``mark_in``)."""
    events: list[dict[str, Any]] = []
    ended = Event()
    cdp.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
    cdp.on("Tracing.tracingComplete", lambda _told: ended.set())
    config = {"includedCategories": _KINDS}
    cdp.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": config})
    page.evaluate(f"performance.mark('{MARK}')")
    work()
    cdp.send("Tracing.end")
    while not ended.is_set():
        page.wait_for_timeout(20)
    return events


def mark_in(events: list[dict[str, Any]]) -> dict[str, Any]:
    """The event of the mark: its ``pid``, ``tid`` and ``ts`` are the page's process, thread and the time."""
    return next(event for event in events if event["name"] == MARK)
