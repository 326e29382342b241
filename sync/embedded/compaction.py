"""Forgetting: bodies that are not leaves (compaction), whole leaves (purge), contents nobody names."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from sync.embedded.attachment import parse_attachments
from sync.embedded.database import Database
from sync.embedded.edits import UPDATE_DOCUMENT, Counters, document_values, forget_bodies
from sync.embedded.revisions import Rev, Tree, format_rev, leaves, without_leaves, without_old_bodies
from sync.embedded.rows import content_names, document_row, find_document, find_tree, sweep_rows
from sync.embedded.store import Store
from sync.embedded.writer import Transaction

# Documents compacted in one transaction, so that writers wait a moment and not the whole time.
_STEP = 200


def compact_database(database: Database) -> None:
    """Keep the bodies of leaves only, then delete the contents that no revision names."""
    with database.reading() as connection:
        query = "SELECT id FROM documents WHERE db = ? ORDER BY row"
        ids = [doc_id for (doc_id,) in connection.execute(query, (database.number,))]
    for start in range(0, len(ids), _STEP):
        step = ids[start : start + _STEP]
        database.store.write(partial(_compact, database, step))
    sweep_contents(database.store)


def _compact(database: Database, ids: list[str], transaction: Transaction) -> None:
    counters = database.counters(transaction.connection)
    for doc_id in ids:
        tree = find_tree(transaction.connection, database.number, database.name, doc_id)
        _rewrite(transaction, counters, doc_id, tree, without_old_bodies(tree), seq=None)
    _save_bytes(transaction, counters)


def purge_revisions(database: Database, wanted: Mapping[str, list[Rev]]) -> dict[str, list[Rev]]:
    """Remove leaves; the revisions of each document that were there to remove."""

    def purge(transaction: Transaction) -> dict[str, list[Rev]]:
        transaction.touched[database.number] = database.name
        counters = database.counters(transaction.connection)
        purged = {doc_id: _purge(transaction, counters, doc_id, revs) for doc_id, revs in wanted.items()}
        transaction.connection.execute(
            "UPDATE databases SET seq = ?, living = ?, deleted = ?, bytes = ? WHERE number = ?",
            (counters.seq, counters.living, counters.deleted, counters.bytes, counters.number),
        )
        return purged

    return database.store.write(purge)


def _purge(transaction: Transaction, counters: Counters, doc_id: str, revs: list[Rev]) -> list[Rev]:
    connection = transaction.connection
    tree = find_tree(connection, counters.number, counters.name, doc_id)
    ends = set(leaves(tree))
    doomed = [rev for rev in revs if rev in ends]
    if not doomed:
        return []
    counters.seq += 1
    _rewrite(transaction, counters, doc_id, tree, without_leaves(tree, doomed), seq=counters.seq)
    connection.execute(
        "INSERT INTO purges (db, purge_seq, uuid, id, revs) SELECT number, purge_seq + 1, ?, ?, ?"
        " FROM databases WHERE number = ?",
        (uuid.uuid4().hex, doc_id, json.dumps([format_rev(rev) for rev in doomed]), counters.number),
    )
    connection.execute("UPDATE databases SET purge_seq = purge_seq + 1 WHERE number = ?", (counters.number,))
    connection.execute(
        "DELETE FROM purges WHERE db = ?1 AND purge_seq <="
        " (SELECT purge_seq - purged_infos_limit FROM databases WHERE number = ?1)",
        (counters.number,),
    )
    return doomed


def _rewrite(
    transaction: Transaction, counters: Counters, doc_id: str, before: Tree, after: Tree, seq: int | None
) -> None:
    """Replace a document's tree by a smaller one; drop the bodies it no longer names."""
    connection = transaction.connection
    kept = {node.body for node in after.values()}
    dropped = [node.body for node in before.values() if node.body and node.body not in kept]
    if not dropped and len(after) == len(before):
        return
    counters.bytes -= forget_bodies(connection, dropped)
    known = find_document(connection, counters.number, counters.name, doc_id)
    if known is None:
        return
    counters.living -= not known.deleted
    counters.deleted -= known.deleted
    if not after:
        connection.execute("DELETE FROM documents WHERE row = ?", (known.row,))
        return
    row = document_row(known.row, doc_id, known.seq if seq is None else seq, after)
    counters.living += not row.deleted
    counters.deleted += row.deleted
    connection.execute(UPDATE_DOCUMENT, document_values(counters.number, row, after))


def _save_bytes(transaction: Transaction, counters: Counters) -> None:
    transaction.connection.execute(
        "UPDATE databases SET bytes = ? WHERE number = ?", (counters.bytes, counters.number)
    )


def sweep_contents(store: Store) -> int:
    """Delete attachment contents that no revision of any database names; how many went.

    What is named is read inside a write, so no document can begin to name one meanwhile: new files are
    held by who receives them (see receiving.Hold), new rows come with their document. When a content that
    is named is not there, or the names cannot be read, something is damaged: then nothing is deleted,
    because a flipped bit in a name would make the content it should name look like nobody's.
    """

    def sweep(transaction: Transaction) -> int:
        connection = transaction.connection
        rows = connection.execute("SELECT attachments FROM revisions WHERE attachments IS NOT NULL")
        try:
            wanted = {one.sha256 for (text,) in rows for one in parse_attachments(text).values()}
        except (ValueError, TypeError, AttributeError):
            return 0
        if not wanted <= store.contents.names() | content_names(connection):
            return 0
        return sweep_rows(connection, wanted) + store.contents.sweep(wanted)

    return store.write(sweep)


def read_purges(database: Database) -> list[dict[str, Any]]:
    """The purges still remembered, oldest first."""
    with database.reading() as connection:
        rows = connection.execute(
            "SELECT id, revs FROM purges WHERE db = ? ORDER BY purge_seq", (database.number,)
        ).fetchall()
    return [{"id": doc_id, "revs": json.loads(revs)} for doc_id, revs in rows]
