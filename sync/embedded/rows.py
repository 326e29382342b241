"""Documents and revisions as rows, each under a checksum so that a flipped bit is noticed when read."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from sync.embedded.attachment import Attachments, parse_attachments
from sync.embedded.errors import Damaged
from sync.embedded.json_text import format_json
from sync.embedded.revisions import Rev, Tree, format_rev, leaves
from sync.embedded.tree_text import parse_tree

Values = tuple[Any, ...]

COLUMNS = "d.row, d.id, d.seq, d.winner, d.deleted, d.body, d.others, d.crc"
BODY_COLUMNS = "r.seq, r.crc, r.attachments, r.body"
WITH_BODY = " ".join(
    ("SELECT", COLUMNS, ",", BODY_COLUMNS, "FROM documents d LEFT JOIN revisions r ON r.row = d.body")
)
_KNOWN = " ".join(("SELECT", COLUMNS, ", d.tree, d.tree_crc FROM documents d WHERE d.db = ? AND d.id = ?"))
_KNOWN_OF_MANY = _KNOWN.replace("d.id = ?", "d.id IN (SELECT value FROM json_each(?))")
_WINNER = WITH_BODY + " WHERE d.db = ? AND d.id = ?"
WINNER_OF_MANY = _WINNER.replace("d.id = ?", "d.id IN (SELECT value FROM json_each(?))")
_DOCUMENT = " ".join(("SELECT", COLUMNS, "FROM documents d WHERE d.db = ? AND d.id = ?"))
_BODY = " ".join(("SELECT", BODY_COLUMNS, "FROM revisions r WHERE r.row = ?"))


class DocumentRow(NamedTuple):
    """A document: its winning revision, and the leaves besides it as text (None: there are none)."""

    row: int
    id: str
    seq: int
    winner: str
    deleted: bool
    body: int
    others: str | None

    def other_leaves(self) -> list[tuple[str, bool]]:
        """The losing leaves, best first, and whether each is deleted."""
        return [(rev, bool(deleted)) for rev, deleted in json.loads(self.others or "[]")]


class RevisionRow(NamedTuple):
    """One kept revision: the JSON object of its own members, and its attachments."""

    id: str
    rev: str
    deleted: bool
    seq: int
    body: bytes
    attachments: Attachments


def document_row(row: int, doc_id: str, seq: int, tree: Tree) -> DocumentRow:
    """What is kept in front of a tree, so that readers seldom need the tree itself."""
    best, *others = leaves(tree)
    text = _others_text(tree, others) if others else None
    node = tree[best]
    return DocumentRow(row, doc_id, seq, format_rev(best), node.deleted, node.body, text)


def _others_text(tree: Tree, others: list[Rev]) -> str:
    return format_json([[format_rev(rev), int(tree[rev].deleted)] for rev in others]).decode()


def read_document(values: Values, database: str) -> DocumentRow:
    """A row of COLUMNS; Damaged when it is not what was written."""
    row, doc_id, seq, winner, deleted, body, others, crc = values
    if crc != _document_crc(doc_id, seq, winner, deleted, body, others):
        raise damaged(database, doc_id)
    return DocumentRow(row, doc_id, seq, winner, bool(deleted), body, others)


def document_crc(one: DocumentRow) -> int:
    return _document_crc(one.id, one.seq, one.winner, int(one.deleted), one.body, one.others)


def _document_crc(doc_id: str, seq: int, winner: str, deleted: int, body: int, others: str | None) -> int:
    text = f"{doc_id}\0{seq}\0{winner}\0{deleted}\0{body}\0{others}"
    return zlib.crc32(text.encode("utf-8", "replace"))


def read_revision(values: Values, database: str, doc_id: str, rev: str, deleted: bool) -> RevisionRow:
    """A row of BODY_COLUMNS; Damaged when it is not what was written under this id and revision."""
    seq, crc, attachments, body = values
    if not isinstance(body, bytes) or crc != revision_crc(doc_id, rev, attachments, body):
        raise damaged(database, doc_id)
    return RevisionRow(doc_id, rev, deleted, seq, body, parse_attachments(attachments))


def revision_crc(doc_id: str, rev: str, attachments: str | None, body: bytes) -> int:
    return zlib.crc32(body, zlib.crc32(f"{doc_id}\0{rev}\0{attachments or ''}".encode("utf-8", "replace")))


def read_tree(text: bytes, crc: int, database: str, doc_id: str) -> Tree:
    if not isinstance(text, bytes) or zlib.crc32(text) != crc:
        raise damaged(database, doc_id)
    return parse_tree(text)


def damaged(database: str, doc_id: str) -> Damaged:
    return Damaged(f"document {doc_id!r} of database {database!r} does not match its checksum")


@contextmanager
def naming(database: str, doc_id: str) -> Iterator[None]:
    """SQLite's complaint about a damaged page becomes one that names the document being read."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise Damaged(f"document {doc_id!r} of database {database!r} cannot be read ({error})") from error


