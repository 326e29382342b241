"""The desk the reconciler brings uploads to, an outbox at a time, and the thread it runs in."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Event
from typing import Any, Final

from server.domain.periodic_review import awaits_home
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.evidence import evidence_id
from server.services.arrivals import Arrival, VisitArrival, find_case
from server.services.deliveries import Delivery
from server.services.device_orders import end_closings
from server.services.district import District
from server.services.erasures import finish_erasures
from server.services.errand_tasks import publish_errands_of
from server.services.flags import raise_flags
from server.services.freshness import note_pass
from server.services.intake import Intake
from server.services.open_arrivals import open_arrival
from server.services.outboxes import clear_photos
from server.services.rosters import refresh_rosters
from server.services.tasks import publish_task
from sync.couch import CouchError, Database
from sync.reconcile.loop import Reconciler

_IDLE_SECONDS: Final = 1.0
_ROSTER_EVERY: Final = timedelta(hours=1)
_log: Final = logging.getLogger(__name__)


def build_reconciler(district: District) -> Reconciler:
    """The reconciler of a district."""
    return Reconciler(district.couch, ReconciliationDesk(district), prefix=district.settings.prefix)


class ReconciliationDesk:
    """What :class:`sync.reconcile.loop.Desk` asks for, on the district's record."""

    def __init__(self, district: District) -> None:
        self._district = district

    @contextmanager
    def sit(self, outbox: Database, assessor: str, ids: Sequence[str]) -> Iterator[DeskSitting]:
        with self._district.remembering():
            _foresee(self._district, {number for name in ids for number in name.split(":")[1:2] if number})
            yield DeskSitting(self._district, outbox, assessor)


def _foresee(district: District, numbers: Collection[str]) -> None:
    """Reads what uploads are judged by of all the cases they name at once; what fails is read later."""
    district.casebook.foresee(numbers)
    with suppress(CouchError, Refusal):
        cases = [case for number in numbers if (case := find_case(district, number))]
        declared = [evidence_id("declared", case.number, case.declared) for case in cases]
        district.evidence.foresee_apart(declared)


class DeskSitting:
    """A few uploads of one outbox: what they share is read once, what is told is written together."""

    def __init__(self, district: District, outbox: Database, assessor: str) -> None:
        self._district = district
        self._outbox = outbox
        self._assessor = assessor
        self._intake = Intake(district)

    def open(self, document: dict[str, Any]) -> Arrival:
        """Opens a leaf once what it is judged by is in the record: visits of other cases may wait."""
        arrival = open_arrival(self._district, self._outbox, self._assessor, document, self._intake)
        if self._intake.holds(arrival.case) or not isinstance(arrival, VisitArrival):
            self._intake.enter()
        return arrival

    def finish(self, settled: Sequence[Arrival]) -> None:
        """The record, then the receipts, then the clearing: killed in between, the same is done again."""
        try:
            self._intake.enter()
        finally:
            self._answer([arrival for arrival in settled if not arrival.is_pending])
        for arrival in settled:
            if arrival.refused is not None:
                raise arrival.refused

    def _answer(self, settled: Sequence[Arrival]) -> None:
        delivery = Delivery(self._district)
        photos = [digest for arrival in settled for digest in arrival.answer(delivery)]
        delivery.send()
        for number in dict.fromkeys(arrival.case for arrival in settled):
            self._tell_again(number)
        revisions = {name: rev for arrival in settled for name, rev in arrival.revisions.items()}
        clear_photos(self._outbox, photos, revisions)
        self._clear([arrival.document for arrival in settled])

    def _tell_again(self, number: str) -> None:
        """A task the case still waits for says no more that an earlier visit was sent back.

        That of others who go instead carries what came of the team before.
        """
        case = find_case(self._district, number)
        if case is not None and (case.stage is Stage.ASSIGNED or awaits_home(case)):
            publish_task(self._district, case)
        publish_errands_of(self._district, number)

    def _clear(self, documents: Sequence[dict[str, Any]]) -> None:
        """Takes the leaves away; several of one document go one after another."""
        leaves = Counter(document["_id"] for document in documents)
        alone = [document for document in documents if leaves[document["_id"]] == 1]
        self._outbox.put_all([{"_id": one["_id"], "_rev": one["_rev"], "_deleted": True} for one in alone])
        for document in documents:
            if leaves[document["_id"]] > 1:
                self._outbox.delete(document)


def run_beside(district: District, stop: Event) -> None:
    """Reconciles until ``stop``, beside the appender; keeps index and rosters fresh as well."""
    reconciler = build_reconciler(district)
    roster_due = district.now()
    while not stop.is_set():
        try:
            done = reconciler.run_once()
            moved = done.moved
            note_pass(district, reconciler, done)
            district.index.catch_up()
            raise_flags(district, pages=1)
            if district.now() >= roster_due:
                roster_due = district.now() + _ROSTER_EVERY
                refresh_rosters(district)
                end_closings(district)
                finish_erasures(district)
        except (CouchError, Refusal):
            _log.exception("reconciler: this pass failed; the next goes on from the same place")
            moved = 0
        if not moved:
            stop.wait(_IDLE_SECONDS)
