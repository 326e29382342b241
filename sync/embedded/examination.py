"""Reads everything that is stored and names what is not what was written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sync.embedded.database import Database
from sync.embedded.errors import Damaged, NotFound, StoreError
from sync.embedded.revisions import Rev, Tree, format_rev, leaves, parse_rev
from sync.embedded.rows import RevisionRow, find_revision
from sync.embedded.showing import attachment_name
from sync.embedded.store import Store

_IDS = "SELECT id FROM documents WHERE db = ? ORDER BY id"


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


def sift(
    store: Store, name: str, report: Callable[[int, int], None] = lambda _done, _all: None
) -> tuple[dict[str, tuple[str, ...]], list[Damage]]:
    """The documents of a database whose leaf revisions can be given out whole, each with those, and the rest.

    It goes on where a page of the file is broken; that there may be documents behind one nobody can name is a
    damage with an empty id. ``report``: documents looked at, and of how many.
    """
    database = store.database(name)
    ids, damaged = _ids_left(database)
    sound: dict[str, tuple[str, ...]] = {}
    for done, doc_id in enumerate(ids, 1):
        revs, reason = _leaves_of(database, doc_id)
        if reason is None:
            sound[doc_id] = tuple(sorted(map(format_rev, revs)))
        else:
            damaged.append(Damage(name, doc_id, reason))
        report(done, len(ids))
    return sound, damaged


def _ids_left(database: Database) -> tuple[list[str], list[Damage]]:
    """Every id that can be read from either end of the list of them."""
    found: dict[str, None] = {}
    broken: dict[Damage, None] = {}
    for query in (_IDS, f"{_IDS} DESC"):
        try:
            with database.reading() as connection:
                for (doc_id,) in connection.execute(query, (database.number,)):
                    found[str(doc_id)] = None
        except StoreError as error:
            broken[Damage(database.name, "", error.reason)] = None
    return sorted(found), list(broken)


def _leaves_of(database: Database, doc_id: str) -> tuple[Sequence[Rev], str | None]:
    """A document's leaf revisions, and why they cannot be given out."""
    revs: list[Rev] = []

    def look(connection: sqlite3.Connection, tree: Tree) -> None:
        revs.extend(leaves(tree))
        _examine_revisions(connection, database, doc_id, tree, revs)

    return revs, _look_at(database, doc_id, look)


def _file_damage(store: Store) -> Iterator[Damage]:
    with store.reading() as connection:
        problems = [str(line) for (line,) in connection.execute("PRAGMA integrity_check(20)")]
    yield from (Damage("", "", problem) for problem in problems if problem != "ok")


def _ids(database: Database) -> list[str]:
    with database.reading() as connection:
        return [str(doc_id) for (doc_id,) in connection.execute(_IDS, (database.number,))]


def _examine(database: Database, doc_id: str) -> str | None:
    """Why it cannot be trusted, the revisions before its leaves included."""
    return _look_at(
        database,
        doc_id,
        lambda connection, tree: _examine_revisions(connection, database, doc_id, tree, list(tree)),
    )


def _look_at(database: Database, doc_id: str, look: Callable[[sqlite3.Connection, Tree], None]) -> str | None:
    try:
        with database.reading() as connection:
            row = database.find(connection, doc_id)
            tree = database.tree(connection, doc_id)
            if row is None or row.id != doc_id or parse_rev(row.winner) not in tree:
                return f"document {doc_id!r} does not match its revisions"
            look(connection, tree)
    except (Damaged, NotFound) as error:
        return error.reason
    except StoreError as error:
        return f"document {doc_id!r} cannot be read ({error.reason})"
    return None


def _examine_revisions(
    connection: sqlite3.Connection, database: Database, doc_id: str, tree: Tree, revs: Sequence[Rev]
) -> None:
    for rev in revs:
        found = find_revision(connection, database.name, doc_id, tree, rev)
        if found is None and tree[rev].body:
            raise Damaged(f"revision {format_rev(rev)} of document {doc_id!r} is gone")
        if found is not None:
            _examine_attachments(database, found)


def _examine_attachments(database: Database, revision: RevisionRow) -> None:
    for name, one in revision.attachments.items():
        database.store.contents.check(one.sha256, attachment_name(revision, name))
