"""What of the office stands for long and is asked for on every page: areas, people, tablets, holidays.

A thread that follows, as one that answers a request does, knows them from one request to the next. What
anybody in this process writes is seen at once; what another process wrote, from the next request on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from server.records.entries import Area, Assessor, Device, Entry, Holidays, Profile, User
from sync.couch import Database

_KINDS: Final[tuple[type[Entry], ...]] = (Area, User, Assessor, Device, Holidays, Profile)
_TYPES: Final = frozenset(kind.type for kind in _KINDS)
_PAGE: Final = 1000
Read = Callable[[type[Entry]], Mapping[str, Any]]  # every entry of a kind by its id, in order


class Standing:
    """Follows the changes of the office, shared between threads."""

    def __init__(self, database: Database, read: Read) -> None:
        self._database, self._read = database, read
        self._lock = threading.Lock()
        self._mine = threading.local()
        self._known: dict[str, Mapping[str, Any]] = {}
        self._since: int | str | None = None
        self._writes = 0

    def follow(self) -> None:
        """From here on this thread takes what is known, beginning with what changed until now."""
        self._mine.seen = -1

    def leave(self) -> None:
        """This thread reads the store itself again."""
        self._mine.seen = None

    def find(self, kind: type[Entry]) -> Mapping[str, Any] | None:
        """Every entry of a kind by its id; None for a thread that does not follow and a kind that moves."""
        if kind.type not in _TYPES or getattr(self._mine, "seen", None) is None:
            return None
        with self._lock:
            if self._mine.seen != self._writes:
                self._mine.seen = self._writes
                self._catch_up()
            if kind.type not in self._known:
                self._known[kind.type] = self._read(kind)
            return self._known[kind.type]

    def note_written(self, kind: str) -> None:
        """Somebody in this process wrote an entry: whoever follows looks for changes first."""
        if kind in _TYPES:
            with self._lock:
                self._writes += 1

    def _catch_up(self) -> None:
        """Forgets the kinds of which something changed."""
        if self._since is None:
            self._since = self._database.info()["update_seq"]
            return
        while True:
            rows, self._since = self._database.changes(self._since, limit=_PAGE)
            for row in rows:
                self._known.pop(row["id"].partition(":")[0], None)
            if len(rows) < _PAGE:
                return
