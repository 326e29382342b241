"""Any database to any other: all leaves, all attachments, resumable, provably the same."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sync.couch import Couch, Database, open_embedded, open_server
from sync.embedded import open_store
from sync.replicate import Difference, Progress, compare, replicate

A, B, C = ("a" * 32, "b" * 32, "c" * 32)


def fill(database: Database) -> None:
    database.bulk([{"_id": f"act:{n:06}", "n": n, "名": "张"} for n in range(450)])
    for n in range(3):
        photo = bytes([n]) * 70_000
        database.create_with_attachment({"_id": f"photo:{n}"}, "photo", photo, "image/jpeg")
    conflict = [{"_id": "one", "_revisions": {"start": 2, "ids": [side, A]}, "side": side} for side in (B, C)]
    database.bulk(conflict, new_edits=False)
    database.delete(database.get("act:000003"))


def admin_of(url: str) -> Couch:
    parts = urlsplit(url)
    return open_server(
        f"http://{parts.hostname}:{parts.port}", basic=(parts.username or "", parts.password or "")
    )


@pytest.fixture
def target(couch_url: str, name: str) -> Database:
    return admin_of(couch_url).database(name)


def test_everything_moves_and_is_proven_equal(couch: Couch, target: Database) -> None:
    source = couch.database("casebook")
    fill(source)
    seen: list[Progress] = []
    done = replicate(source, target, report=seen.append)
    assert done.written == 450 + 3 + 2
    assert len(seen) == 3
    assert list(compare(source, target)) == []
    assert target.get_attachment("photo:2", "photo") == b"\2" * 70_000
    assert target.get("one", conflicts=True)["_conflicts"] == [f"2-{B}"]


def test_it_goes_on_where_it_stopped(couch: Couch, target: Database) -> None:
    source = couch.database("casebook")
    fill(source)
    replicate(source, target)
    assert replicate(source, target) == Progress()
    source.create({"_id": "later"})
    assert replicate(source, target).read == 1
    assert target.get("later")["_id"] == "later"


def test_it_comes_back(couch: Couch, target: Database, tmp_path: Path) -> None:
    source = couch.database("casebook")
    fill(source)
    replicate(source, target)
    store = open_store(tmp_path / "back")
    back = open_embedded(store).database("casebook")
    replicate(target, back)
    assert list(compare(source, back)) == []
    store.close()


def test_only_some_documents(couch: Couch, target: Database) -> None:
    source = couch.database("casebook")
    fill(source)
    assert replicate(source, target, doc_ids=["act:000001", "photo:1"]).written == 2
    assert [document["_id"] for document in target.all()] == ["act:000001", "photo:1"]


def test_a_difference_is_found_and_named(couch: Couch, target: Database) -> None:
    source = couch.database("casebook")
    fill(source)
    replicate(source, target)
    target.put({**target.get("act:000001"), "n": "changed"})
    assert list(compare(source, target)) == [Difference("act:000001", "leaf revisions")]


def test_a_continuous_replication_follows(couch: Couch, target: Database) -> None:
    source = couch.database("casebook")
    source.create({"_id": "first"})
    rounds = iter([True, True, False])

    def wanted() -> bool:
        going = next(rounds)
        if not going:
            return False
        source.create({"_id": f"next-{len(list(source.all()))}"})
        return True

    replicate(source, target, continuous=True, wanted=wanted)
    assert list(compare(source, target)) == []
