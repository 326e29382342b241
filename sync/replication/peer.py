"""One side of a replication: the protocol's calls on one database, each bounded in what it holds in memory.

https://docs.couchdb.org/en/stable/replication/protocol.html#api-reference
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sync.chunk_stream import ChunkStream, Readable
from sync.couch import CouchError, Database, Document, Unavailable
from sync.couch_calls import call, read_json, written
from sync.replication.checkpoint import Seq

# A request or an answer of many documents holds about this much, unless one document alone is larger.
BULK_BYTES = 8_000_000
_BULK_DOCUMENTS = 500
_WAIT_MS = 30_000
# What says that nobody may go on, not that one document cannot be taken.
_OF_THE_WHOLE = frozenset({401, 403, 404})


@contextmanager
def _understood() -> Iterator[None]:
    """What is no answer of this protocol, as a proxy's page, says that the server is away for now."""
    try:
        yield
    except OSError as error:
        raise Unavailable(503, "unavailable", str(error)) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unavailable(503, "unavailable", "The answer is not one of CouchDB's.") from error


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of ``_changes``. ``pending``: how many come after it; None where the server does not say."""

    rows: list[dict[str, Any]]
    last_seq: Seq
    pending: int | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A revision that could not be taken over, and why (CouchDB's error name and reason)."""

    doc_id: str
    rev: str
    error: str
    reason: str


