"""Wakes those who wait for a change of a database."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Mapping


class Notifier:
    """Waiting room of the live feeds, bounded so that they never take every thread of the server.

    When it is full, the one who waits longest is answered early: its client simply asks again.
    """

    def __init__(self, seats: int) -> None:
        self.seats = seats
        self._lock = threading.Lock()
        self._waiting: dict[threading.Event, frozenset[int] | None] = {}
        self._news: dict[str, tuple[int, str]] = {}
        self.news_seq = 0
        self.mark = secrets.token_hex(8)

    def remember(self, names: Iterable[str]) -> None:
        """The databases there are when the store is opened: the first news."""
        for name in names:
            self._note(name, "updated")

    def wake(self, databases: Mapping[int, str]) -> None:
        """Something was committed in these databases (number → name)."""
        if not databases:
            return
        with self._lock:
            for name in databases.values():
                self._note(name, "updated")
            for event, wanted in self._waiting.items():
                if wanted is None or not wanted.isdisjoint(databases):
                    event.set()

    def rouse(self, number: int) -> None:
        """Those who wait for this database look again whether they still may; nothing was committed."""
        with self._lock:
            for event, wanted in self._waiting.items():
                if wanted is not None and number in wanted:
                    event.set()

    def announce(self, name: str, kind: str) -> None:
        """A database was ``created`` or ``deleted`` (``_db_updates``)."""
        with self._lock:
            self._note(name, kind)
            for event, wanted in self._waiting.items():
                if wanted is None:
                    event.set()

    def news_after(self, seq: int) -> list[tuple[int, str, str]]:
        """Sequence, database and kind of the latest event of each database since."""
        with self._lock:
            return [(one, name, kind) for name, (one, kind) in self._news.items() if one > seq]

    def _note(self, name: str, kind: str) -> None:
        self.news_seq += 1
        self._news.pop(name, None)
        self._news[name] = (self.news_seq, kind)

    def enter(self, databases: frozenset[int] | None) -> Seat:
        """Take a seat *before* looking for changes, so that none is missed; None: every database."""
        event = threading.Event()
        seat = Seat(self, event)
        with self._lock:
            if len(self._waiting) >= self.seats:
                eldest = next(iter(self._waiting))
                del self._waiting[eldest]
                eldest.set()
            self._waiting[event] = databases
        return seat

    def holds(self, event: threading.Event) -> bool:
        with self._lock:
            return event in self._waiting

    def leave(self, event: threading.Event) -> None:
        with self._lock:
            self._waiting.pop(event, None)


class Seat:
    """One who waits. ``wait`` says whether there may be something new."""

    def __init__(self, room: Notifier, event: threading.Event) -> None:
        self._room = room
        self._event = event

    def wait(self, seconds: float) -> bool:
        found = self._event.wait(seconds)
        self._event.clear()
        return found

    @property
    def evicted(self) -> bool:
        """The room was full and this seat was given to another."""
        return not self._room.holds(self._event)

    def leave(self) -> None:
        self._room.leave(self._event)
