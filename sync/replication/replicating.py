"""The run of a replication: changes, what of them is missing, the copying, the checkpoint.

https://docs.couchdb.org/en/stable/replication/protocol.html#replication-protocol-algorithm
"""

from __future__ import annotations

import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sync.couch import CouchError, Database
from sync.replication.checkpoint import Counts, Seq, Session, checkpoint_id, common_sequence, next_log
from sync.replication.peer import Feed, Peer, Refused
from sync.replication.transfer import Copied, copy

BATCH = 500
_THREADS = 4
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.5, 60.0
# Refused documents named one by one; more are only counted.
_NAMED = 1000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. ``pending``: changes still to look at, None where the source does not say.

    ``stopped``: it was interrupted; ``waits_for``: why it cannot go on just now (continuous only).
    """

    counts: Counts = field(default_factory=Counts)
    refused: tuple[Refused, ...] = ()
    pending: int | None = None
    session: str = ""
    start_seq: Seq = 0
    last_seq: Seq = 0
    stopped: bool = False
    waits_for: str | None = None


Report = Callable[[Progress], None]


def replicate(
    source: Database,
    target: Database,
    *,
    doc_ids: Sequence[str] | None = None,
    continuous: bool = False,
    report: Report = lambda _: None,
    wanted: Callable[[], bool] = lambda: True,
) -> Progress:
    """Bring ``target`` every leaf revision that ``source`` has; resumes where the last run stopped.

    A document that cannot be taken over is named in ``refused``, and the rest goes on. Anything else that
    fails raises CouchError; ``continuous`` waits and tries again instead, and goes on with what changes
    until ``wanted`` says no. KeyboardInterrupt ends the run with what was done noted in the checkpoint.
    """
    run = _Run(Peer(source), Peer(target), doc_ids, report)
    with ThreadPoolExecutor(_THREADS, "replicate") as pool:
        try:
            run.start()
            (run.follow if continuous else run.finish)(pool, wanted)
        except KeyboardInterrupt:
            run.stop()
    return run.progress()


class _Run:
    def __init__(self, source: Peer, target: Peer, doc_ids: Sequence[str] | None, report: Report) -> None:
        self._source, self._target, self._doc_ids, self._report = source, target, doc_ids, report
        self._checkpoint = checkpoint_id(source.database.address, target.database.address, doc_ids)
        self._session = Session(uuid.uuid4().hex, datetime.now(UTC), 0)
        self._reached: Seq = 0
        self._noted: Seq = 0
        self._counts = Counts()
        self._refused: list[Refused] = []
        self._pending: int | None = None
        self._stopped = False

    def start(self) -> None:
        """Find where the last run stopped; each side is asked whether it is there at all."""
        mine, theirs = (side.log(self._checkpoint) for side in (self._source, self._target))
        self._reached = self._noted = common_sequence(mine, theirs)
        self._session = Session(self._session.id, self._session.started_at, self._reached)

    def finish(self, pool: ThreadPoolExecutor, wanted: Callable[[], bool]) -> None:
        """Until there is nothing more to look at."""
        while wanted():
            feed = self._changes(wait=False)
            if not feed.rows:
                break
            self._batch(pool, feed)

    def follow(self, pool: ThreadPoolExecutor, wanted: Callable[[], bool]) -> None:
        """As long as it is wanted, through every failure that passes."""
        pause = _FIRST_PAUSE_SECONDS
        while wanted():
            try:
                feed = self._changes(wait=True)
                if feed.rows:
                    self._batch(pool, feed)
            except CouchError as error:
                if not _passes(error):
                    raise
                self._report(self.progress(waits_for=error.reason))
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            else:
                pause = _FIRST_PAUSE_SECONDS

    def stop(self) -> None:
        """Note what is done; a side that is gone keeps the checkpoint before."""
        self._stopped = True
        with suppress(CouchError):
            self._note()

    def progress(self, waits_for: str | None = None) -> Progress:
        return Progress(
            self._counts,
            tuple(self._refused),
            self._pending,
            self._session.id,
            self._session.since,
            self._reached,
            self._stopped,
            waits_for,
        )

    def _changes(self, *, wait: bool) -> Feed:
        return self._source.changes(self._reached, limit=BATCH, doc_ids=self._doc_ids, wait=wait)

    def _batch(self, pool: ThreadPoolExecutor, feed: Feed) -> None:
        """Copy what is missing of one page of changes, and note how far that is."""
        revs = {row["id"]: [change["rev"] for change in row["changes"]] for row in feed.rows}
        missing = self._target.missing(revs)
        looked_at = sum(map(len, revs.values()))
        self._pending = None if feed.pending is None else feed.pending + looked_at
        abandoned = threading.Event()
        jobs = deque(
            _Job(seq, checked, found, pool.submit(copy, self._source, self._target, found, abandoned.is_set))
            for seq, checked, found in _shares(feed, missing, self._source.page)
        )
        try:
            while jobs:
                copied = jobs[0].copied.result()
                self._count(jobs.popleft(), copied)
                self._report(self.progress())
        except BaseException:
            abandoned.set()
            self._save(jobs)
            raise
        self._reached = feed.last_seq
        self._note()

    def _count(self, job: _Job, copied: Copied) -> None:
        known, failures = self._counts, len(copied.refused)
        self._counts = Counts(
            known.missing_checked + job.checked,
            known.missing_found + len(job.found),
            known.docs_read + copied.read,
            known.docs_written + copied.read - failures,
            known.doc_write_failures + failures,
        )
        if self._pending is not None:
            self._pending -= job.checked
        self._refused += copied.refused[: max(0, _NAMED - len(self._refused))]
        self._reached = job.seq

    def _save(self, jobs: Iterable[_Job]) -> None:
        """Of a batch cut short, what was done from its beginning on counts as done."""
        for job in jobs:
            job.copied.cancel()
        for job in jobs:
            if job.copied.cancelled() or job.copied.exception() is not None:
                return
            self._count(job, job.copied.result())

    def _note(self) -> None:
        """Write the checkpoint: the target first, whose copies must be on disk before it says so."""
        if self._reached == self._noted:
            return
        self._target.commit()
        for side in (self._target, self._source):
            known = side.log(self._checkpoint)
            now = datetime.now(UTC)
            side.put_log(next_log(known, self._session, self._reached, self._counts, now))
        self._noted = self._reached


@dataclass(frozen=True, slots=True)
class _Job:
    """A share of a batch: the sequence it reaches, revisions looked at, those missing, their copying."""

    seq: Seq
    checked: int
    found: Sequence[tuple[str, str]]
    copied: Future[Copied]


def _shares(
    feed: Feed, missing: Mapping[str, Sequence[str]], size: int
) -> Iterator[tuple[Seq, int, list[tuple[str, str]]]]:
    """The rows of a page in shares of about ``size`` missing revisions."""
    checked, found = 0, list[tuple[str, str]]()
    for number, row in enumerate(feed.rows, 1):
        checked += len(row["changes"])
        found += [(row["id"], rev) for rev in missing.get(row["id"], ())]
        if len(found) >= size or number == len(feed.rows):
            yield row["seq"], checked, found
            checked, found = 0, []


def _passes(error: CouchError) -> bool:
    """Whether waiting may help: a server that is away or in trouble, and one that asks for patience."""
    return error.status >= 500 or error.status in (408, 429)