class Peer:
    """May be used by several threads at once."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._resource = database.resource
        self._bytes_each = BULK_BYTES // 20  # until it is known better: a page of few

    @property
    def page(self) -> int:
        """How many documents to ask for at once, by how large those read lately were."""
        return max(1, min(_BULK_DOCUMENTS, BULK_BYTES // max(self._bytes_each, 1)))

    @_understood()
    def changes(
        self, since: Seq, *, limit: int, doc_ids: Sequence[str] | None = None, wait: bool = False
    ) -> Feed:
        """Every leaf that changed after ``since``; ``wait`` waits for the first for half a minute."""
        asked: dict[str, Any] = {"style": "all_docs", "since": since, "limit": limit}
        if wait:
            asked |= {"feed": "longpoll", "timeout": _WAIT_MS}
        if doc_ids is None:
            answer = read_json(self._resource.get_json, "_changes", **asked)
        else:
            chosen = {"doc_ids": list(doc_ids)}
            answer = read_json(self._resource.post_json, "_changes", body=chosen, filter="_doc_ids", **asked)
        pending = answer.get("pending")
        return Feed(answer["results"], answer["last_seq"], pending if isinstance(pending, int) else None)

    @_understood()
    def missing(self, revs: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """Of these revisions (id → revisions) those that are not here."""
        answer = read_json(
            self._resource.post_json, "_revs_diff", body={key: list(value) for key, value in revs.items()}
        )
        return {doc_id: row["missing"] for doc_id, row in answer.items() if row.get("missing")}

    @_understood()
    def read(self, revs: Sequence[tuple[str, str]], *, attachments: bool = False) -> list[Document]:
        """These revisions with their histories, in as many requests as it takes; those not here are left out.

        A revision that was built upon since comes as what was built. Attachments are stubs, or inline.
        """
        if not revs:
            return []
        asked: dict[str, Any] = {"revs": True, "latest": True}
        asked |= {"attachments": True} if attachments else {"att_encoding_info": True}
        body = {"docs": [{"id": doc_id, "rev": rev} for doc_id, rev in revs]}
        _, _, stream = call(
            self._resource.post, "_bulk_get", body=body, headers={"Accept": "application/json"}, **asked
        )
        text = _read_at_most(stream, 2 * BULK_BYTES if len(revs) > 1 else None)
        if text is None:
            self._bytes_each = max(self._bytes_each, 2 * BULK_BYTES // len(revs))
            half = len(revs) // 2
            return [
                one for part in (revs[:half], revs[half:]) for one in self.read(part, attachments=attachments)
            ]
        if not attachments:
            self._bytes_each = max(len(text) // len(revs), self._bytes_each // 2)
        groups = json.loads(text)["results"]
        return [row["ok"] for group in groups for row in group["docs"] if "ok" in row]

    def open_attachment(self, doc_id: str, rev: str, name: str) -> Readable:
        """The content as it was before CouchDB gzipped it, if it did."""
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        _, _, stream = call(self.database.at(doc_id).get, name, headers=headers, rev=rev)
        content: Readable = stream if stream is not None else ChunkStream([])
        return content

    def write(self, documents: Sequence[Document]) -> list[Refused]:
        """Store revisions as they are; those refused, each with why. A refused request is tried in halves."""
        return [one for part in _bounded(documents) for one in self._write(part)]

    def write_related(self, document: Document, content_type: str, stream: Readable) -> None:
        """Store one revision with its attachments as the revision it is."""
        status, _ = written(
            self.database.at(document["_id"]).put_json,
            body=stream,
            headers={"Content-Type": content_type},
            new_edits=False,
        )
        if status == 202:
            self._check_written([document])

    def log(self, checkpoint: str) -> Document:
        """The replication log of this id; an empty one where there is none."""
        return self.database.local(checkpoint) or {"_id": f"_local/{checkpoint}"}

    def put_log(self, log: Document) -> None:
        self.database.put_local(log)

    def commit(self) -> None:
        """What was written is on disk: https://docs.couchdb.org/en/stable/api/database/compact.html"""
        call(self._resource.post_json, "_ensure_full_commit", headers={"Content-Type": "application/json"})

    def _write(self, part: list[tuple[Document, bytes]]) -> list[Refused]:
        body = b'{"new_edits":false,"docs":[' + b",".join(text for _, text in part) + b"]}"
        try:
            status, rows = written(
                self._resource.post_json,
                "_bulk_docs",
                body=body,
                headers={"Content-Type": "application/json"},
            )
        except CouchError as error:
            if error.status in _OF_THE_WHOLE or error.status >= 500:
                raise
            if len(part) == 1:
                return [refused(part[0][0], error)]
            half = len(part) // 2
            return self._write(part[:half]) + self._write(part[half:])
        if status == 202:
            self._check_written([document for document, _ in part])
        sent = {document["_id"]: document["_rev"] for document, _ in part}
        return [_row(row, sent) for row in rows if "error" in row]

    def _check_written(self, documents: Sequence[Document]) -> None:
        """A cluster that answered 202 promised nothing yet (design §2)."""
        if self.missing({one["_id"]: [one["_rev"]] for one in documents}):
            raise Unavailable(503, "unavailable", "The target accepted documents and did not keep them.")


def refused(document: Document, error: CouchError) -> Refused:
    return Refused(document["_id"], document["_rev"], error.error, error.reason)


def _row(row: Mapping[str, Any], sent: Mapping[str, str]) -> Refused:
    doc_id = str(row.get("id"))
    rev = row.get("rev") or sent.get(doc_id, "")
    return Refused(doc_id, str(rev), str(row["error"]), str(row.get("reason")))


def _read_at_most(stream: Readable, limit: int | None) -> bytes | None:
    """The whole of it; None where it is longer than ``limit``, which is then not read further."""
    chunks, size = [], 0
    while chunk := stream.read(256 * 1024):
        chunks.append(chunk)
        size += len(chunk)
        if limit is not None and size > limit:
            stream.close()
            return None
    return b"".join(chunks)


def _bounded(documents: Iterable[Document]) -> Iterator[list[tuple[Document, bytes]]]:
    """Documents with their texts, in parts that fit one request."""
    part: list[tuple[Document, bytes]] = []
    size = 0
    for document in documents:
        text = json.dumps(document, separators=(",", ":")).encode()
        if part and (size + len(text) > BULK_BYTES or len(part) == _BULK_DOCUMENTS):
            yield part
            part, size = [], 0
        part.append((document, text))
        size += len(text)
    if part:
        yield part
