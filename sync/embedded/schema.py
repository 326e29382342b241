"""The SQLite file: how it is opened, its tables in numbered steps, and whether it is sound."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sync.embedded.errors import StoreDamaged, StoreNewer, StoreUnusable
from sync.embedded.writer import explained

# Step n brings a file of version n to version n + 1. A step that was released is never edited.
STEPS = (
    """
    CREATE TABLE server (uuid TEXT NOT NULL);
    INSERT INTO server (uuid) VALUES (lower(hex(randomblob(16))));
    CREATE TABLE databases (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        uuid TEXT NOT NULL,
        seq INTEGER NOT NULL DEFAULT 0,
        living INTEGER NOT NULL DEFAULT 0,
        deleted INTEGER NOT NULL DEFAULT 0,
        bytes INTEGER NOT NULL DEFAULT 0,
        security TEXT,
        revs_limit INTEGER NOT NULL DEFAULT 1000,
        purge_seq INTEGER NOT NULL DEFAULT 0,
        purged_infos_limit INTEGER NOT NULL DEFAULT 1000
    );
    CREATE TABLE documents (
        row INTEGER PRIMARY KEY,
        db INTEGER NOT NULL,
        id TEXT NOT NULL,
        seq INTEGER NOT NULL,
        winner TEXT NOT NULL,
        deleted INTEGER NOT NULL,
        body INTEGER NOT NULL,
        others TEXT,
        crc INTEGER NOT NULL,
        tree_crc INTEGER NOT NULL,
        tree BLOB NOT NULL
    );
    CREATE UNIQUE INDEX documents_by_id ON documents (db, id);
    CREATE UNIQUE INDEX documents_by_seq ON documents (db, seq);
    CREATE TABLE revisions (
        row INTEGER PRIMARY KEY,
        document INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        crc INTEGER NOT NULL,
        attachments TEXT,
        body BLOB NOT NULL
    );
    CREATE INDEX revisions_by_document ON revisions (document);
    CREATE TABLE locals (
        db INTEGER NOT NULL,
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        crc INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (db, id)
    );
    CREATE TABLE purges (
        db INTEGER NOT NULL,
        purge_seq INTEGER NOT NULL,
        uuid TEXT NOT NULL UNIQUE,
        id TEXT NOT NULL,
        revs TEXT NOT NULL,
        PRIMARY KEY (db, purge_seq)
    );
    """,
    # Bodies are found by the trees that name them; every write paid for an index that only a deletion used.
    "DROP INDEX revisions_by_document;",
    "CREATE TABLE contents (sha256 TEXT PRIMARY KEY, body BLOB NOT NULL);",
)

_ADVICE = "Stop, keep a copy of the folder, and restore the last backup."


def connect(path: Path) -> sqlite3.Connection:
    """A connection whose every commit is on disk before it returns (WAL, synchronous=FULL)."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def prepare(path: Path, *, check: bool) -> sqlite3.Connection:
    """Open (or create) the file, bring it to the newest version, and refuse it when it is damaged."""
    try:
        connection = connect(path)
        if check:
            check_soundness(connection, path)
        _upgrade(connection, path)
    except sqlite3.Error as error:
        reason = explained(error)
        if isinstance(reason, StoreUnusable):
            raise StoreUnusable(f"{path}: {reason.reason}") from error
        raise StoreDamaged(f"{path} cannot be read ({error}). {_ADVICE}") from error
    return connection


def check_soundness(connection: sqlite3.Connection, path: Path) -> None:
    """SQLite's own quick check of every page; the checksum of each document is checked when it is read."""
    problems = [line for (line,) in connection.execute("PRAGMA quick_check(5)")]
    if problems != ["ok"]:
        raise StoreDamaged(f"{path} is damaged ({'; '.join(problems)}). {_ADVICE}")


def _upgrade(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(STEPS):
        raise StoreNewer(f"{path} was written by a newer version (schema {version}). Install that version.")
    for number in range(version, len(STEPS)):
        script = f"BEGIN IMMEDIATE; {STEPS[number]} PRAGMA user_version = {number + 1}; COMMIT;"
        connection.executescript(script)
