"""The loop over the outboxes: what is new, what is decided, what is written (design §5).

It is idempotent: run it twice, stop it anywhere, feed it the same documents again, and the record is the
same. Its place in an outbox is a ``_local`` document there, moved only after everything before it is done.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from sync.couch import Couch, Database
from sync.reconcile.decisions import (
    UPLOADS,
    Accept,
    AlreadyDone,
    Decision,
    Discrepancy,
    Known,
    Merge,
    SetAside,
    Wait,
    decide,
)

CHECKPOINT: Final = "reconciler"
OUTBOX: Final = "outbox-"
_PAGE: Final = 100
_log = logging.getLogger(__name__)

Document = dict[str, Any]


class Desk(Protocol):
    """Who knows the rules and keeps the record; the loop itself knows neither."""

    def look_up(self, outbox: Database, assessor: str, document: Document) -> Known | None:
        """Everything known of an upload; None for a draft."""

    def accept(self, outbox: Database, assessor: str, document: Document) -> None:
        """Enters the upload into the record."""

    def merge(self, outbox: Database, assessor: str, document: Document) -> None:
        """Enters the upload into the record beside the visit it belongs to."""

    def set_aside(self, outbox: Database, assessor: str, document: Document, decision: SetAside) -> None:
        """Keeps the upload whole with its reasons."""

    def finish(self, outbox: Database, assessor: str, document: Document) -> None:
        """Writes the receipt that is owed and clears the upload from the outbox."""


@dataclass(frozen=True)
class Place:
    """How far an outbox was read, and how many of its uploads wait for something still to come."""

    since: int | str
    waiting: int


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

    def __init__(self, couch: Couch, desk: Desk, *, prefix: str = "") -> None:
        self._couch = couch
        self._desk = desk
        self._start = prefix + OUTBOX
        self._places: dict[str, Place] = {}

    @property
    def waiting(self) -> dict[str, int]:
        """How many uploads of each assessor wait for something still to come."""
        return {name.removeprefix(self._start): place.waiting for name, place in self._places.items()}

    def run_once(self) -> Pass:
        """One pass over every outbox; an outbox that fails is named and does not stop the others."""
        done = Pass()
        names = [name for name in self._couch.names() if name.startswith(self._start)]
        for name in names:
            self._run_outbox(name, done)
        if done.accepted:
            # What waited in one outbox may have waited for what came in another.
            for name in names:
                if name in self._places and self._places[name].waiting:
                    self._run_outbox(name, done, again=True)
        done.outboxes = len(names)
        done.waiting = sum(place.waiting for place in self._places.values())
        return done

    def _run_outbox(self, name: str, done: Pass, *, again: bool = False) -> None:
        try:
            outbox = self._couch.database(name)
            place = self._places.get(name)
            if again or place is None or outbox.changes(place.since, limit=1)[1] != place.since:
                self._places[name] = self._follow(outbox, name.removeprefix(self._start), done)
        except Exception:
            # Whatever one outbox holds must never keep the others from being read; nothing of it is lost.
            _log.exception("reconciler: %s is left for the next pass", name)
            done.failed.append(name)

    def _follow(self, outbox: Database, assessor: str, done: Pass) -> Place:
        """Reads what is new, looks again at what waits, and moves the checkpoint behind it."""
        checkpoint = outbox.local(CHECKPOINT) or {"_id": CHECKPOINT, "since": 0, "waiting": []}
        since, changed = _new_uploads(outbox, checkpoint["since"])
        if since == checkpoint["since"] and not checkpoint["waiting"]:
            return Place(since, 0)
        waiting: list[str] = []
        for document_id in dict.fromkeys([*checkpoint["waiting"], *changed]):
            decisions = [self._settle(outbox, assessor, leaf, done) for leaf in _leaves(outbox, document_id)]
            if any(isinstance(decision, Wait) for decision in decisions):
                waiting.append(document_id)
        if (since, waiting) != (checkpoint["since"], checkpoint["waiting"]):
            outbox.put_local(checkpoint | {"since": since, "waiting": waiting})
        return Place(since, len(waiting))

    def _settle(self, outbox: Database, assessor: str, document: Document, done: Pass) -> Decision:
        decision = decide(document, self._desk.look_up(outbox, assessor, document))
        match decision:
            case Accept():
                self._desk.accept(outbox, assessor, document)
                done.accepted += 1
            case Merge() | Discrepancy():
                self._desk.merge(outbox, assessor, document)
                done.accepted += 1
                done.merged += isinstance(decision, Merge)
                done.differing += isinstance(decision, Discrepancy)
            case SetAside():
                self._desk.set_aside(outbox, assessor, document, decision)
                done.set_aside += 1
        if isinstance(decision, Accept | Merge | Discrepancy | SetAside | AlreadyDone):
            self._desk.finish(outbox, assessor, document)
        return decision


def _leaves(outbox: Database, document_id: str) -> list[Document]:
    """Every leaf of an upload, in the order of CouchDB's own choice: a tablet restored twice leaves two.

    https://docs.couchdb.org/en/stable/replication/conflicts.html
    """
    winner = outbox.find(document_id, conflicts=True)
    if winner is None:
        return []
    others = sorted(winner.pop("_conflicts", ()), reverse=True)
    return [winner, *(outbox.get(document_id, rev=rev) for rev in others)]


def _new_uploads(outbox: Database, since: int | str) -> tuple[int | str, list[str]]:
    """Ids of uploads written since the checkpoint, in order, and where to go on."""
    place, uploads = since, list[str]()
    while True:
        rows, place = outbox.changes(place, limit=_PAGE)
        uploads += [row["id"] for row in rows if row["id"].startswith(UPLOADS) and not row.get("deleted")]
        if len(rows) < _PAGE:
            return place, uploads
