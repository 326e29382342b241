"""How an index that is kept stands against the casebook, read beside the process that keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.records.cache import read_meta
from server.records.index import FOLDING, VERSION
from sync.couch import Database

_PAGE: Final = 1000


@dataclass(frozen=True)
class IndexState:
    """``behind`` counts acts it has not folded, the first of them of ``oldest_at`` (an instant, or empty)."""

    folding: str
    is_current: bool
    behind: int
    oldest_at: str


def read_state(path: Path, casebook: Database) -> IndexState | None:
    """The state of the index at ``path``; None where there is none, or it was never filled to the end."""
    meta = read_meta(path)
    if not meta.get("since"):
        return None
    if meta["version"] != VERSION:
        return IndexState("", False, 0, "")
    behind, oldest = _count_behind(casebook, meta["since"])
    return IndexState(FOLDING, True, behind, oldest)


def _count_behind(casebook: Database, since: str) -> tuple[int, str]:
    behind, oldest, place = 0, "", since
    while True:
        rows, following = casebook.changes(place, limit=_PAGE)
        acts = [row["id"] for row in rows if row["id"].startswith("act:")]
        if acts and not behind:
            oldest = str((casebook.find(acts[0]) or {}).get("at", ""))
        behind += len(acts)
        if len(rows) < _PAGE:
            return behind, oldest
        place = str(following)
