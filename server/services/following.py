"""The index of a web process that only reads: it follows what the appender writes, within a second."""

from __future__ import annotations

import logging
from contextlib import suppress
from threading import Event
from typing import Final

from server.domain.part_erasure import PART_ERASED
from server.domain.retention import ERASED
from server.errors import Refusal
from server.services.clocks import recount
from server.services.district import District
from sync.couch import CouchError

_EVERY_SECONDS: Final = 0.4
_log: Final = logging.getLogger(__name__)


def run_beside(district: District, stop: Event) -> None:
    """Folds what changed until ``stop``; a store that does not answer is asked again."""
    follower = Follower(district)
    while not stop.wait(_EVERY_SECONDS):
        try:
            follower.catch_up()
        except (CouchError, Refusal):
            _log.exception("index: could not follow; the next pass goes on from the same place")


class Follower:
    """What the index was folded by besides the acts: holidays are no acts, and deadlines move with them."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._calendar = district.calendar()

    def catch_up(self) -> int:
        """Folds the files that changed, and all with deadlines where the holidays did; returns how many."""
        files = self._district.index.catch_up()
        if any(map(self._is_gone, files)):
            self._district.index.forget_words()  # nor can they be read in this process's own file
        folded = len(files)
        calendar = self._district.calendar()
        if calendar != self._calendar:
            folded += recount(self._district)
            self._calendar = calendar
        return folded

    def _is_gone(self, file: str) -> bool:
        """Whether what was done last to a file took away what identifies people."""
        with suppress(CouchError, Refusal):  # one that broke is told of elsewhere
            last = self._district.casebook.last(file)
            return last is not None and last.kind in (ERASED, PART_ERASED)
        return False
