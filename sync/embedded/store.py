"""The store: databases in one SQLite file, attachment contents beside it."""

from __future__ import annotations

import re
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from sync.embedded.attachments import Contents
from sync.embedded.database import Database
from sync.embedded.errors import BadRequest, NotFound, PreconditionFailed
from sync.embedded.notifier import Notifier
from sync.embedded.rows import find_content
from sync.embedded.schema import connect, prepare
from sync.embedded.writer import Transaction, Writer, explained

T = TypeVar("T")

# https://docs.couchdb.org/en/stable/api/database/common.html#put--db
_NAME = re.compile(r"[a-z][a-z0-9_$()+/-]{0,237}")
_SYSTEM = frozenset({"_users", "_replicator", "_global_changes"})
FILE: Final = "couch.sqlite"  # in the folder of a store, beside its attachments


class Store:
    """One writer, many readers, and those who wait for changes. Safe to use from many threads."""

    def __init__(
        self, folder: Path, *, max_document_bytes: int, max_attachment_bytes: int, waiting: int, check: bool
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / FILE
        self.max_document_bytes = max_document_bytes
        self.notifier = Notifier(waiting)
        self._writer = Writer(prepare(self._path, check=check), self.notifier.wake)
        self._naming = threading.Lock()
        self._readers: list[sqlite3.Connection] = []
        self.uuid = self._read_uuid()
        self._databases = self._read_databases()
        self.slashed_names = {name for name in self._databases if "/" in name}
        self.notifier.remember(self.names())
        self.contents = Contents(
            folder / "attachments", max_bytes=max_attachment_bytes, find_small=self._find_content
        )

    def names(self) -> list[str]:
        return sorted(self._databases)

    def database(self, name: str) -> Database:
        """NotFound when there is none of this name."""
        found = self.find_database(name)
        if found is None:
            raise NotFound("Database does not exist.")
        return found

    def find_database(self, name: str) -> Database | None:
        return self._databases.get(name)

    def has_database(self, name: str) -> bool:
        return name in self._databases

    def create_database(self, name: str) -> Database:
        check_database_name(name)

        mark = uuid.uuid4().hex

        def create(transaction: Transaction) -> int:
            connection = transaction.connection
            if connection.execute("SELECT 1 FROM databases WHERE name = ?", (name,)).fetchone():
                reason = "The database could not be created, the file already exists."
                raise PreconditionFailed(reason, error="file_exists")
            insert = "INSERT INTO databases (name, uuid) VALUES (?, ?) RETURNING number"
            (number,) = connection.execute(insert, (name, mark)).fetchone()
            return int(number)

        database = Database(self, self.write(create), name, mark)
        with self._naming:
            self._databases[name] = database
            if "/" in name:
                self.slashed_names.add(name)
        self.notifier.announce(name, "created")
        return database

    def delete_database(self, name: str) -> None:
        """The database and all that is in it; contents go with the next sweep."""
        database = self.database(name)

        def delete(transaction: Transaction) -> None:
            transaction.touched[database.number] = name
            for statement in _DELETE_DATABASE:
                transaction.connection.execute(statement, (database.number,))

        self.write(delete)
        with self._naming:
            if self._databases.get(name) is database:  # not yet one that was created anew meanwhile
                del self._databases[name]
                self.slashed_names.discard(name)
        self.notifier.announce(name, "deleted")

    def write(self, act: Callable[[Transaction], T]) -> T:
        """Run a change; it is durable when this returns (see Writer)."""
        return self._writer.run(act)

    def checkpoint(self) -> None:
        """Empties the log, in which what was deleted can still be read."""
        self._writer.checkpoint()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the store throughout."""
        connection = self._reader()
        try:
            connection.execute("BEGIN")
            yield connection
        except sqlite3.Error as error:
            raise explained(error) from error
        finally:
            self._put_back(connection)

    def close(self) -> None:
        """Wait for the change that is being written, then let go of the file."""
        while self._readers:
            self._readers.pop().close()
        self._writer.close()
        self.contents.close()

    def _read_databases(self) -> dict[str, Database]:
        with self.reading() as connection:
            rows = connection.execute("SELECT number, name, uuid FROM databases").fetchall()
        return {name: Database(self, number, name, mark) for number, name, mark in rows}

    def _read_uuid(self) -> str:
        with self.reading() as connection:
            (value,) = connection.execute("SELECT uuid FROM server").fetchone()
        return str(value)

    def _put_back(self, connection: sqlite3.Connection) -> None:
        """One that met a broken page does not even end its transaction: the next reader gets another."""
        try:
            if connection.in_transaction:
                connection.execute("COMMIT")
        except sqlite3.Error:
            connection.close()
        else:
            self._readers.append(connection)

    def _find_content(self, sha256: str) -> bytes | None:
        """One row that never changes needs no transaction around it."""
        connection = self._reader()
        try:
            return find_content(connection, sha256)
        except sqlite3.Error as error:
            raise explained(error) from error
        finally:
            self._readers.append(connection)

    def _reader(self) -> sqlite3.Connection:
        try:
            return self._readers.pop()
        except IndexError:
            connection = connect(self._path)
            connection.execute("PRAGMA query_only = ON")
            return connection


_DELETE_DATABASE = (
    "DELETE FROM revisions WHERE row IN (SELECT json_extract(body.value, '$[4]') FROM documents,"
    " json_each(CAST(tree AS TEXT)) AS body WHERE db = ? AND json_valid(CAST(tree AS TEXT)))",
    "DELETE FROM documents WHERE db = ?",
    "DELETE FROM locals WHERE db = ?",
    "DELETE FROM purges WHERE db = ?",
    "DELETE FROM databases WHERE number = ?",
)


def check_database_name(name: str) -> None:
    if name not in _SYSTEM and _NAME.fullmatch(name) is None:
        reason = (
            f"Name: '{name}'. Only lowercase characters (a-z), digits (0-9), and any of the characters"
            " _, $, (, ), +, -, and / are allowed. Must begin with a letter."
        )
        raise BadRequest(reason, error="illegal_database_name")


def open_store(
    folder: Path,
    *,
    max_document_bytes: int = 8_000_000,
    max_attachment_bytes: int = 256_000_000,
    waiting: int = 128,
    check: bool = True,
) -> Store:
    """Open (or create) the store in ``folder``: ``couch.sqlite`` and ``attachments/``.

    The caller holds the data folder's lock (``sync.embedded.lock``). 8 MB a document is CouchDB's own
    default limit. ``waiting``: how many live feeds may wait at once. ``check=False`` opens a damaged file
    as far as it can be opened, so that what is damaged can be named.
    """
    return Store(
        folder,
        max_document_bytes=max_document_bytes,
        max_attachment_bytes=max_attachment_bytes,
        waiting=waiting,
        check=check,
    )
