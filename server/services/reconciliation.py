"""The desk the reconciler brings uploads to: looks up what is known, receives, sets aside, answers."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from threading import Event
from typing import Any, Final

from server.domain.case import Case, Stage
from server.domain.days import format_instant
from server.domain.seal import SealedVisit
from server.domain.sealed_contribution import SealedContribution
from server.errors import Refusal
from server.records.codec import SEALED_BYTES
from server.records.entries import SetAside as SetAsideEntry
from server.services.contribution_uploads import PREFIX as CONTRIBUTION
from server.services.contribution_uploads import (
    look_up_contribution,
    look_up_second,
    parse_body,
    receipt_of_contribution,
)
from server.services.contributions import find_contribution, receive_contribution
from server.services.countersign_uploads import PREFIX as COUNTERSIGN
from server.services.countersign_uploads import answer_countersign, ask_colleagues, look_up_countersign
from server.services.countersignatures import confirm_visit
from server.services.device_orders import end_closings
from server.services.district import District
from server.services.drafts import lay_drafts_beside, look_up_draft, take_draft
from server.services.flags import raise_flags
from server.services.freshness import note_pass
from server.services.outboxes import DRAFT, PHOTO, Photos, clear_photos, find_body, open_body, open_photos
from server.services.receipts import ACCEPTED, put_receipt
from server.services.recordings import ReceivedContribution, second_record
from server.services.returns import forget_returned
from server.services.rosters import refresh_rosters
from server.services.set_aside_decisions import answer_set_aside
from server.services.set_asides import SET_ASIDE_FILE
from server.services.tasks import (
    open_streets,
    publish_task,
    receipt_payload,
    withdraw_from_colleagues,
)
from server.services.uploads import Upload, check_upload, find_received, parse_upload, reason_of
from server.services.visits import receive_visit
from sync.couch import CouchError, Database
from sync.reconcile.decisions import Known, SetAside
from sync.reconcile.loop import Reconciler

JPEG: Final = "image/jpeg"
_IDLE_SECONDS: Final = 1.0
_ROSTER_EVERY: Final = timedelta(hours=1)
_log: Final = logging.getLogger(__name__)
# What reading a hostile document may raise in the parts that read it.
_UNREADABLE: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def build_reconciler(district: District) -> Reconciler:
    """The reconciler of a district."""
    return Reconciler(district.couch, ReconciliationDesk(district), prefix=district.settings.prefix)


class ReconciliationDesk:
    """What :class:`sync.reconcile.loop.Desk` asks for, on the district's record."""

    def __init__(self, district: District) -> None:
        self._district = district

    def look_up(self, outbox: Database, assessor: str, document: dict[str, Any]) -> Known | None:
        """Every fact the decision needs; a document that cannot be read is a reason, never an exception."""
        try:
            body = open_body(self._district, assessor, document)
        except Refusal as refusal:
            entry = self._find_entry(assessor, document, None)
            return Known(done=True) if entry else Known(reasons=(reason_of(refusal),))
        if body.get("state") == DRAFT:
            if self._find_entry(assessor, document, body) is not None:
                return Known(done=True)
            return look_up_draft(self._district, outbox, assessor, document, body)
        if self._find_entry(assessor, document, body) is not None:
            return Known(done=True)
        return self._judge(outbox, assessor, document["_id"], body)

    def accept(self, outbox: Database, assessor: str, document: dict[str, Any]) -> None:
        body = open_body(self._district, assessor, document)
        if document["_id"].startswith(COUNTERSIGN):
            confirm_visit(self._district, body["token"])
            return
        upload, visit = _read(assessor, document["_id"], body)
        receive_visit(self._district, upload, visit, self._photos(outbox, assessor, visit).opened)

    def merge(self, outbox: Database, assessor: str, document: dict[str, Any]) -> None:
        body = open_body(self._district, assessor, document)
        if body.get("state") == DRAFT:
            take_draft(self._district, outbox, assessor, document, body)
            return
        given = _read_beside(assessor, document["_id"], body)
        photos = self._photos(outbox, assessor, given.sealed)
        receive_contribution(self._district, given, photos.opened)

    def set_aside(
        self, outbox: Database, assessor: str, document: dict[str, Any], decision: SetAside
    ) -> None:
        """Kept whole: the document as it came, and every photo of it that arrived."""
        identity = _identity(document)
        body = find_body(self._district, assessor, document)
        forget_returned(self._district, identity["case"], identity["round"])
        self._district.office.save(
            SetAsideEntry(
                id=_entry_id(assessor, document, body),
                assessor=assessor,
                digest=_sealed_digest(body),
                document={key: value for key, value in document.items() if key != "_attachments"},
                reasons=tuple(vars(reason) for reason in decision.reasons),
                photos=self._keep_photos(outbox, assessor, body, identity["case"]),
                received_at=format_instant(self._district.now()),
                **identity,
            )
        )

    def finish(self, outbox: Database, assessor: str, document: dict[str, Any]) -> None:
        """First the receipt, then the clearing: killed in between, the same is done again."""
        if document["_id"].startswith(COUNTERSIGN):
            entry = self._find_entry(assessor, document, find_body(self._district, assessor, document))
            reason = dict(entry.reasons[0]) if entry else None
            answer_countersign(self._district, assessor, outbox, document, reason)
            return
        receipt = self._receipt(assessor, document)
        open_streets(self._district, assessor)
        if receipt is not None:
            put_receipt(self._district, assessor, document["_id"], receipt)
            if receipt["status"] == ACCEPTED:
                case = self._district.get_case(_identity(document)["case"])
                withdraw_from_colleagues(self._district, case)
                lay_drafts_beside(self._district, case)
                ask_colleagues(self._district, case)
            self._tell_again(_identity(document)["case"])
        clear_photos(outbox, receipt["photos"] if receipt else [])
        outbox.delete(document)

    def find_set_aside(self, assessor: str, document: Mapping[str, Any]) -> SetAsideEntry | None:
        """What was kept of a document that could not be accepted; None where it was, or has not been read."""
        return self._find_entry(assessor, document, find_body(self._district, assessor, document))

    def _judge(self, outbox: Database, assessor: str, document_id: str, body: Mapping[str, Any]) -> Known:
        try:
            if document_id.startswith(COUNTERSIGN):
                return look_up_countersign(self._district, document_id, body)
            if document_id.startswith(CONTRIBUTION):
                given = parse_body(assessor, document_id, body)
                photos = self._photos(outbox, assessor, given.sealed)
                return look_up_contribution(self._district, given, photos)
            return self._look_up(outbox, *_read(assessor, document_id, body))
        except Refusal as refusal:
            return Known(reasons=(reason_of(refusal),))
        except _UNREADABLE as error:
            return Known(reasons=(reason_of(Refusal("visit.malformed", why=type(error).__name__)),))

    def _look_up(self, outbox: Database, upload: Upload, visit: SealedVisit) -> Known:
        if self._find_act(upload, visit) is not None:
            return Known(done=True)
        photos = self._photos(outbox, upload.assessor, visit)
        missing = tuple(sorted({photo.digest for photo in visit.photos} - photos.digests))
        refusals = photos.refusals
        if not missing:
            right = photos.digests - photos.swapped
            refusals += check_upload(self._district, upload, visit, right, self._district.now())
        case = self._find_case(visit.case)
        if missing or case is None:
            return Known(missing=missing, reasons=tuple(reason_of(refusal) for refusal in refusals))
        given = second_record(upload.assessor, visit, upload.seal)
        return look_up_second(self._district, case, given, refusals) if refusals else Known()

    def _find_act(self, upload: Upload, visit: SealedVisit) -> int | None:
        """The number of the act that took a sealed visit, as the visit or beside it."""
        number = find_received(self._district, upload, visit.case)
        if number is not None:
            return number
        return find_contribution(self._district, second_record(upload.assessor, visit, upload.seal))

    def _receipt(self, assessor: str, document: dict[str, Any]) -> dict[str, Any] | None:
        """What the tablet is told: taken into the record under an act, or set aside with the reason."""
        body = find_body(self._district, assessor, document)
        entry = self._find_entry(assessor, document, body)
        if entry is not None:
            return answer_set_aside(self._district, entry)
        if body is not None and body.get("state") == DRAFT:
            return None
        if document["_id"].startswith(CONTRIBUTION):
            given = parse_body(assessor, document["_id"], body or {})
            return receipt_of_contribution(self._district, document["_id"], given)
        upload, visit = _read(assessor, document["_id"], body or {})
        number = self._find_act(upload, visit)
        if number is None:
            return None
        act = self._district.get_case(visit.case).acts[number - 1]
        facts = {"received_at": format_instant(act.at), "act": act.n, "reason": None}
        photos = sorted({photo.digest for photo in visit.photos})
        return receipt_payload(document["_id"], ACCEPTED, visit.digest, photos, **facts)

    def _keep_photos(
        self, outbox: Database, assessor: str, body: Mapping[str, Any] | None, case: str
    ) -> dict[str, str]:
        """Photos of an upload as evidence, each under the digest of the bytes that really came."""
        file = case if self._find_case(case) else SET_ASIDE_FILE
        photos = open_photos(self._district, assessor, outbox, _named_photos(body))
        kinds = ((photos.opened, JPEG), (photos.closed, SEALED_BYTES))
        return {
            claimed: self._district.evidence.put_photo(file, content, kind)
            for contents, kind in kinds
            for claimed, content in contents.items()
        }

    def _photos(self, outbox: Database, assessor: str, visit: SealedVisit | SealedContribution) -> Photos:
        """The photos a visit names that are there: in the outbox, or in evidence since an earlier round."""
        photos = open_photos(self._district, assessor, outbox, (photo.digest for photo in visit.photos))
        evidence = self._district.evidence
        for photo in visit.photos:
            if photo.digest not in photos.digests and evidence.has(PHOTO, visit.case, photo.digest):
                photos.opened[photo.digest] = evidence.get_photo(visit.case, photo.digest)
        return photos

    def _tell_again(self, number: str) -> None:
        """A task the case still waits for says no more that an earlier visit was sent back."""
        case = self._find_case(number)
        if case is not None and case.stage is Stage.ASSIGNED:
            publish_task(self._district, case)

    def _find_case(self, number: str) -> Case | None:
        try:
            return self._district.get_case(number)
        except Refusal:
            return None

    def _find_entry(
        self, assessor: str, document: Mapping[str, Any], body: Mapping[str, Any] | None
    ) -> SetAsideEntry | None:
        return self._district.office.find(SetAsideEntry, _entry_id(assessor, document, body))


