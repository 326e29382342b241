"""Writes edits into a database: decides on the tree (pure), then stores what was decided."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sync.embedded.attachment import Attachment, at_generation, format_attachments
from sync.embedded.edit import Edit, Follows, Stub
from sync.embedded.errors import BadRequest, Conflict, PreconditionFailed
from sync.embedded.revisions import (
    Rev,
    Tree,
    format_rev,
    leaves,
    merge,
    path_tree,
    stem,
    winner,
)
from sync.embedded.rows import (
    DocumentRow,
    document_crc,
    document_row,
    find_known,
    find_revision,
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


class Edits:
    """One change of one database: any number of edits, one update of its counters."""

    def __init__(self, transaction: Transaction, counters: Counters, rule: Rule) -> None:
        self._connection = transaction.connection
        self._counters = counters
        self._rule = rule
        self._pending: tuple[DocumentRow, Tree, bool] | None = None
        self._next_document = _next_row(self._connection, "SELECT max(row) FROM documents")
        self._next_body = _next_row(self._connection, "SELECT max(row) FROM revisions")
        transaction.touched[counters.number] = counters.name

    def apply(self, edit: Edit) -> Rev:
        """A new revision made here. Conflict when it does not build on a leaf."""
        self._rule(edit)
        earlier, tree = self._known(edit.id)
        parent = parent_of(edit, tree)
        generation = parent[0] + 1 if parent else 1
        attachments = self._attachments(edit, tree, (parent,) if parent else (), generation)
        rev = generation, revision_name(edit, parent, attachments)
        history = (rev, parent) if parent else (rev,)
        self._store(edit, earlier, tree, history, attachments)
        return rev

    def adopt(self, edit: Edit) -> Rev:
        """A revision made elsewhere, with its history (``new_edits=false``); known ones change nothing."""
        if not edit.history:
            raise BadRequest("Document `_rev` is missing", error="doc_validation")
        self._rule(edit)
        earlier, tree = self._known(edit.id)
        newest = edit.history[0]
        if newest in tree and tree[newest].body:
            return newest
        attachments = self._attachments(edit, tree, edit.history[1:], newest[0])
        self._store(edit, earlier, tree, edit.history, attachments)
        return newest

    def save_counters(self) -> None:
        self._write_pending()
        one = self._counters
        self._connection.execute(
            "UPDATE databases SET seq = ?, living = ?, deleted = ?, bytes = ? WHERE number = ?",
            (one.seq, one.living, one.deleted, one.bytes, one.number),
        )

    def _known(self, doc_id: str) -> tuple[DocumentRow | None, Tree]:
        """The document as the edits before have left it."""
        if self._pending is not None:
            document, tree, _ = self._pending
            if document.id == doc_id:
                return document, tree
            self._write_pending()
        return find_known(self._connection, self._counters.number, self._counters.name, doc_id)

    def _attachments(
        self, edit: Edit, tree: Tree, ancestors: tuple[Rev, ...], generation: int
    ) -> dict[str, Attachment]:
        """What the revision has: new contents, and for each stub what its nearest kept ancestor has."""
        if not edit.attachments:
            return {}
        known = self._nearest(edit.id, tree, ancestors)
        return {
            name: at_generation(_resolved(edit.id, name, one, known), generation)
            for name, one in edit.attachments.items()
        }

    def _nearest(self, doc_id: str, tree: Tree, ancestors: tuple[Rev, ...]) -> Mapping[str, Attachment]:
        for rev in ancestors:
            found = find_revision(self._connection, self._counters.name, doc_id, tree, rev)
            if found is not None:
                return found.attachments
        return {}

    def _store(
        self,
        edit: Edit,
        earlier: DocumentRow | None,
        tree: Tree,
        history: tuple[Rev, ...],
        attachments: Mapping[str, Attachment],
    ) -> None:
        body_row, self._next_body = self._next_body, self._next_body + 1
        grown = merge(tree, path_tree(history, deleted=edit.deleted, body=body_row))
        stemmed = stem(grown, self._counters.revs_limit)
        self._counters.seq += 1
        row = earlier.row if earlier else self._new_document_row()
        document = document_row(row, edit.id, self._counters.seq, stemmed)
        self._count(earlier, document, len(edit.body))
        self._write_revision(edit, format_rev(history[0]), row, body_row, attachments)
        new = earlier is None or (self._pending is not None and self._pending[2])
        self._pending = document, stemmed, new

    def _write_pending(self) -> None:
        """A document is written when the next one begins: its tree once, however many of its edits come."""
        if self._pending is not None:
            document, tree, new = self._pending
            self._pending = None
            write_document(self._connection, self._counters.number, document, tree, new=new)

    def _new_document_row(self) -> int:
        row, self._next_document = self._next_document, self._next_document + 1
        return row

    def _count(self, earlier: DocumentRow | None, now: DocumentRow, length: int) -> None:
        if earlier is not None:
            self._counters.living -= not earlier.deleted
            self._counters.deleted -= earlier.deleted
        self._counters.living += not now.deleted
        self._counters.deleted += now.deleted
        self._counters.bytes += length

    def _write_revision(
        self, edit: Edit, rev: str, row: int, body_row: int, attachments: Mapping[str, Attachment]
    ) -> None:
        text = format_attachments(attachments)
        self._connection.execute(
            "INSERT INTO revisions (row, document, seq, crc, attachments, body) VALUES (?, ?, ?, ?, ?, ?)",
            (body_row, row, self._counters.seq, revision_crc(edit.id, rev, text, edit.body), text, edit.body),
        )


def parent_of(edit: Edit, tree: Tree) -> Rev | None:
    """The leaf an edit builds on; None for a new document.

    An edit that names no revision may create, or bring back what was deleted; else it is a conflict
    (https://docs.couchdb.org/en/stable/api/document/common.html#put--db-docid).
    """
    named = edit.history[0] if edit.history else None
    if named is None:
        return _parent_unnamed(edit, tree)
    if named not in tree or named not in leaves(tree):
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
    digests = sorted((name, one.digest, one.content_type) for name, one in attachments.items())
    seed = f"{int(edit.deleted)}\0{parent}\0{digests}\0".encode("utf-8", "replace")
    return hashlib.md5(seed + edit.body, usedforsecurity=False).hexdigest()


def write_document(
    connection: sqlite3.Connection, db: int, document: DocumentRow, tree: Tree, *, new: bool
) -> None:
    """Store a document's row and tree as they are now."""
    text = format_tree(tree)
    values = (
        document.seq, document.winner, int(document.deleted), document.body, document.others,
        document_crc(document), zlib.crc32(text), text,
    )  # fmt: skip
    if new:
        connection.execute(
            "INSERT INTO documents (seq, winner, deleted, body, others, crc, tree_crc, tree, row, db, id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, document.row, db, document.id),
        )
        return
    connection.execute(
        "UPDATE documents SET seq = ?, winner = ?, deleted = ?, body = ?, others = ?, crc = ?,"
        " tree_crc = ?, tree = ? WHERE row = ?",
        (*values, document.row),
    )


def _resolved(
    doc_id: str, name: str, incoming: Attachment | Stub | Follows, known: Mapping[str, Attachment]
) -> Attachment:
    if isinstance(incoming, Attachment):
        return incoming
    found = known.get(name)
    if isinstance(incoming, Follows) or found is None or incoming.digest not in (None, found.digest):
        reason = f"Invalid attachment stub in {doc_id} for {name}"
        raise PreconditionFailed(reason, error="missing_stub")
    return found


def _next_row(connection: sqlite3.Connection, query: str) -> int:
    (last,) = connection.execute(query).fetchone()
    return (last or 0) + 1
