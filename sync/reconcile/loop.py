"""The loop over the outboxes: what is new, what is decided, what is written (design §5).

It is idempotent: run it twice, stop it anywhere, feed it the same documents again, and the record is the
same. Its place in an outbox is a ``_local`` document there, moved only after everything before it is done.
Uploads are read, answered and cleared a few at a time, and decided one after another.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Final, Protocol, TypeVar

from sync.couch import Couch, Database
from sync.reconcile.decisions import (
    UPLOADS,
    Accept,
    Decision,
    Discrepancy,
    Known,
    Leave,
    Merge,
    SetAside,
    Wait,
    decide,
)

CHECKPOINT: Final = "reconciler"
OUTBOX: Final = "outbox-"
_PAGE: Final = 100
_ASK_EACH: Final = 60  # passes: then each outbox is asked, whatever the server told; a copy may lag
_AT_ONCE: Final = 20  # uploads, or a page of them; what they say is held in memory, their photos are not
_log = logging.getLogger(__name__)

Document = dict[str, Any]


class Arrival(Protocol):
    """One upload on the desk; it is opened and read once."""

    @property
    def document(self) -> Document:
        """The leaf it is."""

    def look_up(self) -> Known | None:
        """Everything known of it; None for a draft."""

    def accept(self) -> None:
        """Enters it into the record, as the visit or beside it."""

    def set_aside(self, decision: SetAside) -> None:
        """Keeps it whole with its reasons."""


AnyArrival = TypeVar("AnyArrival", bound=Arrival)


class Sitting(Protocol[AnyArrival]):
    """The desk over a few uploads of one outbox, so that what they share is looked up once."""

    def open(self, document: Document) -> AnyArrival:
        """Takes up a leaf of the outbox."""

    def finish(self, settled: Sequence[AnyArrival]) -> None:
        """Writes the receipts that are owed and clears the uploads from the outbox."""


class Desk(Protocol[AnyArrival]):
    """Who knows the rules and keeps the record; the loop itself knows neither."""

    def sit(
        self, outbox: Database, assessor: str, ids: Sequence[str]
    ) -> AbstractContextManager[Sitting[AnyArrival]]:
        """Begins with these uploads of an outbox; what was looked up is known until it ends."""


@dataclass(frozen=True)
class Place:
    """How far an outbox was read, and how many of its uploads wait for something still to come.

    ``told`` is how far the server said it was before it was read; None where it did not say.
    """

    since: int | str
    waiting: int
    told: int | str | None = None


@dataclass
class Pass:
    """What one pass over the outboxes did; ``merged`` and ``differing`` are among those accepted."""

    outboxes: int = 0
    accepted: int = 0
    merged: int = 0
    differing: int = 0
    set_aside: int = 0
    waiting: int = 0
    failed: list[str] = field(default_factory=list)

    @property
    def moved(self) -> int:
        return self.accepted + self.set_aside

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": not self.failed,
            "outboxes": self.outboxes,
            "accepted": self.accepted,
            "merged": self.merged,
            "differing": self.differing,
            "set_aside": self.set_aside,
            "waiting": self.waiting,
            "failed": self.failed,
        }


class Reconciler:
    """Carries uploads from the outboxes to the desk; ``prefix`` is the district's database prefix."""

    def __init__(self, couch: Couch, desk: Desk[Any], *, prefix: str = "") -> None:
        self._couch = couch
        self._desk = desk
        self._start = prefix + OUTBOX
        self._places: dict[str, Place] = {}
        self._passes = 0

    @property
    def waiting(self) -> dict[str, int]:
        """How many uploads of each assessor wait for something still to come."""
        return {name.removeprefix(self._start): place.waiting for name, place in self._places.items()}

    def run_once(self) -> Pass:
        """One pass over every outbox; an outbox that fails is named and does not stop the others."""
        done = Pass()
        names = [name for name in self._couch.names() if name.startswith(self._start)]
        told = self._couch.sequences(names) if self._passes % _ASK_EACH else {}
        self._passes += 1
        for name in names:
            place = self._places.get(name)
            if place is None or place.told is None or place.told != told.get(name):
                self._run_outbox(name, done, told.get(name))
        if done.accepted:
            # What waited in one outbox may have waited for what came in another.
            for name in names:
                if name in self._places and self._places[name].waiting:
                    self._run_outbox(name, done, told.get(name), again=True)
        done.outboxes = len(names)
        done.waiting = sum(place.waiting for place in self._places.values())
        return done

    def look_again(self, assessor: str, ids: Sequence[str]) -> Pass:
        """Decides uploads that were left where they are once more: what they are judged by has changed."""
        done = Pass()
        self._settle(self._couch.at(f"{self._start}{assessor}"), assessor, ids, done)
        return done

    def _run_outbox(
        self, name: str, done: Pass, told: int | str | None = None, *, again: bool = False
    ) -> None:
        try:
            outbox = self._couch.at(name)
            place = self._places.get(name)
            if again or place is None or outbox.changes(place.since, limit=1)[1] != place.since:
                place = self._follow(outbox, name.removeprefix(self._start), done)
            self._places[name] = replace(place, told=told)
        except Exception:
            # Whatever one outbox holds must never keep the others from being read; nothing of it is lost.
            _log.exception("reconciler: %s is left for the next pass", name)
            done.failed.append(name)
            if name in self._places:
                self._places[name] = replace(self._places[name], told=None)

    def _follow(self, outbox: Database, assessor: str, done: Pass) -> Place:
        """Looks again at what waits, reads what is new, and moves the checkpoint behind a few at a time."""
        kept = outbox.local(CHECKPOINT) or {"_id": CHECKPOINT, "since": 0, "waiting": []}
        parts = chain(_waiting_uploads(kept), _new_uploads(outbox, kept["since"]))
        for since, uploads in parts:
            still = self._settle(outbox, assessor, uploads, done) if uploads else []
            waiting = [*(one for one in kept["waiting"] if one not in uploads), *still]
            if (since, waiting) != (kept["since"], kept["waiting"]):
                kept |= {"since": since, "waiting": waiting}
                kept["_rev"] = outbox.put_local(kept)
        return Place(kept["since"], len(kept["waiting"]))

    def _settle(self, outbox: Database, assessor: str, ids: Sequence[str], done: Pass) -> list[str]:
        """Decides a few uploads in their order, then answers them; returns the ids of those that wait.

        What was left beside another leaf of its name is decided once more when that one is settled: a tablet
        restored twice may go on with a draft of what its twin has sealed.
        """
        waiting: dict[str, None] = {}
        settled: list[Arrival] = []
        with self._desk.sit(outbox, assessor, ids) as sitting:
            try:
                left = list(_settle_each(sitting, leaves_of(outbox, ids), done, settled, waiting))
                names = {arrival.document["_id"] for arrival in settled}
                again = [document for document in left if document["_id"] in names]
                deque(_settle_each(sitting, again, done, settled, waiting), maxlen=0)
            except Exception:
                sitting.finish(settled)  # one that cannot be looked at keeps no other from its receipt
                raise
            sitting.finish(settled)
        return list(waiting)


