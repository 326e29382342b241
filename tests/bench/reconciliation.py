"""How fast sealed visits enter the record from the embedded store, on one core, every check made.

A visit is the finished one of :class:`tests.factories.PaperTablet`, a household of six with 120 answers, and
twelve photos. What is promised is promised of twelve references, whose photos are of a kilobyte; beside it
stands, without a promise, the same with photos of two hundred kilobytes, which are files of the store and not
its rows. What is measured is what ``run_once`` does: open, check, enter, receipt, clear; and, alone, every
check of one visit. Memory is that of a process of its own that reconciles so many documents, all of them.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from server.domain.case import Case
from server.domain.days import shanghai_date
from server.domain.flag import count_answers
from server.records.codec import SEALED_BYTES, encode_outbox, encode_photo
from server.records.envelope import CaseloadKey
from server.services.reconciliation import build_reconciler
from server.services.tasks import outbox_name
from server.services.uploads import check_upload, parse_upload
from server.serving import keep_loaded
from tests.bench.figure import ROUNDS, Figure, stopwatch
from tests.factories import (
    START,
    PaperTablet,
    assigned_case,
    enrolled_tablet,
    make_district,
    photo_record,
    picture,
)
from tests.findings import answers

_VISITS: Final = 60
_ANSWERS: Final = 120
_CHILDREN: Final = 4  # with so many more at home the form asks for 120 answers
_PHOTOS: Final = 12
_MANY_PHOTOS: Final = 100
_WEIGHT: Final = 200_000  # bytes: what a tablet makes of a photo of 2048 pixels
_OUTBOXES: Final = 500
_IDLE_ROUNDS: Final = 5
_SMALL, _LARGE = 1_000, 100_000  # documents


def figures() -> Iterator[Figure]:
    yield _checks()
    yield _throughput()
    yield _throughput(_WEIGHT)
    yield _idle()
    yield _memory()


def _checks() -> Figure:
    """Every rule of one sealed visit, the photos known by their digests; nothing is known from before."""
    with tempfile.TemporaryDirectory() as folder, make_district(Path(folder)) as district:
        tablet, case = enrolled_tablet(district), assigned_case(district)
        body = tablet.seal(_fill_in(tablet, case, [picture(str(place)) for place in range(_PHOTOS)]))
        upload, visit = parse_upload(tablet.assessor, body)
        digests = {photo.digest for photo in visit.photos}
        if check_upload(district, upload, visit, digests, district.now()):
            raise RuntimeError("the visit is not sound")
        name = f"a sealed visit verified, {_ANSWERS} answers, {_PHOTOS} photos by their digests"

        def work() -> None:
            check_upload(district, *parse_upload(tablet.assessor, body), digests, district.now())

        return Figure(name, round(statistics.median(_cpu_ms(work) for _ in range(ROUNDS)), 2), "ms", 5)


def _cpu_ms(work: Callable[[], object]) -> float:
    """Milliseconds of one core, whatever else the machine does."""
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def _throughput(weight: int = 0) -> Figure:
    """Visits a second through one pass, the photos in the outbox before them, ``weight`` bytes heavier."""
    with tempfile.TemporaryDirectory() as folder, make_district(Path(folder)) as district:
        tablet = enrolled_tablet(district)
        _push(tablet, range(_VISITS), weight=weight)
        reconciler = build_reconciler(district)
        keep_loaded()  # as a server does once it has started
        start = time.process_time()
        done = reconciler.run_once()
        seconds = time.process_time() - start
    if done.accepted != _VISITS:
        raise RuntimeError(done)
    name = f"sealed visits reconciled a second, {_ANSWERS} answers, {_PHOTOS} photos each"
    name += f" of {weight // 1000} kB" if weight else ""
    return Figure(name, round(_VISITS / seconds, 1), "/s", None if weight else 100, more_is_better=True)


def _fill_in(tablet: PaperTablet, case: Case, photos: Sequence[bytes]) -> dict[str, Any]:
    visit = tablet.fill_in(case, photos)
    digests = [photo["digest"] for photo in visit["photos"]]
    given = answers(tablet.district, digests, shanghai_date(START), _CHILDREN)
    if count_answers(given) != _ANSWERS:
        raise RuntimeError(count_answers(given))
    return visit | {"answers": given, "totals": {name: given[name] for name in visit["totals"]}}


def _push(tablet: PaperTablet, numbers: Sequence[int], count: int = _PHOTOS, weight: int = 0) -> None:
    """Visits of new cases and their photos, in one write a visit, so that it does not take all day."""
    home, key = picture("home") + os.urandom(weight), tablet.caseload
    for number in numbers:
        photos = [home + f"{number}-{place}".encode() for place in range(count)]
        visit = _fill_in(tablet, assigned_case(tablet.district), photos)
        name = f"visit:{visit['case']}:{visit['round']}:{visit['device']}"
        sealed = encode_outbox(key, name, tablet.seal(visit))
        tablet.outbox.put_all([*(_photo(key, content) for content in photos), sealed])


def _photo(key: CaseloadKey, content: bytes) -> dict[str, Any]:
    record = photo_record(content, START)
    name = f"photo:{record['digest']}"
    body = {key: record[key] for key in ("digest", "content_type", "length")}
    data = b64encode(encode_photo(key, name, content)).decode("ascii")
    attached = {"photo": {"content_type": SEALED_BYTES, "data": data}}
    return encode_outbox(key, name, body) | {"_attachments": attached}


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
    """What a process that reconciled 10⁵ documents held at most, by what one held that reconciled 10³."""
    small, large = (_most_memory(count) for count in (_SMALL, _LARGE))
    name = f"most memory of a process, {_LARGE:,} documents by {_SMALL:,}"
    return Figure(name, round(large / small, 2), "times", 1.5)


def _most_memory(documents: int) -> int:
    """In kB, of a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_reconcile, (documents,))


def _reconcile(documents: int) -> int:
    """Reconciles visits with a hundred photos each, all in one pass; VmHWM in kB (proc(5))."""
    visits = documents // (_MANY_PHOTOS + 1)
    with tempfile.TemporaryDirectory() as folder, make_district(Path(folder)) as district:
        _push(enrolled_tablet(district), range(visits), _MANY_PHOTOS)
        done = build_reconciler(district).run_once()
    if done.accepted != visits:
        raise RuntimeError(done)
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])
