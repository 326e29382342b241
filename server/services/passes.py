"""What the reconciler's passes left unsettled; since when, the office remembers over a restart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock


@dataclass
class Passes:
    """What the passes of the reconciler beside this server left unsettled; shared between threads."""

    ended_at: datetime | None = None
    since: dict[str, datetime] = field(default_factory=dict)  # assessor → first seen unsettled
    waiting: dict[str, int] = field(default_factory=dict)  # assessor → uploads that wait for something
    failed: frozenset[str] = frozenset()
    _lock: Lock = field(default_factory=Lock)

    def note(
        self,
        waiting: Mapping[str, int],
        failed: Collection[str],
        at: datetime,
        since: Mapping[str, datetime],
    ) -> bool:
        """A pass ended at ``at``; ``waiting`` and ``failed`` name outboxes by their assessor.

        ``since`` is what is remembered from before; whether that is to be remembered otherwise now.
        """
        with self._lock:
            self.ended_at, self.failed = at, frozenset(failed)
            self.waiting = {name: count for name, count in waiting.items() if count}
            behind = {*self.waiting, *self.failed}
            self.since = {name: since.get(name, at) for name in sorted(behind)}
            return self.since != dict(since)
