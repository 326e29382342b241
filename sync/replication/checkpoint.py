"""How far a replication got, kept as a ``_local`` document on both sides.

https://docs.couchdb.org/en/stable/replication/protocol.html#retrieve-replication-logs-from-source-and-target
Sequences are opaque: text from Apache CouchDB, numbers from others. They are compared for equality only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any

Seq = int | str
Log = Mapping[str, Any]

# What CouchDB 3 writes, and how many sessions it keeps.
VERSION = 4
HISTORY = 50


@dataclass(frozen=True, slots=True)
class Session:
    """One run of a replication. ``started_at`` is in UTC; ``since`` where it began."""

    id: str
    started_at: datetime
    since: Seq


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run did, under the names CouchDB gives it in the log."""

    missing_checked: int = 0
    missing_found: int = 0
    docs_read: int = 0
    docs_written: int = 0
    doc_write_failures: int = 0


def checkpoint_id(source: str, target: str, doc_ids: Sequence[str] | None) -> str:
    """The same two databases (by address) and the same choice of documents share a checkpoint."""
    seed = json.dumps(["ruhu", source, target, sorted(doc_ids) if doc_ids is not None else None])
    return hashlib.sha256(seed.encode()).hexdigest()[:32]


def common_sequence(mine: Log, theirs: Log) -> Seq:
    """How far both sides got together, by the newest session both remember; 0 where there is none.

    Where the two records of a session differ, it was cut short between writing them, or one side was since
    restored from a copy. The earlier record is right in either case, and which is earlier the count of
    revisions looked at says: sequences have no order that a client may know.
    """
    known = {one.get("session_id"): one for one in _history(mine)}
    for one in _history(theirs):
        records = [entry for entry in (known.get(one.get("session_id")), one) if entry is not None]
        if len(records) == 2 and all(_holds_a_place(entry) for entry in records):
            recorded: Seq = min(records, key=lambda entry: int(entry["missing_checked"]))["recorded_seq"]
            return recorded
    return 0


def _holds_a_place(entry: Mapping[str, Any]) -> bool:
    return isinstance(entry.get("recorded_seq"), int | str) and isinstance(entry.get("missing_checked"), int)


def next_log(known: Log, session: Session, reached: Seq, counts: Counts, now: datetime) -> dict[str, Any]:
    """The log with this session's entry first, in place of the one it wrote before."""
    entry = {
        "session_id": session.id,
        "start_time": format_datetime(session.started_at, usegmt=True),
        "end_time": format_datetime(now, usegmt=True),
        "start_last_seq": session.since,
        "end_last_seq": reached,
        "recorded_seq": reached,
        "missing_checked": counts.missing_checked,
        "missing_found": counts.missing_found,
        "docs_read": counts.docs_read,
        "docs_written": counts.docs_written,
        "doc_write_failures": counts.doc_write_failures,
    }
    earlier = [one for one in _history(known) if one.get("session_id") != session.id]
    return {
        **{key: known[key] for key in ("_id", "_rev") if key in known},
        "session_id": session.id,
        "source_last_seq": reached,
        "replication_id_version": VERSION,
        "history": [entry, *earlier][:HISTORY],
    }


def _history(log: Log) -> list[dict[str, Any]]:
    history = log.get("history")
    return [one for one in history if isinstance(one, dict)] if isinstance(history, list) else []
