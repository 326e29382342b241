"""One database of the store: its documents, its local documents, its settings."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sync.embedded.edit import Edit
from sync.embedded.edits import Counters, Edits, Rule
from sync.embedded.errors import BadRequest, NotFound, PreconditionFailed, StoreError
from sync.embedded.identity import DEFAULT_SECURITY
from sync.embedded.receiving import Hold
from sync.embedded.revisions import Rev, Tree, format_rev
from sync.embedded.rows import (
    DocumentRow,
    RevisionRow,
    find_document,
    find_revision,
    find_tree,
    find_winner,
    save_contents,
)
from sync.embedded.writer import Transaction

if TYPE_CHECKING:
    from sync.embedded.store import Store

Outcome = Rev | StoreError

_CHANGE = {
    "security": "UPDATE databases SET security = ? WHERE number = ?",
    "revs_limit": "UPDATE databases SET revs_limit = ? WHERE number = ?",
    "purged_infos_limit": "UPDATE databases SET purged_infos_limit = ? WHERE number = ?",
}


@dataclass(frozen=True, slots=True)
class Info:
    """The counters and settings of a database, at one moment."""

    seq: int
    living: int
    deleted: int
    bytes: int
    revs_limit: int
    purge_seq: int
    purged_infos_limit: int
    security: dict[str, Any]


def anyone(edit: Edit) -> None:
    """The rule of those who may write everything."""


class Database:
    """A name for rows of the store; holds no state of its own."""

    def __init__(self, store: Store, number: int, name: str, uuid: str) -> None:
        self.store = store
        self.number = number
        self.name = name
        self.uuid = uuid

    def info(self) -> Info:
        with self.reading() as connection:
            values = connection.execute(
                "SELECT seq, living, deleted, bytes, revs_limit, purge_seq, purged_infos_limit, security"
                " FROM databases WHERE number = ?",
                (self.number,),
            ).fetchone()
        if values is None:
            raise NotFound("Database does not exist.")
        security = json.loads(values[7]) if values[7] else dict(DEFAULT_SECURITY)
        return Info(*(*values[:7], security))

    def write(
        self,
        edits: Collection[Edit],
        *,
        new_edits: bool = True,
        rule: Rule = anyone,
        hold: Hold | None = None,
    ) -> list[Outcome]:
        """Write edits in one change; each is taken or refused by itself (its outcome says which).

        ``hold``: the attachment contents the edits bring; a file is on disk before a document names it, a
        small one is written with the document.
        """
        if hold is not None:
            hold.settle()

        def change(transaction: Transaction) -> list[Outcome]:
            counters = self.counters(transaction.connection)
            batch = Edits(transaction, counters, rule, {edit.id for edit in edits})
            outcomes = [_outcome(batch.apply if new_edits else batch.adopt, edit) for edit in edits]
            batch.save()
            if hold is not None:
                save_contents(transaction.connection, hold.small_of(_taken(edits, outcomes)))
            return outcomes

        return self.store.write(change)

    def write_one(
        self, edit: Edit, *, new_edits: bool = True, rule: Rule = anyone, hold: Hold | None = None
    ) -> Rev:
        """Write one edit or raise why not."""
        (outcome,) = self.write([edit], new_edits=new_edits, rule=rule, hold=hold)
        if isinstance(outcome, StoreError):
            raise outcome
        return outcome

    def change(self, setting: Literal["security", "revs_limit", "purged_infos_limit"], value: object) -> None:
        """Change one setting of the database."""
        kept = json.dumps(value) if setting == "security" else value

        def change(transaction: Transaction) -> None:
            changed = transaction.connection.execute(_CHANGE[setting], (kept, self.number))
            if not changed.rowcount:
                raise NotFound("Database does not exist.")

        self.store.write(change)
        self.store.notifier.rouse(self.number)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with self.store.reading() as connection:
            yield connection

    def find(self, connection: sqlite3.Connection, doc_id: str) -> DocumentRow | None:
        return find_document(connection, self.number, self.name, doc_id)

    def tree(self, connection: sqlite3.Connection, doc_id: str) -> Tree:
        """The document's revision tree; NotFound when there is no such document."""
        tree = find_tree(connection, self.number, self.name, doc_id)
        if not tree:
            raise NotFound("missing")
        return tree

    def find_winner(
        self, connection: sqlite3.Connection, doc_id: str
    ) -> tuple[DocumentRow, RevisionRow] | None:
        """The winning revision, a deletion too; None when the document never was."""
        return find_winner(connection, self.number, self.name, doc_id)

    def winner(self, connection: sqlite3.Connection, doc_id: str) -> tuple[DocumentRow, RevisionRow]:
        """The winning revision; NotFound when there is none or it is a deletion."""
        found = self.find_winner(connection, doc_id)
        if found is None:
            raise NotFound("missing")
        if found[0].deleted:
            raise NotFound("deleted")
        return found

    def revision(self, connection: sqlite3.Connection, doc_id: str, rev: Rev) -> RevisionRow:
        """One kept revision; NotFound when it is not kept."""
        tree = self.tree(connection, doc_id)
        found = find_revision(connection, self.name, doc_id, tree, rev)
        if found is None:
            raise NotFound("missing")
        return found

    def seq_text(self, seq: int) -> str:
        """A sequence as clients see it: the number, and of which database it is."""
        return f"{seq}-{self.uuid}"

    def parse_seq(self, text: str) -> int:
        """The number in a sequence; 0 when it is another database's of the same name (start again)."""
        number, _, mark = text.partition("-")
        if re.fullmatch(r"[0-9]{1,18}", number) is None:
            raise BadRequest("Malformed sequence supplied in 'since' parameter.")
        return int(number) if mark in ("", self.uuid) else 0

    def counters(self, connection: sqlite3.Connection) -> Counters:
        values = connection.execute(
            "SELECT number, name, seq, living, deleted, bytes, revs_limit FROM databases WHERE number = ?",
            (self.number,),
        ).fetchone()
        if values is None:
            raise NotFound("Database does not exist.")
        return Counters(*values)


def _outcome(write: Callable[[Edit], Rev], edit: Edit) -> Outcome:
    """A stub of what is not here refuses the whole change, as in CouchDB; the rest refuse one edit."""
    try:
        return write(edit)
    except PreconditionFailed:
        raise
    except StoreError as error:
        return error


def _taken(edits: Collection[Edit], outcomes: list[Outcome]) -> Iterator[Edit]:
    return (edit for edit, one in zip(edits, outcomes, strict=True) if not isinstance(one, StoreError))


def result_of(doc_id: str, outcome: Outcome) -> dict[str, Any]:
    """One row of a ``_bulk_docs`` answer."""
    if isinstance(outcome, StoreError):
        return {"id": doc_id, "error": outcome.error, "reason": outcome.reason}
    return {"ok": True, "id": doc_id, "rev": format_rev(outcome)}
