"""Challenges tablets sign for an access token: random, short-lived, used once, kept in memory only."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

LIFETIME: Final = timedelta(minutes=2)
_MOST: Final = 10_000  # more than a district's tablets ask for in two minutes


class Challenges:
    """Open challenges, each bound to the tablet that asked."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[str, datetime]] = {}
        self._lock = Lock()

    def open(self, device: str, now: datetime) -> str:
        """A new challenge for a tablet; the eldest is forgotten when there are too many."""
        challenge = secrets.token_urlsafe(24)
        with self._lock:
            for expired in list(self._expired(now)):
                del self._open[expired]
            if len(self._open) >= _MOST:
                del self._open[next(iter(self._open))]
            self._open[challenge] = (device, now + LIFETIME)
        return challenge

    def use(self, challenge: str, device: str, now: datetime) -> bool:
        """Whether the challenge was this tablet's and still open; either way it is used up."""
        with self._lock:
            owner, until = self._open.pop(challenge, ("", now))
        return owner == device and now < until

    def _expired(self, now: datetime) -> Iterator[str]:
        return (challenge for challenge, (_, until) in self._open.items() if until <= now)
