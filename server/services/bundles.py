"""What a tablet could not send, brought on a USB stick: one file sealed to the district (design §5).

A bundle is a compact JWE (RFC 7516; ECDH-ES, A256GCM) to the district's bundle key, which only the service
holds. Inside are the documents of the tablet's outbox as its database has them, still closed under the
caseload key. They go where sync would have brought them, revision by revision, so that the same ones coming
by sync later, or the same file again, change nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from server.errors import Refusal
from server.records.entries import Assessor
from server.records.envelope import CannotOpen, OtherKey, open_file
from server.services.arrivals import Arrival
from server.services.district import District
from server.services.intake import Intake
from server.services.open_arrivals import open_arrival
from server.services.outboxes import PHOTO
from server.services.reconciliation import build_reconciler
from server.services.tasks import open_streets, outbox_name
from sync.couch import CouchError, Database
from sync.reconcile.decisions import UPLOADS
from sync.reconcile.loop import Pass

LARGEST: Final = 256 * 2**20  # bytes of a file: some hundreds of photos
_SCHEMA: Final = 1
_TRIES: Final = 3


@dataclass(frozen=True)
class Bundle:
    """A bundle that was opened; whose it is, and the documents of the outbox."""

    assessor: str
    device: str
    made_at: str
    documents: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Outcome:
    """What a document became: accepted | set_aside | waiting | draft; ``reason`` where it was kept out."""

    id: str
    became: str
    reason: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Taken:
    """What a bundle brought, and the pass that read it."""

    bundle: Bundle
    done: Pass
    photos: int
    outcomes: tuple[Outcome, ...]

    @property
    def ok(self) -> bool:
        return not self.done.failed and all(outcome.became != "waiting" for outcome in self.outcomes)

    def as_json(self) -> dict[str, Any]:
        about = {"assessor": self.bundle.assessor, "device": self.bundle.device, "photos": self.photos}
        documents = [vars(outcome) for outcome in self.outcomes]
        return self.done.as_json() | {"ok": self.ok} | about | {"documents": documents}


def read_bundle(district: District, path: Path) -> Bundle:
    """The bundle in a file; refuses one that is too large, cut short, changed, or another district's."""
    return open_bundle(district, _read_text(path))


def open_bundle(district: District, sealed: str) -> Bundle:
    """The bundle a compact JWE holds; refuses what the district's key does not open, or of no known shape."""
    try:
        payload = json.loads(open_file(district.keys.bundle, sealed))
    except OtherKey as error:
        raise Refusal("bundle.other_district") from error
    except (CannotOpen, RecursionError, ValueError) as error:
        raise Refusal("bundle.damaged") from error
    bundle = _parse(payload)
    if district.office.find(Assessor, bundle.assessor) is None:
        raise Refusal("bundle.unknown_assessor", id=bundle.assessor)
    return bundle


def take_bundle(district: District, bundle: Bundle) -> Taken:
    """Puts the documents into the assessor's outbox and reads it; doing it again changes nothing."""
    open_streets(district, bundle.assessor)
    outbox = district.database(outbox_name(bundle.assessor))
    for document in bundle.documents:
        _put(outbox, document)
    done = _read_through(district)
    uploads = [document for document in bundle.documents if document["_id"].startswith(UPLOADS)]
    intake = Intake(district)
    arrivals = (open_arrival(district, outbox, bundle.assessor, document, intake) for document in uploads)
    outcomes = tuple(map(_outcome, arrivals))
    return Taken(bundle, done, len(bundle.documents) - len(uploads), outcomes)


def _read_through(district: District) -> Pass:
    """A pass; again where the reconciler of a running server was at the same outbox in the same moment."""
    reconciler = build_reconciler(district)
    done = reconciler.run_once()
    for _ in range(_TRIES - 1):
        if not done.failed:
            break
        done = reconciler.run_once()
    return done


def _outcome(arrival: Arrival) -> Outcome:
    known, entry = arrival.look_up(), arrival.entry
    if known is None:
        return Outcome(arrival.id, "draft")
    if not known.done:
        return Outcome(arrival.id, "waiting")
    if entry is None:
        return Outcome(arrival.id, "accepted")
    return Outcome(arrival.id, "set_aside", dict(entry.reasons[0]) if entry.reasons else None)


def _put(outbox: Database, document: dict[str, Any]) -> None:
    """One at a time: a photo may be as large as the store takes."""
    try:
        refused = [row for row in outbox.bulk([document], new_edits=False) if "error" in row]
    except CouchError as error:
        raise Refusal("bundle.malformed", why=error.reason) from error
    if refused:
        raise Refusal("bundle.malformed", why=str(refused[0].get("reason") or refused[0]["error"]))


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise Refusal("bundle.too_large", limit=LARGEST // 2**20)
        return path.read_text("ascii").strip()
    except OSError as error:
        raise Refusal("bundle.no_file", file=path, why=error.strerror) from error
    except UnicodeDecodeError as error:
        raise Refusal("bundle.damaged") from error


def _parse(payload: object) -> Bundle:
    if not isinstance(payload, dict) or payload.get("type") != "bundle":
        raise Refusal("bundle.malformed", why="type")
    if payload.get("schema") != _SCHEMA:
        raise Refusal("record.unknown_schema", document="bundle")
    named = {name: payload.get(name) for name in ("assessor", "device", "made_at")}
    documents = payload.get("documents")
    wrong = [name for name, value in named.items() if not isinstance(value, str)]
    if wrong or not isinstance(documents, list):
        raise Refusal("bundle.malformed", why=", ".join(wrong) or "documents")
    for document in documents:
        _check_document(document)
    return Bundle(**{name: str(value) for name, value in named.items()}, documents=tuple(documents))


def _check_document(document: object) -> None:
    """A revision with its history, of a kind a tablet may write; anything else is not from an outbox."""
    allowed = (*UPLOADS, f"{PHOTO}:")
    if not isinstance(document, dict) or not str(document.get("_id")).startswith(allowed):
        raise Refusal("bundle.malformed", why="_id")
    revisions = document.get("_revisions")
    if not isinstance(document.get("_rev"), str) or not isinstance(revisions, dict):
        raise Refusal("bundle.malformed", why=f"{document['_id']}: _rev, _revisions")
