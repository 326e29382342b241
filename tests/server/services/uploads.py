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
from server.records.entries import SetAside
from server.services.district import District, open_district
from server.services.tasks import outbox_name
from server.settings import Settings
from sync.couch import Couch, Database
from sync.embedded.access import Access
from sync.embedded.app import create_store_app
from sync.embedded.store import open_store
from sync.in_process import InProcessSession
from tests.factories import Clock, PaperTablet, assigned_case, enrolled_tablet, make_district, picture

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
    """A district before anything was sent, what is sent, and the digests of the visits in it."""

    folder: Path
    sent: Sequence[Sent]
    visits: Mapping[str, str]  # document id → digest
    cases: Sequence[str]


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
    """Three cases of two tablets; of five visits sent, one lacks a signature and two come from no lead."""
    before, scratch = folder / "before", folder / "scratch"
    with make_district(before) as district:
        tablets = {one: enrolled_tablet(district, one) for one in ("a-0217", "a-0218")}
        cases = [assigned_case(district, lead=lead).number for lead in ("a-0217", "a-0218", "a-0217")]
    shutil.copytree(before, scratch)
    with opened(scratch) as found:
        visits = _send(found.district, tablets, cases)
        sent = [(one, document) for one in tablets for document in _documents(found.district, one)]
    return Town(before, sent, visits, cases)


def deliver(district: District, sent: Sequence[Sent]) -> None:
    """A replication brings these documents as they are; what came before changes nothing."""
    for assessor, document in sent:
        outbox = district.database(outbox_name(assessor))
        if outbox.find(document["_id"]) is None:
            outbox.bulk([document], new_edits=False)


def kept(district: District, cases: Sequence[str]) -> dict[str, set[str]]:
    """Digests of the visits that are in the record, and of those set aside."""
    acts = [act for number in cases for act in district.get_case(number).acts]
    received = [act for act in acts if act.kind == "visit_received"]
    bodies = [district.evidence.get("visit", act.file, act.facts["visit"]) for act in received]
    return {
        "accepted": {visit_digest(body["visit"]) for body in bodies},
        "set_aside": {entry.digest for entry in district.office.every(SetAside)},
    }


def _send(district: District, tablets: Mapping[str, PaperTablet], cases: Sequence[str]) -> dict[str, str]:
    visits: dict[str, str] = {}
    plan = (("a-0217", 0, {}), ("a-0218", 0, {}), ("a-0218", 1, {"signatures": []}), ("a-0217", 2, {}))
    for assessor, place, changes in (*plan, ("a-0218", 2, {})):
        tablet = replace(tablets[assessor], district=district)
        photos = [picture(f"{assessor}{place}{name}") for name in ("door", "room")]
        visit = tablet.fill_in(district.get_case(cases[place]), photos, **changes)
        visits[tablet.push(tablet.seal(visit), photos)] = visit_digest(visit)
    return visits


def _documents(district: District, assessor: str) -> list[dict[str, Any]]:
    outbox = district.database(outbox_name(assessor))
    return [_whole(outbox, outbox.get(stored["_id"], revs=True)) for stored in outbox.all()]


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