def _read(assessor: str, document_id: str, body: Mapping[str, Any]) -> tuple[Upload, SealedVisit]:
    """The upload and its visit; refuses one that stands under another's name."""
    upload, visit = parse_upload(assessor, body)
    if document_id != f"visit:{visit.case}:{visit.round}:{visit.device}":
        raise Refusal("visit.malformed", why=document_id)
    return upload, visit


def _read_beside(assessor: str, document_id: str, body: Mapping[str, Any]) -> ReceivedContribution:
    """What is laid beside a visit: a contribution, or a second sealed record of it."""
    if document_id.startswith(CONTRIBUTION):
        return parse_body(assessor, document_id, body)
    upload, visit = _read(assessor, document_id, body)
    return second_record(upload.assessor, visit, upload.seal)


def _entry_id(assessor: str, document: Mapping[str, Any], body: Mapping[str, Any] | None) -> str:
    """The same upload from the same outbox is the same entry, however often it comes and is sealed anew."""
    came = {key: value for key, value in document.items() if not key.startswith("_")}
    content = [assessor, document["_id"], came if body is None else body]
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:32]


def _identity(document: Mapping[str, Any]) -> dict[str, Any]:
    """Case, round and device as the document's name claims them; empty where it claims nothing readable."""
    parts = [*document["_id"].split(":")[1:], "", "", ""]
    case, round_text, device = parts[0], parts[1], parts[2]
    return {"case": case, "round": int(round_text) if round_text.isdecimal() else 0, "device": device}


def _sealed_digest(body: Mapping[str, Any] | None) -> str:
    """The digest of the visit as the tablet knows it; empty when it cannot be made canonical."""
    try:
        return parse_upload("", body or {})[1].digest
    except (Refusal, *_UNREADABLE):
        return ""


def _named_photos(body: Mapping[str, Any] | None) -> list[str]:
    """Digests an upload names, as far as it can be read."""
    try:
        sealed = (body or {}).get("contribution") or (body or {}).get("visit") or (body or {})
        return [str(photo["digest"]) for photo in sealed["photos"]]
    except _UNREADABLE:
        return []


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
                refresh_rosters(district)
                end_closings(district)
                roster_due = district.now() + _ROSTER_EVERY
        except (CouchError, Refusal):
            _log.exception("reconciler: this pass failed; the next goes on from the same place")
            moved = 0
        if not moved:
            stop.wait(_IDLE_SECONDS)