def _settle_each(
    sitting: Sitting[Any],
    documents: Iterable[Document],
    done: Pass,
    settled: list[Arrival],
    waiting: dict[str, None],
) -> Iterator[Document]:
    """Decides each and notes what became of it; those that are left where they are."""
    for document in documents:
        arrival = sitting.open(document)
        match _decide(document, arrival, done):
            case Wait():
                waiting[document["_id"]] = None
            case Leave():
                yield document
            case _:
                settled.append(arrival)


def _decide(document: Document, arrival: Arrival, done: Pass) -> Decision:
    decision = decide(document, arrival.look_up())
    match decision:
        case Accept() | Merge() | Discrepancy():
            arrival.accept()
            done.accepted += 1
            done.merged += isinstance(decision, Merge)
            done.differing += isinstance(decision, Discrepancy)
        case SetAside():
            arrival.set_aside(decision)
            done.set_aside += 1
    return decision


def leaves_of(outbox: Database, ids: Sequence[str]) -> Iterator[Document]:
    """Every leaf of these uploads, in the order of CouchDB's own choice: a tablet restored twice leaves two.

    https://docs.couchdb.org/en/stable/replication/conflicts.html
    """
    for winner in outbox.all(keys=ids, conflicts=True):
        others = sorted(winner.pop("_conflicts", ()), reverse=True)
        yield winner
        for rev in others:
            yield outbox.get(winner["_id"], rev=rev)


def _waiting_uploads(checkpoint: Document) -> Iterator[tuple[int | str, list[str]]]:
    """Ids of what waits, a few at a time; nothing new is read by that."""
    since, waiting = checkpoint["since"], list(checkpoint["waiting"])
    for start in range(0, len(waiting), _AT_ONCE):
        yield since, waiting[start : start + _AT_ONCE]


def _new_uploads(outbox: Database, since: int | str) -> Iterator[tuple[int | str, list[str]]]:
    """Ids of uploads written since the checkpoint, in order, a few at a time, each with where to go on.

    However much has come, no more than that is held in memory.
    """
    uploads: dict[str, None] = {}
    more = True
    while more:
        rows, since = outbox.changes(since, limit=_PAGE)
        more = len(rows) == _PAGE
        for row in rows:
            if row["id"].startswith(UPLOADS) and not row.get("deleted"):
                uploads[row["id"]] = None
        if len(uploads) >= _AT_ONCE or not more:
            yield since, list(uploads)
            uploads = {}
