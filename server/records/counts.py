"""How often something was tried, in an SQLite file beside the data: a restart gives nobody new guesses.

It holds digests under a key of this server and numbers, so neither an address nor what somebody typed as a
name can be read in it. It is no part of the record: delete it and every count begins anew.
"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from threading import RLock
from typing import Final

from server.records.cache import open_cache

_VERSION: Final = "1"
_TABLES: Final = """
CREATE TABLE counts (key BLOB PRIMARY KEY, tries INTEGER NOT NULL, ends_at REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX counts_by_end ON counts (ends_at);
"""
_ADD: Final = """
INSERT INTO counts (key, tries, ends_at) VALUES (?, ?, ?)
  ON CONFLICT (key) DO UPDATE SET tries = tries + excluded.tries RETURNING tries
"""
_SWEEP: Final = "DELETE FROM counts WHERE ends_at <= ?"
_DIGEST_BYTES: Final = 16


class Counts:
    """Counts by key, each of which ends some seconds after its first try.

    ``path`` None: in memory alone. ``secret`` is at most 64 bytes (RFC 7693). Safe to use from many threads.
    """

    def __init__(self, path: Path | None, secret: bytes) -> None:
        self._connection = open_cache(path, _TABLES, _VERSION)
        self._secret = hashlib.sha256(secret).digest()
        self._lock: Final = RLock()

    def add(self, key: str, seconds: float, tries: int = 1) -> int:
        """How often it was tried with these; the first of them says when the count ends."""
        now = time.time()
        with self._lock, self._connection:
            self._connection.execute(_SWEEP, (now,))
            ((count,),) = self._connection.execute(_ADD, (self._digest(key), tries, now + seconds)).fetchall()
        return int(count)

    def find(self, key: str) -> tuple[int, float]:
        """How often it was tried, and when that is forgotten (Unix time); none and now where it was not."""
        now = time.time()
        query = "SELECT tries, ends_at FROM counts WHERE key = ? AND ends_at > ?"
        with self._lock:
            row = self._connection.execute(query, (self._digest(key), now)).fetchone()
        return (int(row[0]), float(row[1])) if row else (0, now)

    def forget(self, key: str) -> None:
        with self._lock, self._connection:
            self._connection.execute("DELETE FROM counts WHERE key = ?", (self._digest(key),))

    def forget_all(self) -> int:
        """How many there were."""
        with self._lock, self._connection:
            return self._connection.execute("DELETE FROM counts").rowcount

    def _digest(self, key: str) -> bytes:
        text = key.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, key=self._secret, digest_size=_DIGEST_BYTES).digest()
