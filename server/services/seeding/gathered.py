"""Databases held in memory while a large district is told, then written out in big batches (``_bulk_docs``).

What is told goes through the very services; only where their documents rest meanwhile is different. Meant
for a folder that is empty: the documents are written as new ones, without the revisions they had here.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sync.couch import Conflict, Couch, Database, Document, NotFound

BATCH: Final = 2000  # documents in one write
_FIRST: Final = "1-"


class GatheredDatabase(Database):
    """The part of :class:`Database` that services use, answered from memory."""

    def __init__(self, name: str) -> None:
        super().__init__(name, None, name)
        self.documents: dict[str, Document] = {}
        self.permissions: dict[str, Any] = {}
        self._ids: list[str] = []
        self._revision = 0

    def get(self, doc_id: str, **_options: object) -> Document:
        if doc_id not in self.documents:
            raise NotFound(404, "not_found", "missing")
        return dict(self.documents[doc_id])

    def find(self, doc_id: str, **_options: object) -> Document | None:
        found = self.documents.get(doc_id)
        return dict(found) if found else None

    def put(self, doc: Document) -> str:
        doc_id = doc["_id"]
        there = self.documents.get(doc_id)
        if (there or {}).get("_rev") != doc.get("_rev"):
            raise Conflict(409, "conflict", "Document update conflict.")
        if there is None:
            insort(self._ids, doc_id)
        self._revision += 1
        revision = f"{_FIRST}{self._revision:032x}"
        self.documents[doc_id] = {**json.loads(json.dumps(doc)), "_rev": revision}
        return revision

    def delete(self, doc: Mapping[str, Any]) -> None:
        if self.get(doc["_id"])["_rev"] != doc["_rev"]:
            raise Conflict(409, "conflict", "Document update conflict.")
        del self.documents[doc["_id"]]
        del self._ids[bisect_left(self._ids, doc["_id"])]

    def bulk(self, docs: Sequence[Document], *, new_edits: bool = True) -> list[dict[str, Any]]:
        if not new_edits:
            raise NotImplementedError(self.name)  # nothing is replicated into memory
        return [self._write(doc) for doc in docs]

    def all(
        self,
        start: str | None = None,
        end: str | None = None,
        *,
        keys: Sequence[str] | None = None,
        limit: int | None = None,
        descending: bool = False,
        include_docs: bool = True,
        conflicts: bool = False,
    ) -> Iterator[Document]:
        if conflicts:
            raise NotImplementedError(self.name)  # one writer makes none
        known = (key for key in keys or () if key in self.documents)
        ids = known if keys is not None else self._range(start, end, limit, descending=descending)
        for doc_id in ids:
            found = self.documents[doc_id]
            yield dict(found) if include_docs else {"_id": doc_id, "_rev": found["_rev"]}

    def create_with_attachment(self, doc: Document, name: str, content: bytes, content_type: str) -> str:
        data = {"content_type": content_type, "data": b64encode(content).decode("ascii")}
        return self.create({**doc, "_attachments": {name: data}})

    def get_attachment(self, doc_id: str, name: str, **_options: object) -> bytes:
        return b64decode(self.get(doc_id)["_attachments"][name]["data"])

    def security(self) -> dict[str, Any]:
        return self.permissions

    def set_security(self, security: Mapping[str, Any]) -> None:
        self.permissions = dict(security)

    def _write(self, doc: Document) -> dict[str, Any]:
        if doc.get("_deleted"):
            self.delete(doc)
            return {"ok": True, "id": doc["_id"]}
        try:
            return {"ok": True, "id": doc["_id"], "rev": self.put(doc)}
        except Conflict:
            return {"id": doc["_id"], "error": "conflict", "reason": "Document update conflict."}

    def _range(
        self, start: str | None, end: str | None, limit: int | None, *, descending: bool
    ) -> Sequence[str]:
        low, high = (end, start) if descending else (start, end)
        first = bisect_left(self._ids, low) if low is not None else 0
        last = bisect_right(self._ids, high) if high is not None else len(self._ids)
        if descending:
            return self._ids[max(first, last - limit if limit else first) : last][::-1]
        return self._ids[first : min(last, first + limit) if limit else last]


class GatheredCouch(Couch):
    """Databases in memory, by name; :meth:`write_to` puts all of them into a server."""

    def __init__(self) -> None:
        super().__init__(None, "memory")
        self._gathered: dict[str, tuple[GatheredDatabase, dict[str, int | None]]] = {}

    def database(self, name: str, *, shards: int | None = None, revs_limit: int | None = None) -> Database:
        made = (GatheredDatabase(name), {"shards": shards, "revs_limit": revs_limit})
        return self._gathered.setdefault(name, made)[0]

    def at(self, name: str) -> Database:
        return self.database(name)

    def exists(self, name: str) -> bool:
        return name in self._gathered

    def names(self) -> list[str]:
        return sorted(self._gathered)

    def write_to(self, couch: Couch) -> int:
        """Writes every document, in batches; returns how many."""
        count = 0
        for name, (gathered, options) in self._gathered.items():
            database = couch.database(name, **options)
            if gathered.permissions:
                database.set_security(gathered.permissions)
            documents = [_without_revision(document) for document in gathered.documents.values()]
            for first in range(0, len(documents), BATCH):
                database.put_all(documents[first : first + BATCH])
            count += len(documents)
        return count


def _without_revision(document: Document) -> Document:
    return {key: value for key, value in document.items() if key != "_rev"}
