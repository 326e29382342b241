"""What was read once is known for a while: a pass of the reconciler asks for the same things again and again.

While it is open, the thread that opened it reads each thing once. Whatever anybody in the process writes is
forgotten, or known anew, at once; nothing is known any more when it is closed, and it is closed soon, since
another process may write as well.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Memory(Generic[Thing]):
    """Things by the group that is forgotten together, and by a key within it."""

    def __init__(self) -> None:
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._open: list[dict[str, dict[str, Thing]]] = []
        self._writes = 0

    @contextmanager
    def open(self) -> Iterator[None]:
        """For this thread; opened again within, it is the same."""
        if self._known is not None:
            yield
            return
        known: dict[str, dict[str, Thing]] = {}
        self._mine.known = known
        with self._lock:
            self._open.append(known)
        try:
            yield
        finally:
            self._mine.known = None
            with self._lock:
                self._open = [other for other in self._open if other is not known]

    def recall(self, group: str, key: str, read: Callable[[], Thing]) -> Thing:
        """The thing as it is known, else as it is read now."""
        known = self._known
        if known is None:
            return read()
        with self._lock:
            things, writes = known.get(group, {}), self._writes
            if key in things:
                return things[key]
        thing = read()
        with self._lock:
            if writes == self._writes:  # else it may have been read before that was written
                known.setdefault(group, {})[key] = thing
        return thing

    def forget(self, group: str) -> None:
        """Something of the group was written."""
        with self._lock:
            self._writes += 1
            for known in self._open:
                known.pop(group, None)

    def change(self, group: str, changed: Callable[[Thing], Thing | None]) -> None:
        """What is known of a group was written on: ``changed`` says to what, None where that is not known."""
        with self._lock:
            self._writes += 1
            for known in self._open:
                things = {key: changed(thing) for key, thing in known.pop(group, {}).items()}
                known[group] = {key: thing for key, thing in things.items() if thing is not None}

    @property
    def _known(self) -> dict[str, dict[str, Thing]] | None:
        return getattr(self._mine, "known", None)
