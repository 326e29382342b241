"""Writes edits into a database: decides on the tree (pure), then stores what was decided."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from sync.embedded.attachment import Attachment, at_generation, format_attachments
from sync.embedded.edit import Edit, Follows, Stub
from sync.embedded.errors import BadRequest, Conflict, PreconditionFailed
from sync.embedded.growth import adds_nothing, grow
from sync.embedded.json_text import format_json
from sync.embedded.revisions import (
    EMPTY,
    Rev,
    Tree,
    format_rev,
    leaves,
    winner,
)
from sync.embedded.rows import (
    DocumentRow,
    Values,
    document_crc,
    document_row,
    find_revision,
    parse_known,
    read_known,
    revision_crc,
)
from sync.embedded.tree_text import format_tree
from sync.embedded.writer import Transaction

Rule = Callable[[Edit], None]


@dataclass
class Counters:
    """What a database counts; read at the start of a change and written back at its end."""

    number: int
    name: str
    seq: int
    living: int
    deleted: int
    bytes: int
    revs_limit: int


class _Document:
    """A document in the middle of a change: as it was stored, and what the edits made of it so far."""

    __slots__ = ("earlier", "row", "seq", "tree")

    def __init__(self, earlier: DocumentRow | None, row: int, tree: Tree) -> None:
        self.earlier = earlier
        self.row = row
        self.tree = tree
        self.seq = 0


class Edits:
    """One change of one database: any number of edits, decided one after another and written together.

    ``ids`` are those of all documents that will be edited: they are read in one step.
    """

    def __init__(
        self, transaction: Transaction, counters: Counters, rule: Rule, ids: Collection[str]
    ) -> None:
        self._connection = transaction.connection
        self._counters = counters
        self._rule = rule
        self._stored = read_known(self._connection, counters.number, counters.name, ids)
        self._documents: dict[str, _Document] = {}
        self._bodies: list[Values] = []
        self._forgotten: list[int] = []
        self._next_document = _next_row(self._connection, "SELECT max(row) FROM documents")
        self._next_body = _next_row(self._connection, "SELECT max(row) FROM revisions")
        transaction.touched[counters.number] = counters.name

    def apply(self, edit: Edit) -> Rev:
        """A new revision made here. Conflict when it does not build on a leaf; that wins over a rule."""
        document = self._document(edit.id)
        parent = parent_of(edit, document.tree)
        self._rule(edit)
        generation = parent[0] + 1 if parent else 1
        ancestors = (parent,) if parent else ()
        attachments = self._attachments(edit, document.tree, ancestors, generation)
        rev = generation, revision_name(edit, parent, attachments)
        self._grow(document, edit, (rev, *ancestors), attachments)
        return rev

    def adopt(self, edit: Edit) -> Rev:
        """A revision made elsewhere, with its history (``new_edits=false``); known ones change nothing."""
        if not edit.history:
            raise BadRequest("Document `_rev` is missing", error="doc_validation")
        document = self._document(edit.id)
        newest = edit.history[0]
        if adds_nothing(document.tree, edit.history):
            return newest
        self._rule(edit)
        attachments = self._attachments(edit, document.tree, edit.history[1:], newest[0])
        self._grow(document, edit, edit.history, attachments)
        return newest

    def save(self) -> None:
        """Write what was decided. Nothing is stored before this."""
        self._save_bodies()
        self._save_documents()
        one = self._counters
        self._connection.execute(
            "UPDATE databases SET seq = ?, living = ?, deleted = ?, bytes = ? WHERE number = ?",
            (one.seq, one.living, one.deleted, one.bytes, one.number),
        )

    def _document(self, doc_id: str) -> _Document:
        document = self._documents.get(doc_id)
        if document is None:
            values = self._stored.get(doc_id)
            if values is None:
                document = _Document(None, 0, EMPTY)
            else:
                earlier, tree = parse_known(values, self._counters.name)
                document = _Document(earlier, earlier.row, tree)
            self._documents[doc_id] = document
        return document

    def _attachments(
        self, edit: Edit, tree: Tree, ancestors: tuple[Rev, ...], generation: int
    ) -> Mapping[str, Attachment]:
        """What the revision has: new contents, and for each stub what its nearest kept ancestor has."""
        if not edit.attachments:
            return {}
        refers = any(isinstance(one, Stub) for one in edit.attachments.values())
        known = self._nearest(edit.id, tree, ancestors) if refers else {}
        return {
            name: at_generation(_resolved(edit.id, name, one, known), generation)
            for name, one in edit.attachments.items()
        }

    def _nearest(self, doc_id: str, tree: Tree, ancestors: tuple[Rev, ...]) -> Mapping[str, Attachment]:
        self._save_bodies()
        for rev in ancestors:
            found = find_revision(self._connection, self._counters.name, doc_id, tree, rev)
            if found is not None:
                return found.attachments
        return {}

    def _grow(
        self, document: _Document, edit: Edit, history: tuple[Rev, ...], attachments: Mapping[str, Attachment]
    ) -> None:
        """Add a revision to a document's tree, and its body to those that wait to be written."""
        counters = self._counters
        counters.seq += 1
        counters.bytes += len(edit.body)
        if not document.row:
            document.row, self._next_document = self._next_document, self._next_document + 1
        body_row, self._next_body = self._next_body, self._next_body + 1
        text = format_attachments(attachments)
        crc = revision_crc(edit.id, format_rev(history[0]), text, edit.body)
        self._bodies.append((body_row, document.row, counters.seq, crc, text, edit.body))
        before = document.tree
        document.tree = grow(before, history, counters.revs_limit, deleted=edit.deleted, body=body_row)
        document.seq = counters.seq
        if before or len(history) > 1:
            self._forgotten += (_bodies(before) | {body_row}) - _bodies(document.tree)

    def _save_bodies(self) -> None:
        self._connection.executemany(
            "INSERT INTO revisions (row, document, seq, crc, attachments, body) VALUES (?, ?, ?, ?, ?, ?)",
            self._bodies,
        )
        self._bodies.clear()

    def _save_documents(self) -> None:
        new: list[Values] = []
        known: list[Values] = []
        for doc_id, one in self._documents.items():
            if not one.seq:
                continue
            now = document_row(one.row, doc_id, one.seq, one.tree)
            self._count(one.earlier, now)
            values = document_values(self._counters.number, now, one.tree)
            (known if one.earlier else new).append(values)
        self._connection.executemany(INSERT_DOCUMENT, new)
        self._connection.executemany(UPDATE_DOCUMENT, known)
        self._counters.bytes -= forget_bodies(self._connection, self._forgotten)

    def _count(self, earlier: DocumentRow | None, now: DocumentRow) -> None:
        if earlier is not None:
            self._counters.living -= not earlier.deleted
            self._counters.deleted -= earlier.deleted
        self._counters.living += not now.deleted
        self._counters.deleted += now.deleted


