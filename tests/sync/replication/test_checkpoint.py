"""The log of a replication: what CouchDB's protocol says it holds, and where two of them agree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sync.replication.checkpoint import (
    HISTORY,
    Counts,
    Seq,
    Session,
    checkpoint_id,
    common_sequence,
    next_log,
)

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
OPAQUE = "12-g1AAAACReJzLYWBgYM5gTmHgz8tPSTV0MDQy1zMAQsMckEQiQ1L9"


def log(
    known: dict[str, Any], session: str, reached: Seq, since: Seq = 0, checked: int = 5
) -> dict[str, Any]:
    return next_log(
        known, Session(session, NOW, since), reached, Counts(checked, 4, 3, 2, 1), NOW + timedelta(seconds=2)
    )


def test_a_log_has_the_members_of_the_protocol() -> None:
    written = log({"_id": "_local/x", "_rev": "0-1"}, "s1", OPAQUE, since=0)
    assert written == {
        "_id": "_local/x",
        "_rev": "0-1",
        "session_id": "s1",
        "source_last_seq": OPAQUE,
        "replication_id_version": 4,
        "history": [
            {
                "session_id": "s1",
                "start_time": "Tue, 24 Nov 2026 08:30:00 GMT",
                "end_time": "Tue, 24 Nov 2026 08:30:02 GMT",
                "start_last_seq": 0,
                "end_last_seq": OPAQUE,
                "recorded_seq": OPAQUE,
                "missing_checked": 5,
                "missing_found": 4,
                "docs_read": 3,
                "docs_written": 2,
                "doc_write_failures": 1,
            }
        ],
    }


def test_a_session_has_one_entry_and_the_newest_is_first() -> None:
    known = log(log({}, "s1", 10), "s2", 20)
    again = log(known, "s2", 30)
    assert [(one["session_id"], one["recorded_seq"]) for one in again["history"]] == [("s2", 30), ("s1", 10)]


def test_no_more_sessions_are_kept_than_couchdb_keeps() -> None:
    known: dict[str, Any] = {}
    for n in range(HISTORY + 5):
        known = log(known, f"s{n}", n)
    assert len(known["history"]) == HISTORY
    assert known["history"][0]["recorded_seq"] == HISTORY + 4


def test_both_sides_agree_on_the_newest_common_session() -> None:
    both = log(log({}, "s1", 10), "s2", OPAQUE)
    assert common_sequence(both, both) == OPAQUE
    assert common_sequence(log(both, "s3", 30), both) == OPAQUE
    assert common_sequence(both, log(both, "s4", 40)) == OPAQUE


def test_of_a_session_whose_two_records_differ_the_earlier_one_counts() -> None:
    earlier, later = log({}, "s1", "9-zz", checked=9), log({}, "s1", "10-aa", checked=10)
    assert common_sequence(earlier, later) == "9-zz"
    assert common_sequence(later, earlier) == "9-zz"


def test_without_a_common_session_it_starts_from_nothing() -> None:
    assert common_sequence({}, {}) == 0
    assert common_sequence(log({}, "s1", 10), {}) == 0
    assert common_sequence(log({}, "s1", 10), log({}, "s2", 10)) == 0


def test_a_log_that_is_none_starts_from_nothing() -> None:
    assert common_sequence({"history": "gone"}, {"history": [7, {"session_id": "s1"}]}) == 0
    torn = {"history": [{"session_id": "s1", "recorded_seq": None, "missing_checked": 1}]}
    assert common_sequence(torn, torn) == 0


def test_another_place_or_another_choice_has_another_checkpoint() -> None:
    one = checkpoint_id("http://a/x", "http://b/x", None)
    others = [
        checkpoint_id("http://b/x", "http://a/x", None),
        checkpoint_id("http://a/x", "http://b/y", None),
        checkpoint_id("http://a/x", "http://b/x", []),
        checkpoint_id("http://a/x", "http://b/x", ["a"]),
    ]
    assert len({one, *others}) == 5
    assert checkpoint_id("s", "t", ["b", "a"]) == checkpoint_id("s", "t", ["a", "b"])
