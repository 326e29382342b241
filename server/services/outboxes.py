"""What lies in an assessor's outbox, opened with their caseload key (design §4)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from server.errors import Refusal
from server.records.codec import decode_outbox, decode_photo
from server.services.district import District
from sync.couch import Database

PHOTO: Final = "photo"
DRAFT: Final = "draft"
_LAST: Final = "\ufff0"


@dataclass(frozen=True)
class Photos:
    """Photos by the digest they are named by: the bytes of those that open, the others as they came.

    ``swapped``: names under which other bytes came; ``revisions``: what each is stored under.
    """

    opened: dict[str, bytes] = field(default_factory=dict)
    closed: dict[str, bytes] = field(default_factory=dict)
    swapped: set[str] = field(default_factory=set)
    revisions: dict[str, str] = field(default_factory=dict)

    @property
    def digests(self) -> set[str]:
        return {*self.opened, *self.closed}

    @property
    def refusals(self) -> list[Refusal]:
        """What is wrong with those that came: they do not open, or are not what their name says."""
        closed = [Refusal("visit.envelope", document=f"{PHOTO}:{digest}") for digest in self.closed]
        return [*closed, *(Refusal("visit.photo_swapped", digest=digest) for digest in self.swapped)]


def open_body(district: District, assessor: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """The body a tablet pushed; refuses what the assessor's keys do not open."""
    return decode_outbox(district.caseloads.find(assessor), document)


def find_body(district: District, assessor: str, document: Mapping[str, Any]) -> dict[str, Any] | None:
    """The body a tablet pushed; None where it does not open."""
    try:
        return open_body(district, assessor, document)
    except Refusal:
        return None


def open_photos(district: District, assessor: str, outbox: Database, digests: Iterable[str]) -> Photos:
    """The photos of these names that have arrived."""
    photos = Photos()
    caseload = district.caseloads.find(assessor)
    for document, attached in outbox.whole([f"{PHOTO}:{digest}" for digest in dict.fromkeys(digests)]):
        digest = document["_id"].partition(":")[2]
        content = attached.get(PHOTO)
        if content is None:
            continue
        photos.revisions[digest] = document["_rev"]
        try:
            photos.opened[digest] = photo = decode_photo(caseload, document, content)
        except Refusal:
            photos.closed[digest] = content
            continue
        if hashlib.sha256(photo).hexdigest() != digest:
            photos.swapped.add(digest)
    return photos


def clear_photos(outbox: Database, digests: Iterable[str], revisions: Mapping[str, str]) -> None:
    """Deletes the photos of these names in one write; one that changed meanwhile ends the pass.

    ``revisions`` are those they were read under; what is not among them is looked up.
    """
    named = {f"{PHOTO}:{digest}": revisions.get(digest) for digest in digests}
    read = [{"_id": name, "_rev": rev} for name, rev in named.items() if rev is not None]
    unread = outbox.all(keys=[name for name, rev in named.items() if rev is None], include_docs=False)
    outbox.put_all([photo | {"_deleted": True} for photo in (*read, *unread)])


def last_draft(district: District, assessor: str, outbox: Database, prefix: str) -> dict[str, Any] | None:
    """The newest snapshot of a draft among the documents whose names begin so, as its task carries it."""
    drafts = [draft for each in _named(outbox, prefix) if (draft := draft_in(district, assessor, each))]
    return max(drafts, key=lambda draft: str(draft["saved_at"]), default=None)


def draft_in(district: District, assessor: str, document: Mapping[str, Any]) -> dict[str, Any] | None:
    """The draft a document holds, as a task carries it; None where it holds none that opens."""
    body = find_body(district, assessor, document)
    return _as_draft(document, body) if body and body.get("state") == DRAFT else None


def count_unreceived(district: District, assessor: str, outbox: Database, device: str) -> int:
    """How many sealed visits of a tablet lie in the outbox without a receipt: they wait for photos."""
    mine = (document for document in _named(outbox, "visit:") if document["_id"].endswith(f":{device}"))
    bodies = (find_body(district, assessor, document) for document in mine)
    return sum(body is None or body.get("state") != DRAFT for body in bodies)


def _named(outbox: Database, prefix: str) -> Iterator[dict[str, Any]]:
    return outbox.all(prefix, f"{prefix}{_LAST}")


def _as_draft(document: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "device": document["_id"].rpartition(":")[2],
        "saved_at": body.get("saved_at") or "",
        "answers": body.get("answers") or {},
        "photos": body.get("photos") or [],
        "team": body.get("team") or [],
        "signatures": body.get("signatures") or [],
    }
