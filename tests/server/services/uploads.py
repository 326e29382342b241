"""A district and what its tablets sent, to be sent again in any order; and a store that dies."""

from __future__ import annotations

import random
import shutil
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import couchdb

from server.domain.seal import visit_digest
from server.opening import STORE
from server.records.codec import decode_outbox, encode_outbox
from server.records.entries import SetAside
from server.records.envelope import CaseloadKey
from server.services.district import District, open_district
from server.services.outboxes import open_body
from server.services.tasks import outbox_name
from server.settings import Settings
from sync.couch import Couch, Database
from sync.embedded.access import Access
from sync.embedded.app import create_store_app
from sync.embedded.store import open_store
from sync.in_process import InProcessSession
from sync.reconcile.loop import leaves_of
from tests.factories import Clock, PaperTablet, assigned_case, enrolled_tablet, make_district, picture
from tests.tablets import push_draft

ASSESSORS = ("a-0217", "a-0218", "a-0219")
Sent = tuple[str, dict[str, Any]]  # whose outbox, and a document with its revision and attachments


class Killed(BaseException):
    """The process died; nothing may catch it."""


class SameSalt(random.Random):
    """Draws the same salt however often it is asked, so that two runs can be compared byte for byte."""

    def getrandbits(self, k: int, /) -> int:
        return (1 << k) // 3


class MortalSession(InProcessSession):
    """Dies at a call to the store: before it when the number of calls left is even, after it when odd."""

    left: int | None = None

    def request(self, *args: Any, **options: Any) -> Any:
        if self.left is None:
            return super().request(*args, **options)
        self.left -= 2
        if self.left == 0:
            raise Killed
        answer = super().request(*args, **options)
        if self.left < 0:
            raise Killed
        return answer


@dataclass(frozen=True, repr=False)
class Opened:
    district: District
    session: MortalSession


@dataclass(frozen=True, repr=False)
class Town:
    """A district before anything was sent, what is sent, the digest of each record in it, and the tablets."""

    folder: Path
    sent: Sequence[Sent]
    cases: Sequence[str]
    tablets: Mapping[str, PaperTablet]

    @property
    def digests(self) -> list[str]:
        """What lies in the documents sent: visits, contributions and drafts; empty for a photo."""
        return [self._digest(*sent) for sent in self.sent]

    def _digest(self, assessor: str, document: Mapping[str, Any]) -> str:
        if document["_id"].startswith("photo:"):
            return ""
        return digest_of_body(decode_outbox([self.tablets[assessor].caseload], document))


@contextmanager
def opened(folder: Path) -> Iterator[Opened]:
    """The district in a folder, as after a start of the process."""
    settings = Settings(data=folder, reconciler=False)
    store = open_store(folder / STORE)
    session = MortalSession(create_store_app(store, Access()))
    couch = Couch(couchdb.Server("http://in-process", session=session), known_as=store.uuid)
    district = open_district(settings, couch, clock=Clock(), rng=SameSalt())
    try:
        yield Opened(district, session)
    finally:
        session.left = None
        district.close()
        store.close()


def make_town(folder: Path) -> Town:
    """Three cases of three tablets, and every way in which records of one visit come apart.

    Of five visits sent, one lacks a signature and two come from no lead; a copy of a tablet sealed one of
    them once more under the same name; two colleagues recorded beside it; one draft was never sealed, and
    one hides a sealed visit.
    """
    before, scratch = folder / "before", folder / "scratch"
    with make_district(before) as district:
        tablets = {one: enrolled_tablet(district, one) for one in ASSESSORS}
        cases = [assigned_case(district, lead=lead).number for lead in ("a-0217", "a-0218", "a-0217")]
        caseloads = {one: tablet.caseload for one, tablet in tablets.items()}
    shutil.copytree(before, scratch)
    with opened(scratch) as found:
        here = {one: replace(tablet, district=found.district) for one, tablet in tablets.items()}
        _send(found.district, here, cases)
        sent = [(one, document) for one in tablets for document in _documents(found.district, one)]
    kept = {
        one: SentTablet(found.district, one, key=tablets[one].key, kept=caseloads[one]) for one in tablets
    }
    return Town(before, sent, cases, kept)


@dataclass
class SentTablet(PaperTablet):
    """A tablet whose caseload key is known without its district."""

    kept: CaseloadKey | None = None

    @property
    def caseload(self) -> CaseloadKey:
        assert self.kept is not None
        return self.kept