def _bodies(tree: Tree) -> set[int]:
    return {node.body for node in tree.values() if node.body}


_BYTES_OF_MANY = (
    "SELECT coalesce(sum(length(body)), 0) FROM revisions WHERE row IN (SELECT value FROM json_each(?))"
)
_FORGET_MANY = "DELETE FROM revisions WHERE row IN (SELECT value FROM json_each(?))"


def forget_bodies(connection: sqlite3.Connection, rows: Iterable[int]) -> int:
    """Delete bodies that no tree names any more; how many bytes they were."""
    named = (format_json(list(rows)).decode(),)
    (gone,) = connection.execute(_BYTES_OF_MANY, named).fetchone()
    connection.execute(_FORGET_MANY, named)
    return int(gone)


def parent_of(edit: Edit, tree: Tree) -> Rev | None:
    """The leaf an edit builds on; None for a new document.

    An edit that names no revision may create, or bring back what was deleted; else it is a conflict
    (https://docs.couchdb.org/en/stable/api/document/common.html#put--db-docid). Where every leaf is
    deleted, CouchDB lets nothing build on one of them by its name.
    """
    named = edit.history[0] if edit.history else None
    if named is None:
        return _parent_unnamed(edit, tree)
    known = leaves(tree)
    if named not in known or tree[known[0]].deleted:
        raise Conflict
    return named


def _parent_unnamed(edit: Edit, tree: Tree) -> Rev | None:
    if not tree:
        return None
    best = winner(tree)
    if edit.deleted or not tree[best].deleted:
        raise Conflict
    return best


def revision_name(edit: Edit, parent: Rev | None, attachments: Mapping[str, Attachment]) -> str:
    """The hash of a revision made here: the same edit of the same parent has the same name anywhere."""
    digests = [(name, one.digest, one.content_type) for name, one in sorted(attachments.items())]
    seed = f"{int(edit.deleted)}\0{parent}\0{digests}\0".encode("utf-8", "replace")
    return hashlib.md5(seed + edit.body, usedforsecurity=False).hexdigest()


INSERT_DOCUMENT = (
    "INSERT INTO documents (seq, winner, deleted, body, others, crc, tree_crc, tree, db, id, row)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
UPDATE_DOCUMENT = (
    "UPDATE documents SET seq = ?, winner = ?, deleted = ?, body = ?, others = ?, crc = ?,"
    " tree_crc = ?, tree = ? WHERE db = ? AND id = ? AND row = ?"
)


def document_values(db: int, document: DocumentRow, tree: Tree) -> Values:
    """What both statements take."""
    text = format_tree(tree)
    return (
        document.seq, document.winner, int(document.deleted), document.body, document.others,
        document_crc(document), zlib.crc32(text), text, db, document.id, document.row,
    )  # fmt: skip


def _resolved(
    doc_id: str, name: str, incoming: Attachment | Stub | Follows, known: Mapping[str, Attachment]
) -> Attachment:
    if isinstance(incoming, Attachment):
        return incoming
    found = known.get(name)
    if isinstance(incoming, Follows) or found is None or not incoming.means(found):
        reason = f"Invalid attachment stub in {doc_id} for {name}"
        raise PreconditionFailed(reason, error="missing_stub")
    return found


def _next_row(connection: sqlite3.Connection, query: str) -> int:
    (last,) = connection.execute(query).fetchone()
    return (last or 0) + 1
