"""Makes an index that is not there yet by all the processors there are, and says how far it is.

Each process opens the databases for itself, reads a part of the casebook and folds it
(:mod:`server.records.rebuild`); this one writes the rows. Reading a store another process has open is what
SQLite is made for; nothing but this process writes to it or to the index.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import partial
from multiprocessing import get_context
from typing import Final

from server.commands.options import choose
from server.commands.progress_line import ProgressLine
from server.records.index import Index
from server.records.rebuild import Part, fill_index, fold_part, list_series, with_calendar
from server.records.rows import Sources
from server.services.district import open_sources
from server.settings import Settings
from sync.couch import Couch, Database

_WORTH_IT: Final = 50_000  # acts: a process takes a second or two to begin
_AHEAD: Final = 2  # parts folded by each process before they are written

Reopen = Callable[[Settings], Couch]


def fill_with_progress(
    settings: Settings, reopen: Reopen, index: Index, casebook: Database, sources: Sources
) -> None:
    """Makes the index, with a line that says how far it is; alone where that is quicker.

    A part is tens of thousands of documents and rows in no circle: the collector of circles, which looks at
    them all again and again, takes a tenth of the time and finds nothing.
    """
    line = ProgressLine(sys.stderr)
    line.begin(choose("整理目录", "building the index"))
    count = len(os.sched_getaffinity(0))
    is_large = int(casebook.info()["doc_count"]) >= _WORTH_IT
    parts = partial(_parts_by_many, settings, reopen, count) if is_large and count > 1 else None
    gc.disable()
    try:
        fill_index(index, casebook, sources, parts, line.show)
    finally:
        gc.enable()
        line.end()


def _parts_by_many(
    settings: Settings, reopen: Reopen, count: int, casebook: Database, _sources: Sources
) -> Iterator[Part]:
    """The parts as they are done, by so many processes; each series is cut where its last part ended."""
    series = list(list_series(casebook))
    waiting: dict[Future[Part], str] = {}
    with ProcessPoolExecutor(count, get_context("spawn"), _open_beside, (settings, reopen)) as beside:
        while series or waiting:
            while series and len(waiting) < count * _AHEAD:
                start, end = series.pop()
                waiting[beside.submit(_fold_beside, start, end)] = end
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                part, end = future.result(), waiting.pop(future)
                if part.following:
                    series.append((part.following, end))
                yield part


_beside: list[tuple[Database, Sources]] = []  # what this process folds from, where it is one of many


def _open_beside(settings: Settings, reopen: Reopen) -> None:
    couch = reopen(settings)
    sources = with_calendar(open_sources(settings, couch))
    _beside[:] = [(couch.at(f"{settings.prefix}casebook"), sources)]
    gc.collect()
    gc.freeze()
    gc.disable()


def _fold_beside(start: str, end: str) -> Part:
    gc.collect()  # what refusals left of the part before; its documents and rows are gone
    casebook, sources = _beside[0]
    return fold_part(casebook, sources, start, end)
