"""Reads everything that is stored and names what is not what was written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from sync.embedded.database import Database
from sync.embedded.errors import Damaged, NotFound, StoreError
from sync.embedded.revisions import Tree, format_rev, parse_rev
from sync.embedded.rows import RevisionRow, find_revision
from sync.embedded.showing import attachment_name
from sync.embedded.store import Store


@dataclass(frozen=True, slots=True)
class Damage:
    """One document whose stored bytes cannot be trusted, and a sentence about it."""

    database: str
    doc_id: str
    reason: str


def examine(store: Store) -> Iterator[Damage]:
    """Every damaged document of every database, with its kept revisions and attachments.

    What is wrong with the file itself comes last, with an empty database and id.
    """
    for name in store.names():
        database = store.database(name)
        for doc_id in _ids(database):
            reason = _examine(database, doc_id)
            if reason is not None:
                yield Damage(name, doc_id, reason)
    yield from _file_damage(store)


def _file_damage(store: Store) -> Iterator[Damage]:
    with store.reading() as connection:
        problems = [str(line) for (line,) in connection.execute("PRAGMA integrity_check(20)")]
    yield from (Damage("", "", problem) for problem in problems if problem != "ok")


def _ids(database: Database) -> list[str]:
    with database.reading() as connection:
        query = "SELECT id FROM documents WHERE db = ? ORDER BY id"
        return [str(doc_id) for (doc_id,) in connection.execute(query, (database.number,))]


def _examine(database: Database, doc_id: str) -> str | None:
    try:
        with database.reading() as connection:
            row = database.find(connection, doc_id)
            tree = database.tree(connection, doc_id)
            if row is None or parse_rev(row.winner) not in tree:
                return f"document {doc_id!r} does not match its revisions"
            _examine_revisions(connection, database, doc_id, tree)
    except (Damaged, NotFound) as error:
        return error.reason
    except StoreError as error:
        return f"document {doc_id!r} cannot be read ({error.reason})"
    return None


def _examine_revisions(connection: sqlite3.Connection, database: Database, doc_id: str, tree: Tree) -> None:
    for rev, node in tree.items():
        found = find_revision(connection, database.name, doc_id, tree, rev)
        if found is None and node.body:
            raise Damaged(f"revision {format_rev(rev)} of document {doc_id!r} is gone")
        if found is not None:
            _examine_attachments(database, found)


def _examine_attachments(database: Database, revision: RevisionRow) -> None:
    for name, one in revision.attachments.items():
        database.store.contents.check(one.sha256, attachment_name(revision, name))
