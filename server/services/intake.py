"""Visits that were judged sound wait here a moment and enter the record together, in one write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from server.domain.act import Act
from server.errors import Refusal
from server.services.district import District
from server.services.visits import Sound, receive_visits

_MOST_BYTES: Final = 4_000_000  # of photos in hand: with photos of half a megabyte a visit enters alone


class Intake:
    """What waits, at most one visit a case; ``settle`` takes a visit's act, or why there is none after all.

    Whoever reads a case that waits here would not see its visit: ask ``holds`` first.
    """

    def __init__(self, district: District) -> None:
        self._district = district
        self._waiting: dict[str, tuple[Sound, Callable[[Act | Refusal], None]]] = {}
        self._bytes = 0

    def add(self, sound: Sound, settle: Callable[[Act | Refusal], None]) -> None:
        self._waiting[sound.visit.case] = sound, settle
        self._bytes += sum(map(len, sound.photos.values()))
        if self._bytes > _MOST_BYTES:
            self.enter()

    def holds(self, case: str) -> bool:
        return case in self._waiting

    def enter(self) -> None:
        """Everything that waits enters the record."""
        waiting, self._waiting, self._bytes = list(self._waiting.values()), {}, 0
        if waiting:
            acts = receive_visits(self._district, [sound for sound, _ in waiting])
            for (_, settle), act in zip(waiting, acts, strict=True):
                settle(act)
