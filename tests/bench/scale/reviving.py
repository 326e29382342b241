"""How fast the index is made again from the casebook alone, every act checked, by all processors."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from server.opening import fill_of, open_own
from server.services.district import open_district
from server.settings import Settings
from sync.embedded.lock import FolderLock
from tests.bench.figure import Figure


def figures(settings: Settings) -> Iterator[Figure]:
    for leftover in settings.data.glob("index.sqlite*"):
        leftover.unlink()
    lock = FolderLock(settings.data / "lock")
    lock.acquire()
    opened = open_own(settings, check=False)
    start = perf_counter()
    district = open_district(settings, opened.couch, fill=fill_of(settings))
    seconds = perf_counter() - start
    acts = int(district.casebook.database.info()["doc_count"])
    damaged = district.index.damaged()
    district.close()
    if opened.store:
        opened.store.close()
    lock.release()
    if damaged:
        raise RuntimeError(damaged)
    yield Figure(
        f"acts folded a second, an index made from nothing ({acts:,} acts)",
        round(acts / seconds),
        "/s",
        20_000,
        more_is_better=True,
    )