def find_document(connection: sqlite3.Connection, db: int, database: str, doc_id: str) -> DocumentRow | None:
    with naming(database, doc_id):
        values = connection.execute(_DOCUMENT, (db, doc_id)).fetchone()
        return None if values is None else read_document(values, database)


def find_tree(connection: sqlite3.Connection, db: int, database: str, doc_id: str) -> Tree:
    """The document's revision tree; empty when there is no such document."""
    with naming(database, doc_id):
        query = "SELECT tree, tree_crc FROM documents WHERE db = ? AND id = ?"
        values = connection.execute(query, (db, doc_id)).fetchone()
        return {} if values is None else read_tree(values[0], values[1], database, doc_id)


def read_known(
    connection: sqlite3.Connection, db: int, database: str, ids: Collection[str]
) -> dict[str, Values]:
    """What is stored of these documents, to be read by ``parse_known``; unknown ones are left out."""
    with naming(database, next(iter(ids), "")):
        if len(ids) == 1:
            found = connection.execute(_KNOWN, (db, *ids))
        else:
            found = connection.execute(_KNOWN_OF_MANY, (db, format_json(list(ids)).decode()))
        return {values[1]: values for values in found}


def parse_known(values: Values, database: str) -> tuple[DocumentRow, Tree]:
    """A document's row and tree; Damaged when they are not what was written."""
    return read_document(values[:8], database), read_tree(values[8], values[9], database, values[1])


def find_trees(
    connection: sqlite3.Connection, db: int, database: str, ids: Collection[str]
) -> dict[str, Tree]:
    """Several revision trees in one step; unknown documents are left out."""
    stored = read_known(connection, db, database, ids)
    return {doc_id: parse_known(values, database)[1] for doc_id, values in stored.items()}


def find_revision(
    connection: sqlite3.Connection, database: str, doc_id: str, tree: Tree, rev: Rev
) -> RevisionRow | None:
    """One revision's kept body; None when it was compacted away or never came."""
    node = tree.get(rev)
    if node is None or not node.body:
        return None
    with naming(database, doc_id):
        values = connection.execute(_BODY, (node.body,)).fetchone()
        if values is None:
            raise damaged(database, doc_id)
        return read_revision(values, database, doc_id, format_rev(rev), node.deleted)


def find_winner(
    connection: sqlite3.Connection, db: int, database: str, doc_id: str
) -> tuple[DocumentRow, RevisionRow] | None:
    """A document and its winning revision in one step, without its tree."""
    with naming(database, doc_id):
        values = connection.execute(_WINNER, (db, doc_id)).fetchone()
        return None if values is None else read_winner(values, database)


def read_winner(values: Values, database: str) -> tuple[DocumentRow, RevisionRow]:
    """A row of COLUMNS and BODY_COLUMNS."""
    document = read_document(values[:8], database)
    if values[11] is None:
        raise damaged(database, document.id)
    return document, read_revision(values[8:], database, document.id, document.winner, document.deleted)


def read_body(values: Values, database: str) -> tuple[str, str, str | None, bytes]:
    """Id, revision, attachments and body of a row, checked as :func:`read_winner` does, without objects."""
    _, doc_id, seq, winner, deleted, body, others, crc, _, revision, attachments, text = values
    if (
        not isinstance(text, bytes)
        or crc != _document_crc(doc_id, seq, winner, deleted, body, others)
        or revision != revision_crc(doc_id, winner, attachments, text)
    ):
        raise damaged(database, doc_id)
    return doc_id, winner, attachments, text


def find_content(connection: sqlite3.Connection, sha256: str) -> bytes | None:
    """A small attachment's content; None where it is a file, or nowhere."""
    values = connection.execute("SELECT body FROM contents WHERE sha256 = ?", (sha256,)).fetchone()
    return None if values is None else bytes(values[0])


def find_contents(connection: sqlite3.Connection, names: Collection[str]) -> dict[str, bytes]:
    """:func:`find_content` of several in one step, by their SHA-256; files are left out."""
    query = "SELECT sha256, body FROM contents WHERE sha256 IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(query, (format_json(list(names)).decode(),)))


def save_contents(connection: sqlite3.Connection, contents: Mapping[str, bytes]) -> None:
    """Small contents by their SHA-256; the same again replaces itself (and heals damage)."""
    connection.executemany("REPLACE INTO contents (sha256, body) VALUES (?, ?)", contents.items())


def sweep_rows(connection: sqlite3.Connection, wanted: Collection[str]) -> int:
    """Delete the small contents that no document names; how many went."""
    gone = [(name,) for name in content_names(connection) if name not in wanted]
    connection.executemany("DELETE FROM contents WHERE sha256 = ?", gone)
    return len(gone)


def content_names(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT sha256 FROM contents")}
