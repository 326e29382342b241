"""What of the office is counted on every page: open flags by place, open uploads set aside by assessor.

It follows the office's changes, whoever writes them, so that a page costs what is new and not what there is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

from sync.couch import Database

FLAG: Final = "flag:"
SET_ASIDE: Final = "set-aside:"
_PAGE: Final = 1000
Place = tuple[str, str]


class Tallies:
    """Counts over the office database; shared between threads."""

    def __init__(self, office: Database) -> None:
        self._office = office
        self._lock = Lock()
        self._since: int | str = 0
        self._open: dict[str, Place] = {}  # document id → what it is counted under
        self._counts: Counter[tuple[str, Place]] = Counter()
        self._codes: dict[str, str] = {}  # of open flags, by document id
        self._flags: defaultdict[str, Counter[str]] = defaultdict(Counter)  # by code, and of any

    def open_flags(self) -> Mapping[Place, int]:
        """How many flags nobody put away, by street and community."""
        return self._of(FLAG)

    def flagged(self, code: str = "") -> frozenset[str]:
        """The numbers of the cases with a flag nobody put away, with ``code`` of that kind."""
        with self._lock:
            self._catch_up()
            return frozenset(case for case, count in self._flags.get(code, {}).items() if count)

    def open_set_asides(self) -> Mapping[str, int]:
        """How many uploads nobody decided on, by the assessor who sent them."""
        return {assessor: count for (assessor, _), count in self._of(SET_ASIDE).items()}

    def _of(self, kind: str) -> dict[Place, int]:
        with self._lock:
            self._catch_up()
            return {place: count for (of, place), count in self._counts.items() if of == kind and count}

    def _catch_up(self) -> None:
        while True:
            rows, since = self._office.changes(self._since, limit=_PAGE)
            ids = [row["id"] for row in rows if row["id"].startswith((FLAG, SET_ASIDE))]
            documents = {document["_id"]: document for document in self._office.all(keys=ids)} if ids else {}
            for document_id in ids:
                self._count(document_id, documents.get(document_id))
            self._since = since
            if len(rows) < _PAGE:
                return

    def _count(self, document_id: str, document: Mapping[str, Any] | None) -> None:
        kind = FLAG if document_id.startswith(FLAG) else SET_ASIDE
        before = self._open.pop(document_id, None)
        if before is not None:
            self._counts[kind, before] -= 1
        place = _place_of(kind, document) if document else None
        if kind == FLAG:
            self._note_flag(document_id, str(document.get("code")) if document and place else None)
        if place is not None:
            self._open[document_id] = place
            self._counts[kind, place] += 1

    def _note_flag(self, document_id: str, code: str | None) -> None:
        """A flag is open under ``code``; None where nobody has to look at it any more."""
        case, before = _case_of(document_id), self._codes.pop(document_id, None)
        for counted, step in ((before, -1), (code, 1)):
            if counted is not None:
                self._flags[counted][case] += step
                self._flags[""][case] += step
        if code is not None:
            self._codes[document_id] = code


def _case_of(document_id: str) -> str:
    """The case of a flag, whose entry is ``<case>:<digest>``."""
    return document_id.removeprefix(FLAG).partition(":")[0]


def _place_of(kind: str, document: Mapping[str, Any]) -> Place | None:
    """Under what a document is counted; None where it was put away or decided."""
    if kind == FLAG:
        place = (str(document.get("street")), str(document.get("community")))
        return None if document.get("dismissed") else place
    is_open = not document.get("decided") and not document.get("returned")
    return (str(document.get("assessor")), "") if is_open else None
