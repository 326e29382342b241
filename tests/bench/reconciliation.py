"""How fast sealed visits enter the record from the embedded store, on one core, every check made.

A visit is the finished one of :class:`tests.factories.PaperTablet`, a household of two with some 76 answers,
and twelve photos; the photos are small, since what a photo weighs is the disk's matter. What is measured is
what ``run_once`` does: open, check, enter, receipt, clear; and, alone, every check of one visit.
"""

from __future__ import annotations

import gc
import hashlib
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from server.domain.case import Case
from server.services.district import District
from server.services.reconciliation import build_reconciler
from server.services.tasks import outbox_name
from server.services.uploads import check_upload, parse_upload
from tests.bench.figure import Figure, milliseconds, stopwatch
from tests.factories import PaperTablet, assigned_case, enrolled_tablet, make_district, picture

_VISITS = 60
_PHOTOS = 12
_OUTBOXES = 500
_IDLE_ROUNDS = 5
_SMALL, _LARGE = 1_000, 100_000


def figures() -> Iterator[Figure]:
    yield _checks()
    yield _throughput()
    yield _idle()
    yield _memory()


def _checks() -> Figure:
    """Every rule of one sealed visit, the photos known by their digests."""
    with tempfile.TemporaryDirectory() as folder, make_district(Path(folder)) as district:
        tablet, case = enrolled_tablet(district), assigned_case(district)
        body = tablet.seal(tablet.fill_in(case, [picture(str(place)) for place in range(_PHOTOS)]))
        upload, visit = parse_upload(tablet.assessor, body)
        digests = {photo.digest for photo in visit.photos}
        if check_upload(district, upload, visit, digests, district.now()):
            raise RuntimeError("the visit is not sound")
        name = f"a sealed visit verified, {_PHOTOS} photos by their digests"
        return milliseconds(name, lambda: check_upload(district, upload, visit, digests, district.now()), 5)


def _throughput() -> Figure:
    """Visits a second through one pass, the photos in the outbox before them."""
    with tempfile.TemporaryDirectory() as folder, make_district(Path(folder)) as district:
        tablet = enrolled_tablet(district)
        for number in range(_VISITS):
            _push(tablet, assigned_case(district), number)
        reconciler = build_reconciler(district)
        start = time.process_time()
        done = reconciler.run_once()
        seconds = time.process_time() - start
    if done.accepted != _VISITS:
        raise RuntimeError(done)
    name = f"sealed visits reconciled a second, {_PHOTOS} photos each"
    return Figure(name, round(_VISITS / seconds, 1), "/s", 100, more_is_better=True)


def _push(tablet: PaperTablet, case: Case, number: int) -> None:
    photos = [picture("home") + f"{number}-{place}".encode() for place in range(_PHOTOS)]
    tablet.push(tablet.seal(tablet.fill_in(case, photos)), photos)


def _idle() -> Figure:
    """A pass over outboxes in which nothing moved."""
    with tempfile.TemporaryDirectory() as folder, make_district(Path(folder)) as district:
        for number in range(_OUTBOXES):
            district.database(outbox_name(f"a-{number:04d}"))
        reconciler = build_reconciler(district)
        reconciler.run_once()
        taken = min(stopwatch(reconciler.run_once) for _ in range(_IDLE_ROUNDS))
    return Figure(f"a pass over {_OUTBOXES} idle outboxes", round(taken, 1), "ms", 500)


def _memory() -> Figure:
    """What a pass holds at most over 10⁵ changes, by what it holds over 10³."""
    with tempfile.TemporaryDirectory() as folder, make_district(Path(folder)) as district:
        small = _peak(district, "small", _SMALL)
        large = _peak(district, "large", _LARGE)
    return Figure("most memory of a pass, 100,000 changes by 1,000", round(large / small, 2), "times", 1.5)


def _peak(district: District, assessor: str, count: int) -> int:
    """Bytes a pass over ``count`` changes of an outbox holds at most."""
    outbox = district.database(outbox_name(assessor))
    for start in range(0, count, 1000):
        names = (hashlib.sha256(str(place).encode()).hexdigest() for place in range(start, start + 1000))
        outbox.bulk([{"_id": f"visit:X-2026-0001:1:{name}", "_deleted": True} for name in names])
    reconciler = build_reconciler(district)
    gc.collect()
    tracemalloc.start()
    reconciler.run_once()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
