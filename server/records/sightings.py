"""What was seen before: photos by likeness, identity numbers by digest, visits by time, in SQLite.

It answers "was this seen elsewhere?" by index and never by comparing each with each. Like the index it is a
cache over casebook and evidence: delete the file and it is made again, and so are the same flags.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any, Final

from server.domain.likeness import ALIKE_BITS, bands_of, bits_between
from server.records.cache import open_cache

_VERSION: Final = "3"  # remembers what could not be looked at
_LONGEST_MINUTES: Final = 24 * 60
_MOST_ALIKE: Final = 3  # of one photo: enough to look at
_TABLES: Final = """
CREATE TABLE looked (act TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE unchecked (act TEXT PRIMARY KEY, file TEXT, tries INTEGER, next_at TEXT) WITHOUT ROWID;
CREATE TABLE photos (digest TEXT, number TEXT, hash TEXT, band0 INTEGER, band1 INTEGER, band2 INTEGER,
  band3 INTEGER, PRIMARY KEY (digest, number));
CREATE INDEX photos_by_band0 ON photos (band0);
CREATE INDEX photos_by_band1 ON photos (band1);
CREATE INDEX photos_by_band2 ON photos (band2);
CREATE INDEX photos_by_band3 ON photos (band3);
CREATE TABLE identities (digest TEXT, number TEXT, PRIMARY KEY (digest, number)) WITHOUT ROWID;
CREATE TABLE visits (assessor TEXT, number TEXT, round INTEGER, started_at TEXT, sealed_at TEXT,
  PRIMARY KEY (assessor, number, round)) WITHOUT ROWID;
CREATE INDEX visits_by_start ON visits (assessor, started_at);
"""
_ALIKE: Final = """
SELECT digest, number, hash FROM photos WHERE band0 = ? UNION
SELECT digest, number, hash FROM photos WHERE band1 = ? UNION
SELECT digest, number, hash FROM photos WHERE band2 = ? UNION
SELECT digest, number, hash FROM photos WHERE band3 = ?
"""
_OVERLAPPING: Final = """
SELECT number, round, started_at, sealed_at FROM visits WHERE assessor = ? AND number != ?
  AND started_at < ? AND sealed_at > ? ORDER BY started_at, number, round
"""
_FORGET: Final = (
    "DELETE FROM photos WHERE number = ?",
    "DELETE FROM identities WHERE number = ?",
    "DELETE FROM visits WHERE number = ?",
    "DELETE FROM unchecked WHERE file = ?",
)


@dataclass(frozen=True)
class SeenPhoto:
    digest: str
    case: str
    bits: int  # in which it differs


@dataclass(frozen=True)
class SeenVisit:
    """A visit of one assessor; instants as RFC 3339 text in UTC, which sorts as they happened."""

    case: str
    round: int
    started_at: str
    sealed_at: str


class Sightings:
    """The SQLite cache at ``path`` (None: in memory)."""

    def __init__(self, path: Path | None) -> None:
        self.is_kept = path is not None
        self._lock = RLock()
        self._connection = open_cache(path, _TABLES, _VERSION)

    def close(self) -> None:
        self._connection.close()

    @property
    def since(self) -> str | int:
        """How far the casebook was looked at."""
        found = self._select("SELECT value FROM meta WHERE key = 'since'")
        return str(found[0][0]) if found else 0

    def move_on(self, since: str | int) -> None:
        self._write("REPLACE INTO meta VALUES ('since', ?)", [(str(since),)])

    def has_looked(self, act: str) -> bool:
        return bool(self._select("SELECT 1 FROM looked WHERE act = ?", (act,)))

    def note_looked(self, act: str) -> None:
        """The act named by its digest was looked at and its flags are kept."""
        self._write("REPLACE INTO looked VALUES (?)", [(act,)])
        self._write("DELETE FROM unchecked WHERE act = ?", [(act,)])

    def note_unchecked(self, act: str, file: str, at: datetime) -> None:
        """A rule could not be applied to the act: again at the next pass, then each time twice as late."""
        found = self._select("SELECT tries FROM unchecked WHERE act = ?", (act,))
        tries = found[0][0] if found else 0
        wait = timedelta(minutes=min(2**tries, _LONGEST_MINUTES)) if tries else timedelta()
        self._write("REPLACE INTO unchecked VALUES (?, ?, ?, ?)", [(act, file, tries + 1, _text(at + wait))])

    def is_unchecked(self, act: str) -> bool:
        return bool(self._select("SELECT 1 FROM unchecked WHERE act = ?", (act,)))

    def due_again(self, at: datetime) -> list[str]:
        """The files with acts that are to be looked at again."""
        query = "SELECT DISTINCT file FROM unchecked WHERE next_at <= ? ORDER BY file"
        return [str(row[0]) for row in self._select(query, (_text(at),))]

    def note_photo(self, case: str, digest: str, photo_hash: int | None) -> None:
        """``photo_hash`` is None for one that shows nothing: it is like its own copies alone."""
        bands = bands_of(photo_hash) if photo_hash is not None else (None,) * 4
        kept = "" if photo_hash is None else f"{photo_hash:016x}"
        self._write("REPLACE INTO photos VALUES (?, ?, ?, ?, ?, ?, ?)", [(digest, case, kept, *bands)])

    def find_alike(self, case: str, digest: str, photo_hash: int | None) -> list[SeenPhoto]:
        """Photos of other cases: copies, then those that differ in few bits, the nearest first."""
        copies = self._select("SELECT digest, number, hash FROM photos WHERE digest = ?", (digest,))
        near = self._select(_ALIKE, bands_of(photo_hash)) if photo_hash is not None else []
        seen = {SeenPhoto(same, number, 0) for same, number, _ in copies if number != case}
        for other, number, kept in near:
            bits = bits_between(photo_hash or 0, int(kept, 16))
            if number != case and other != digest and bits <= ALIKE_BITS:
                seen.add(SeenPhoto(other, number, bits))
        return sorted(seen, key=lambda photo: (photo.bits, photo.case, photo.digest))[:_MOST_ALIKE]

    def forget(self, case: str) -> None:
        """Nothing of an erased case is compared with what comes later, and no hash of its photos is left."""
        for query in _FORGET:
            self._write(query, [(case,)])

    def note_identities(self, case: str, numbers: Collection[str]) -> None:
        self._write("REPLACE INTO identities VALUES (?, ?)", [(_digest(one), case) for one in numbers])

    def find_identity(self, case: str, number: str) -> list[str]:
        """Other cases in which the identity number stands."""
        query = "SELECT number FROM identities WHERE digest = ? ORDER BY number"
        found = self._select(query, (_digest(number),))
        return [other for (other,) in found if other != case]

    def note_visit(self, assessor: str, visit: SeenVisit) -> None:
        values = (assessor, visit.case, visit.round, visit.started_at, visit.sealed_at)
        self._write("REPLACE INTO visits VALUES (?, ?, ?, ?, ?)", [values])

    def find_overlapping(self, assessor: str, visit: SeenVisit) -> Iterator[SeenVisit]:
        """Visits of the same assessor to other homes that had begun before this ended, and ended after."""
        asked = (assessor, visit.case, visit.sealed_at, visit.started_at)
        return (SeenVisit(*row) for row in self._select(_OVERLAPPING, asked))

    def _select(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def _write(self, query: str, rows: Sequence[Sequence[Any]]) -> None:
        with self._lock, self._connection:
            self._connection.executemany(query, rows)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _digest(identity_number: str) -> str:
    return hashlib.sha256(identity_number.upper().encode("utf-8")).hexdigest()
