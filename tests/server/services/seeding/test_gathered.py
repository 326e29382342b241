"""What is gathered in memory answers like the store, and arrives in it whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.services.seeding.gathered import GatheredCouch
from sync.couch import Conflict, Couch, Database, NotFound, open_embedded
from sync.embedded.store import open_store

IDS = ["act:SL-1:000001", "act:SL-1:000002", "act:SL-10:000001", "b", "中"]


@pytest.fixture
def stored(tmp_path: Path) -> Couch:
    return open_embedded(open_store(tmp_path / "store"))


@pytest.fixture
def both(stored: Couch) -> list[Database]:
    databases = [GatheredCouch().database("casebook"), stored.database("casebook")]
    for database in databases:
        database.put_all([{"_id": doc_id, "n": n} for n, doc_id in enumerate(IDS)])
    return databases


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"start": "act:SL-1:", "end": "act:SL-1:\ufff0"},
        {"start": "act:SL-1:\ufff0", "end": "act:SL-1:", "limit": 1, "descending": True},
        {"start": "act:SL-1\ufff0", "end": "act:SL-1", "limit": 1, "descending": True},
        {"start": "b", "limit": 1},
        {"end": "b", "limit": 2},
        {"keys": ["b", "none", IDS[0]]},
        {"start": "x", "end": "a"},
    ],
)
def test_a_range_is_the_range_of_the_store(both: list[Database], asked: dict[str, Any]) -> None:
    gathered, stored = ([document["_id"] for document in database.all(**asked)] for database in both)
    assert gathered == stored


def _write_twice(database: Database) -> None:
    database.create({"_id": "b"})


def _put_on_another(database: Database) -> None:
    database.put({"_id": "b", "_rev": "1-0123456789abcdef0123456789abcdef"})


@pytest.mark.parametrize("write", [_write_twice, _put_on_another])
def test_what_stands_there_is_not_written_over(
    both: list[Database], write: Callable[[Database], None]
) -> None:
    for database in both:
        with pytest.raises(Conflict):
            write(database)
        assert database.get("b")["n"] == IDS.index("b")


def test_what_is_deleted_is_gone(both: list[Database]) -> None:
    for database in both:
        database.delete(database.get("b"))
        assert database.find("b") is None
        with pytest.raises(NotFound):
            database.get("b")
        assert "b" not in [document["_id"] for document in database.all()]


def test_a_document_handed_out_is_not_the_one_kept() -> None:
    database = GatheredCouch().database("casebook")
    facts = {"members": ["m1"]}
    database.create({"_id": "a", "facts": facts})
    facts["members"].append("m2")
    assert database.get("a")["facts"] == {"members": ["m1"]}


def test_everything_arrives_with_its_photos_and_who_may_read_it(stored: Couch) -> None:
    gathered = GatheredCouch()
    evidence = gathered.database("evidence")
    evidence.create_with_attachment({"_id": "photo:1"}, "photo", b"\xff\xd8bytes", "image/jpeg")
    evidence.put({**evidence.get("photo:1"), "length": 7})
    tasks = gathered.database("tasks-a-0217", shards=1, revs_limit=50)
    tasks.set_security({"members": {"roles": ["tablet"]}})
    assert gathered.write_to(stored) == 1
    assert stored.database("evidence").get("photo:1")["length"] == 7
    assert stored.database("evidence").get_attachment("photo:1", "photo") == b"\xff\xd8bytes"
    assert stored.at("tasks-a-0217").security()["members"] == {"roles": ["tablet"]}
    assert stored.at("tasks-a-0217").revs_limit() == 50
