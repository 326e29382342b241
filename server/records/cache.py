"""Opens an SQLite file that is a cache: whatever is wrong with it, it is thrown away and begun again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

Connection = sqlite3.Connection

_META: Final = "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);"
_PAGES_KB: Final = 32_000  # of a database kept in memory; SQLite's own 2 MB hold no list of a large district


def sqlite_version() -> tuple[int, ...]:
    """Of the library this process runs."""
    return sqlite3.sqlite_version_info


def open_cache(path: Path | None, tables: str, version: str) -> sqlite3.Connection:
    """The cache at ``path`` (None: in memory), begun again when another version made it or it is damaged.

    Beside ``tables`` it has a table ``meta`` of keys and values, which holds the version.
    """
    if path is None:
        return _begin(_connect(":memory:"), tables, version)
    try:
        connection = _connect(path)
        stored = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
        if stored == (version,):
            return connection
        connection.close()
    except sqlite3.DatabaseError:
        pass
    _throw_away(path)
    return _begin(_connect(path), tables, version)


def begin_filling(path: Path | None, tables: str, version: str) -> sqlite3.Connection:
    """The cache begun again, for one who writes it from end to end before anybody reads it.

    No log is kept meanwhile: what is cut short is thrown away (:func:`end_filling`).
    """
    if path is not None:
        _throw_away(path)
    connection = _begin(_connect(path or ":memory:"), tables, version)
    connection.execute("PRAGMA journal_mode = OFF")
    return connection


def end_filling(connection: sqlite3.Connection) -> None:
    """From here on others read it while it is written."""
    connection.execute("PRAGMA journal_mode = WAL")


def copy_cache(path: Path, into: sqlite3.Connection, version: str) -> bool:
    """Takes over, beside the process that keeps it, the cache at ``path``; not one of another version."""
    kept = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        if kept.execute("SELECT value FROM meta WHERE key = 'version'").fetchone() != (version,):
            return False
        kept.backup(into)
    except sqlite3.DatabaseError:
        return False
    finally:
        kept.close()
    return True


def read_meta(path: Path) -> dict[str, str]:
    """The keys and values of the cache at ``path``, read beside who keeps it; empty where there is none."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as kept:
            return {str(key): str(value) for key, value in kept.execute("SELECT key, value FROM meta")}
    except sqlite3.DatabaseError:
        return {}


def _throw_away(path: Path) -> None:
    for leftover in path.parent.glob(f"{path.name}*"):
        leftover.unlink()


def _begin(connection: sqlite3.Connection, tables: str, version: str) -> sqlite3.Connection:
    connection.executescript(_META + tables)
    with connection:
        connection.execute("INSERT INTO meta VALUES ('version', ?)", (version,))
    return connection


def _connect(path: Path | str) -> sqlite3.Connection:
    """A cache needs no fsync: what is lost in a crash is made again. What is deleted is written over."""
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA recursive_triggers = ON")  # a row that is replaced is one that goes
    connection.execute(f"PRAGMA cache_size = -{_PAGES_KB}")
    return connection
