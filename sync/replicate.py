"""CouchDB's replication protocol between any two databases, and the proof that both hold the same.

https://docs.couchdb.org/en/stable/replication/protocol.html
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.couch import CouchError, Database

BATCH = 200
# CouchDB keeps fifty sessions in a checkpoint's history; ours only ever needs the common one.
_HISTORY = 50
_WAIT_MS = 30_000


@dataclass(frozen=True, slots=True)
class Progress:
    """``pending``: changes still to look at, as far as the source can tell."""

    read: int = 0
    written: int = 0
    pending: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A document that is not the same on both sides, and in what."""

    doc_id: str
    what: str


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

    ``continuous`` goes on with what changes until ``wanted`` says no. A document the target refuses
    raises CouchError: nothing after it is noted as done.
    """
    replication = _Replication(source, target, doc_ids)
    progress = Progress()
    while wanted():
        moved = replication.step(waits=continuous)
        if moved is None:
            if not continuous:
                break
            continue
        progress = Progress(progress.read + moved.read, progress.written + moved.written, moved.pending)
        report(progress)
    return progress


class _Replication:
    def __init__(self, source: Database, target: Database, doc_ids: Sequence[str] | None) -> None:
        self._source = source
        self._target = target
        self._doc_ids = sorted(doc_ids) if doc_ids is not None else None
        self._checkpoint = checkpoint_id(source, target, self._doc_ids)
        self._session = uuid.uuid4().hex
        self._since: Any = self._common_sequence()

    def step(self, *, waits: bool) -> Progress | None:
        """One batch; None when there was nothing (more) to look at."""
        rows, last = self._changes(waits)
        if not rows:
            return None
        revs = {row["id"]: [change["rev"] for change in row["changes"]] for row in rows}
        missing = self._target.missing(revs)
        written = self._copy([(doc_id, rev) for doc_id, names in missing.items() for rev in names])
        self._since = last
        self._note()
        return Progress(sum(map(len, revs.values())), written, len(rows) == BATCH)

    def _changes(self, waits: bool) -> tuple[list[dict[str, Any]], Any]:
        options: dict[str, Any] = {"style": "all_docs", "limit": BATCH}
        if self._doc_ids is not None:
            options |= {"filter": "_doc_ids", "doc_ids": _json_text(self._doc_ids)}
        if waits:
            options |= {"feed": "longpoll", "timeout_ms": _WAIT_MS}
        return self._source.changes(self._since, **options)

    def _copy(self, revs: list[tuple[str, str]]) -> int:
        """Documents without attachments in one request, each of the others as a stream of its own."""
        documents = self._source.get_many(revs) if revs else []
        plain = [document for document in documents if not document.get("_attachments")]
        for row in self._target.bulk(plain, new_edits=False) if plain else []:
            raise CouchError(403, str(row.get("error")), f"{row.get('id')}: {row.get('reason')}")
        for document in documents:
            if document.get("_attachments"):
                kind, stream = self._source.read_related(document["_id"], document["_rev"])
                self._target.write_related(document["_id"], kind, stream)
        return len(documents)

    def _common_sequence(self) -> Any:
        """Where both checkpoints agree; 0 when they do not."""
        mine, theirs = (side.local(self._checkpoint) or {} for side in (self._source, self._target))
        known = {one["session_id"]: one["recorded_seq"] for one in mine.get("history", [])}
        for one in theirs.get("history", []):
            if known.get(one["session_id"]) == one["recorded_seq"]:
                return one["recorded_seq"]
        return 0

    def _note(self) -> None:
        entry = {"session_id": self._session, "recorded_seq": self._since}
        for side in (self._target, self._source):
            known = side.local(self._checkpoint) or {"_id": self._checkpoint}
            earlier = [one for one in known.get("history", []) if one["session_id"] != self._session]
            history = [entry, *earlier][:_HISTORY]
            side.put_local({**known, "source_last_seq": self._since, "history": history})


def checkpoint_id(source: Database, target: Database, doc_ids: Sequence[str] | None) -> str:
    """The same two databases and the same choice of documents have the same checkpoint."""
    seed = "\0".join([source.address, target.address, _json_text(doc_ids)])
    return "ruhu-" + hashlib.sha256(seed.encode()).hexdigest()[:32]


def compare(source: Database, target: Database) -> Iterator[Difference]:
    """Documents whose leaf revisions or attachments are not the same on both sides; none: proven equal."""
    mine, theirs = dict(_leaves(source)), dict(_leaves(target))
    for doc_id in sorted(mine.keys() | theirs.keys()):
        if mine.get(doc_id) != theirs.get(doc_id):
            yield Difference(doc_id, "leaf revisions")
        else:
            yield from _compare_attachments(source, target, [(doc_id, rev) for rev in mine[doc_id]])


def _leaves(database: Database) -> Iterator[tuple[str, frozenset[str]]]:
    since: Any = 0
    while True:
        rows, since = database.changes(since, limit=1000, style="all_docs")
        for row in rows:
            yield row["id"], frozenset(change["rev"] for change in row["changes"])
        if not rows:
            return


def _compare_attachments(
    source: Database, target: Database, revs: list[tuple[str, str]]
) -> Iterator[Difference]:
    mine = {document["_rev"]: document for document in source.get_many(revs)}
    theirs = {document["_rev"]: document for document in target.get_many(revs)}
    for rev, document in mine.items():
        ours, other = document.get("_attachments", {}), theirs.get(rev, {}).get("_attachments", {})
        if ours.keys() != other.keys():
            yield Difference(document["_id"], "attachments")
        for name in ours.keys() & other.keys():
            if ours[name]["digest"] != other[name]["digest"] and not _same_bytes(
                source, target, document, name
            ):
                yield Difference(document["_id"], f"attachment {name}")


def _same_bytes(source: Database, target: Database, document: Mapping[str, Any], name: str) -> bool:
    """CouchDB gzips text, and its digest is of the gzipped bytes; then only the content itself decides."""
    doc_id, rev = document["_id"], document["_rev"]
    return source.get_attachment(doc_id, name, rev=rev) == target.get_attachment(doc_id, name, rev=rev)


def _json_text(value: object) -> str:
    return json.dumps(value)