def deliver(district: District, sent: Sequence[Sent]) -> None:
    """A replication brings these revisions as they are; what came before changes nothing."""
    for assessor, document in sent:
        district.database(outbox_name(assessor)).bulk([document], new_edits=False)


def kept(district: District, cases: Sequence[str]) -> dict[str, set[str]]:
    """Digests of the records that are in the casebook, and of those set aside."""
    acts = [act for number in cases for act in district.get_case(number).acts]
    kinds = {"visit_received": "visit", "contribution_received": "contribution"}
    received = [(act, kinds[act.kind]) for act in acts if act.kind in kinds]
    contents = [district.evidence.get(kind, act.file, act.facts[kind]) for act, kind in received]
    entries = district.office.every(SetAside)
    bodies = [open_body(district, entry.assessor, entry.document) for entry in entries]
    return {
        "accepted": {digest_of_body(content) for content in contents},
        "set_aside": {digest_of_body(body) for body in bodies},
    }


def left(district: District) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every leaf that lies in an outbox: whose it is, and its body."""
    for assessor in ASSESSORS:
        outbox = district.database(outbox_name(assessor))
        for document in _leaves(outbox):
            if not document["_id"].startswith("photo:"):
                yield document["_id"], open_body(district, assessor, document)


def digest_of_body(body: Mapping[str, Any]) -> str:
    """The digest of what a body or its evidence holds: what was sealed, else the draft's snapshot."""
    draft = body.get("draft")
    recorded = body.get("visit") or body.get("contribution") or (draft or {}).get("snapshot") or body
    return visit_digest(recorded)


def _send(district: District, tablets: Mapping[str, PaperTablet], cases: Sequence[str]) -> None:
    plan = (("a-0217", 0, {}), ("a-0218", 0, {}), ("a-0218", 1, {"signatures": []}), ("a-0217", 2, {}))
    visits = {}
    for assessor, place, changes in (*plan, ("a-0218", 2, {})):
        tablet = tablets[assessor]
        photos = [picture(f"{assessor}{place}{name}") for name in ("door", "room")]
        visits[assessor, place] = tablet.fill_in(district.get_case(cases[place]), photos, **changes)
        tablet.push(tablet.seal(visits[assessor, place]), photos)
    first = visits["a-0217", 0]
    again = first | {"answers": first["answers"] | {"living_note": "恢复以后又封了一次。"}}
    _push_leaf(tablets["a-0217"], f"visit:{cases[0]}:1:{first['device']}", tablets["a-0217"].seal(again))
    for assessor, said in (("a-0218", {"medical": "80.00"}), ("a-0219", {"furnishing": "good"})):
        photo = picture(f"{assessor} beside")
        body = tablets[assessor].contribute(first, said, [photo])
        tablets[assessor].push_contribution(body, [photo])
    push_draft(tablets["a-0219"], district.get_case(cases[1]), answers={"medical": "12.00"})
    last = f"visit:{cases[2]}:1:{tablets['a-0217'].id}"
    saved = {"answers": {"tenure": "own"}, "photos": [], "saved_at": "2026-03-02T00:30:00Z"}
    _push_leaf(tablets["a-0217"], last, {"state": "draft"} | saved)


def _push_leaf(tablet: PaperTablet, document_id: str, body: Mapping[str, Any]) -> None:
    """Another leaf of a document, as a copy of the tablet pushes it."""
    document = encode_outbox(tablet.caseload, document_id, body)
    revisions = {"start": 2, "ids": ["f" * 32, "e" * 32]}
    tablet.outbox.bulk([document | {"_rev": f"2-{'f' * 32}", "_revisions": revisions}], new_edits=False)


def _documents(district: District, assessor: str) -> list[dict[str, Any]]:
    outbox = district.database(outbox_name(assessor))
    leaves = [outbox.get(leaf["_id"], rev=leaf["_rev"], revs=True) for leaf in _leaves(outbox)]
    return [_whole(outbox, leaf) for leaf in leaves]


def _leaves(outbox: Database) -> Iterator[dict[str, Any]]:
    return leaves_of(outbox, [str(stored["_id"]) for stored in outbox.all(include_docs=False)])


def _whole(outbox: Database, document: dict[str, Any]) -> dict[str, Any]:
    """A document with its attachments inline."""
    inline = {
        name: {
            "content_type": stub["content_type"],
            "data": b64encode(outbox.get_attachment(document["_id"], name)).decode("ascii"),
        }
        for name, stub in document.pop("_attachments", {}).items()
    }
    return document | ({"_attachments": inline} if inline else {})
