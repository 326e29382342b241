"""The one place that opens a CouchDB: Apache CouchDB by its address, or the embedded store in process.

Both are spoken to by the ``couchdb`` package's client; only what carries its requests differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

import couchdb
import couchdb.http

from sync.couch_calls import (
    Conflict,
    CouchError,
    Forbidden,
    NotFound,
    Unavailable,
    call,
    format_related,
    read_json,
    refusal_in,
    written,
)
from sync.embedded.access import Access
from sync.embedded.app import create_store_app
from sync.embedded.scan import scan_range
from sync.embedded.store import Store
from sync.embedded.whole import read_whole
from sync.in_process import InProcessSession
from sync.session import HTTPSession, trust_alone
from sync.whole_documents import Whole, read_winners

__all__ = [
    "Conflict",
    "Couch",
    "CouchError",
    "Database",
    "Document",
    "Forbidden",
    "NotFound",
    "Unavailable",
    "open_embedded",
    "open_server",
    "refusal_in",
]

Document = dict[str, Any]

# Documents asked for at a time when many are read, and when their attachments come with them.
PAGE = 500
WHOLE = 16
DATABASES = 100  # that CouchDB tells of at a time


def open_server(
    url: str,
    *,
    token: str | None = None,
    basic: tuple[str, str] | None = None,
    certificate: str | None = None,
) -> Couch:
    """Any CouchDB at ``http(s)://host:port/prefix``, with a token or with a name and password.

    ``certificate`` (PEM): the one it shows, where that is known, and no other is believed.
    """
    context = trust_alone(certificate) if certificate else None
    resource = couchdb.http.Resource(url, HTTPSession(context=context))
    if basic is not None:
        resource.credentials = basic
    if token is not None:
        resource.headers["Authorization"] = f"Bearer {token}"
    return Couch(couchdb.Server(resource))


def open_embedded(store: Store) -> Couch:
    """The embedded store, as its administrator, without a network in between."""
    session = InProcessSession(create_store_app(store, Access()))
    return Couch(couchdb.Server("http://in-process", session=session), known_as=store.uuid, store=store)


class Couch:
    """A CouchDB server. ``known_as`` names it in checkpoints, where its address does not stay the same.

    ``store``: the embedded one, where it is in this process.
    """

    def __init__(self, server: Any, known_as: str | None = None, store: Store | None = None) -> None:
        self._server = server
        self.known_as = known_as
        self._store = store

    def database(self, name: str, *, shards: int | None = None, revs_limit: int | None = None) -> Database:
        """The database of this name, created when there is none.

        ``shards`` (CouchDB's ``q``) and ``revs_limit`` are of a database made here; one that is there keeps
        its own. https://docs.couchdb.org/en/stable/api/database/common.html#put--db
        """
        options = {} if shards is None else {"q": shards}
        made = not self.exists(name) and self._create(name, options)
        if made and revs_limit is not None:
            self.at(name).set_revs_limit(revs_limit)
        return self.at(name)

    def _create(self, name: str, options: Mapping[str, int]) -> bool:
        """Whether it was made now, and not by somebody else meanwhile."""
        try:
            call(self._server.resource.put_json, name, **options)
        except CouchError as error:
            if error.error != "file_exists":
                raise
            return False
        return True

    def at(self, name: str) -> Database:
        """The database of this name, without asking whether there is one."""
        address = f"{self.known_as}/{name}" if self.known_as else None
        return Database(name, self._server.resource(name), address, self._store)

    def exists(self, name: str) -> bool:
        try:
            call(self._server.resource.head, name)
        except NotFound:
            return False
        return True

    def names(self) -> list[str]:
        names: list[str] = read_json(self._server.resource.get_json, "_all_dbs")
        return names

    def sequences(self, names: Sequence[str]) -> dict[str, int | str]:
        """How far each database that is there is; nothing of a server that does not tell.

        https://docs.couchdb.org/en/stable/api/server/common.html#post--_dbs_info
        """
        found: dict[str, int | str] = {}
        for start in range(0, len(names), DATABASES):
            body = {"keys": names[start : start + DATABASES]}
            try:
                told = read_json(self._server.resource.post_json, "_dbs_info", body=body)
            except CouchError:
                return {}
            found |= {one["key"]: one["info"]["update_seq"] for one in told if one.get("info")}
        return found

    def delete(self, name: str) -> None:
        call(self._server.resource.delete_json, name)

    def nodes(self) -> list[str]:
        """The nodes of the cluster; CouchError where a server does not tell.

        https://docs.couchdb.org/en/stable/api/server/common.html#membership
        """
        answer: dict[str, Any] = read_json(self._server.resource.get_json, "_membership")
        return [str(node) for node in answer["cluster_nodes"]]

    def setting(self, node: str, section: str, key: str) -> str | None:
        """What a node's configuration holds; None where nothing is written.

        https://docs.couchdb.org/en/stable/api/server/configuration.html
        """
        config = self._server.resource("_node", node, "_config", section, key)
        try:
            value: str = read_json(config.get_json)
        except NotFound as error:
            if error.reason != "unknown_config_value":
                raise
            return None
        return value

    def put_setting(self, node: str, section: str, key: str, value: str) -> None:
        call(self._server.resource("_node", node, "_config", section, key).put_json, body=value)

    def info(self) -> dict[str, Any]:
        """The server's welcome: ``version`` and ``vendor``."""
        info: dict[str, Any] = read_json(self._server.resource.get_json)
        return info


class Database:
    """One database. Documents are plain dictionaries with ``_id`` and ``_rev``."""

    def __init__(
        self, name: str, resource: Any, address: str | None = None, store: Store | None = None
    ) -> None:
        self.name = name
        self.resource = resource
        self._store = store
        # Where the database is, without names and passwords.
        self.address = address or str(resource.url)

    def info(self) -> dict[str, Any]:
        info: dict[str, Any] = read_json(self.resource.get_json)
        return info

    def get(self, doc_id: str, **options: object) -> Document:
        """The document (``rev=``, ``conflicts=`` … as CouchDB takes them); NotFound."""
        document: Document = read_json(self.at(doc_id).get_json, **options)
        return document

    def find(self, doc_id: str, **options: object) -> Document | None:
        try:
            return self.get(doc_id, **options)
        except NotFound:
            return None

    def create(self, doc: Document) -> str:
        """Store a new document; its revision. Conflict when there is one of this id."""
        return self.put({key: value for key, value in doc.items() if key != "_rev"})

    def put(self, doc: Document) -> str:
        """Store a new revision built on ``_rev``; its revision."""
        return self._written(doc["_id"], body=doc)

    def delete(self, doc: Mapping[str, Any]) -> None:
        """Leave a tombstone on top of ``_rev``."""
        status, answer = written(self.at(doc["_id"]).delete_json, rev=doc["_rev"])
        if status == 202:
            self._read_back(doc["_id"], str(answer["rev"]))

    def bulk(self, docs: Sequence[Document], *, new_edits: bool = True) -> list[dict[str, Any]]:
        """Write many, each taken or refused by itself: ``{"ok", "id", "rev"}`` or ``{"id", "error", …}``."""
        body = {"docs": list(docs)} if new_edits else {"docs": list(docs), "new_edits": False}
        status, rows = written(self.resource.post_json, "_bulk_docs", body=body)
        results: list[dict[str, Any]] = rows
        if status == 202:
            for row in results:
                if "rev" in row:
                    self._read_back(row["id"], row["rev"])
        return results

    def put_all(self, docs: Sequence[Document]) -> None:
        """:meth:`bulk`, where the first one refused is raised; those that were taken stay."""
        for row in self.bulk(docs) if docs else ():
            if "error" in row:
                raise refusal_in(row)

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
        """Documents by id, in order, ``start`` and ``end`` included; deleted ones are left out.

        ``descending`` runs from ``start`` down to ``end``. ``include_docs=False``: only ``_id``, ``_rev``.
        ``conflicts``: with ``keys``, what else there is of each document, as ``_conflicts``.
        """
        rows = self._keyed(keys, include_docs, conflicts) if keys is not None else self._ranged(
            start, end, limit, descending, include_docs
        )  # fmt: skip
        for row in rows:
            if row.get("error") or row["value"].get("deleted"):
                continue
            yield row["doc"] if include_docs else {"_id": row["id"], "_rev": row["value"]["rev"]}

    def scan(self, start: str, end: str, limit: int | None = None) -> list[Document]:
        """:meth:`all` of a range, for whoever reads the whole of a database: at once, and straight."""
        if self._store is None:
            return list(self.all(start, end, limit=limit))
        found: list[Document] = call(scan_range, self._store, self.name, start, end, limit)
        return found

    def ranges(self, bounds: Sequence[tuple[str, str]]) -> Iterator[list[Document]]:
        """What lies in each of several ranges of ids, their ends included, in one request.

        https://docs.couchdb.org/en/stable/api/database/bulk-api.html#post--db-_all_docs-queries
        """
        queries = [{"startkey": start, "endkey": end, "include_docs": True} for start, end in bounds]
        answer = read_json(self.resource.post_json, ["_all_docs", "queries"], body={"queries": queries})
        return ([row["doc"] for row in result["rows"]] for result in answer["results"])

    def changes(
        self,
        since: int | str = 0,
        *,
        limit: int | None = None,
        include_docs: bool = False,
        feed: str = "normal",
        timeout_ms: int | None = None,
        **options: object,
    ) -> tuple[list[dict[str, Any]], str]:
        """Rows after ``since`` and the sequence to go on from; ``feed="longpoll"`` waits for the first."""
        asked = {"since": since, "limit": limit, "feed": feed, "timeout": timeout_ms, **options}
        params = {key: value for key, value in asked.items() if value is not None}
        answer = read_json(self.resource.get_json, "_changes", include_docs=include_docs, **params)
        return answer["results"], answer["last_seq"]

    def put_attachment(
        self, doc: Mapping[str, Any], name: str, content: bytes | IO[bytes], content_type: str
    ) -> str:
        """Add an attachment to the revision ``_rev`` of a document; the new revision."""
        headers = {"Content-Type": content_type}
        return self._written(doc["_id"], name, body=content, headers=headers, rev=doc.get("_rev"))

    def create_with_attachment(self, doc: Document, name: str, content: bytes, content_type: str) -> str:
        """A new document and its attachment in one write; its revision."""
        body, kind = format_related(doc, name, content, content_type)
        return self._written(doc["_id"], body=body, headers={"Content-Type": kind})

    def get_attachment(self, doc_id: str, name: str, **options: object) -> bytes:
        """The bytes; NotFound. Bytes that are not what was stored are an error, never an answer."""
        _, _, body = call(self.at(doc_id).get, name, headers={"Accept": "*/*"}, **options)
        content: bytes = body.read() if body is not None else b""
        return content

    def whole(self, ids: Sequence[str]) -> Iterator[Whole]:
        """Documents with their attachments' contents, a few in one request; what is not there is left out."""
        for first in range(0, len(ids), WHOLE):
            some = ids[first : first + WHOLE]
            yield from (
                self._got(some) if self._store is None else call(read_whole, self._store, self.name, some)
            )

    def local(self, doc_id: str) -> Document | None:
        """A ``_local/`` document by its id without that prefix."""
        return self.find(f"_local/{doc_id}")

    def put_local(self, doc: Document) -> str:
        """Store a ``_local/`` document over ``_rev``; its revision."""
        doc_id = str(doc["_id"])
        named = doc_id if doc_id.startswith("_local/") else f"_local/{doc_id}"
        _, answer = written(self.at(named).put_json, body={**doc, "_id": named})
        return str(answer["rev"])

    def security(self) -> dict[str, Any]:
        security: dict[str, Any] = read_json(self.resource.get_json, "_security")
        return security

    def set_security(self, security: Mapping[str, Any]) -> None:
        call(self.resource.put_json, "_security", body=dict(security))

    def revs_limit(self) -> int:
        return int(read_json(self.resource.get_json, "_revs_limit"))

    def set_revs_limit(self, limit: int) -> None:
        call(self.resource.put_json, "_revs_limit", body=limit)

    def compact(self) -> None:
        call(self.resource.post_json, "_compact", headers={"Content-Type": "application/json"})

    def purge(self, revs: Mapping[str, Sequence[str]]) -> None:
        """Take leaf revisions away without a tombstone: id → revisions."""
        call(self.resource.post_json, "_purge", body={key: list(value) for key, value in revs.items()})

    def at(self, doc_id: str) -> Any:
        """What requests about one document go through."""
        if doc_id.startswith(("_local/", "_design/")):
            return self.resource(*doc_id.split("/", 1))
        return self.resource(doc_id)

    def _written(self, doc_id: str, *path: str, **asked: Any) -> str:
        status, answer = written(self.at(doc_id).put_json, *path, **asked)
        if status == 202:
            self._read_back(doc_id, str(answer["rev"]))
        return str(answer["rev"])

    def _read_back(self, doc_id: str, rev: str) -> None:
        """A cluster that answered 202 promised nothing yet: only what can be read is written (design §2)."""
        call(self.at(doc_id).head, rev=rev)

    def _got(self, ids: Sequence[str]) -> Iterator[Whole]:
        headers = {"Accept": "multipart/mixed", "Content-Type": "application/json"}
        body = {"docs": [{"id": doc_id} for doc_id in ids]}
        _, got, answer = call(self.resource.post, "_bulk_get", body=body, headers=headers, attachments=True)
        yield from read_winners(call(answer.read), got["content-type"])

    def _keyed(self, keys: Sequence[str], include_docs: bool, conflicts: bool) -> Iterator[dict[str, Any]]:
        for first in range(0, len(keys), PAGE):
            body = {"keys": list(keys[first : first + PAGE])}
            yield from self._all_docs("post_json", body=body, include_docs=include_docs, conflicts=conflicts)

    def _ranged(
        self, start: str | None, end: str | None, limit: int | None, descending: bool, include_docs: bool
    ) -> Iterator[dict[str, Any]]:
        left, last = limit, None
        while left is None or left > 0:
            size = 1 + (PAGE if left is None else min(left, PAGE))
            keys = {"startkey": start, "endkey": end}
            asked = {name: couchdb.json.encode(key) for name, key in keys.items() if key is not None}
            rows = self._all_docs(
                "get_json", limit=size, descending=descending, include_docs=include_docs, **asked
            )
            # Each page begins with the last row of the one before, if that is still there.
            fresh = [row for row in rows if row["id"] != last][: size - 1]
            yield from fresh
            if len(rows) < size:
                return
            left = None if left is None else left - len(fresh)
            start = last = str(fresh[-1]["id"])

    def _all_docs(self, method: str, **params: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = read_json(getattr(self.resource, method), "_all_docs", **params)["rows"]
        return rows
