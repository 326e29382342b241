"""Any database to any other: all leaves, all attachments, resumable."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sync.couch import Couch, Database, Unavailable, open_embedded, open_server
from sync.embedded import open_store
from sync.replication import Progress, Refused, compare, replicate
from sync.replication.checkpoint import checkpoint_id
from tests.sync.processes import StoreProcess
from tests.sync.replication.samples import LARGE, ODD_IDS, SMALL, B, admin_of, fill
from tests.sync.tokens import PUBLIC_KEYS_OPTION, bearer, claims


def log_of(source: Database, target: Database, side: Database) -> dict[str, Any]:
    log = side.local(checkpoint_id(source.address, target.address, None))
    assert log is not None
    return log


def test_everything_moves(couch: Couch, target: Database) -> None:
    source = couch.database("casebook")
    leaves = fill(source)
    seen: list[Progress] = []
    done = replicate(source, target, report=seen.append)
    assert (done.counts.docs_written, done.counts.docs_read) == (leaves, leaves)
    assert (done.refused, done.stopped) == ((), False)
    assert len(seen) > 5
    assert {one.counts.missing_checked + (one.pending or 0) for one in seen} == {leaves}
    assert compare(source, target).differences == ()
    assert target.get_attachment("photo:2", "photo") == b"\2" * 70_000
    assert target.get_attachment("small", "签 名/1") == SMALL
    assert target.get_attachment("odd/附件", 'one "two".txt') == LARGE
    assert target.get_attachment("odd/附件", "empty") == b""
    assert target.get("one", conflicts=True)["_conflicts"] == [f"2-{B}"]
    assert target.get("two", deleted_conflicts=True)["_deleted_conflicts"] == [f"2-{B}"]
    assert target.find("act:000003") is None
    assert all(target.get(doc_id)["odd"] for doc_id in ODD_IDS)


def test_histories_move_with_their_documents(couch: Couch, target: Database) -> None:
    source = couch.database("casebook")
    revs = [source.create({"_id": "x"})]
    for n in range(5):
        revs.append(source.put({"_id": "x", "_rev": revs[-1], "n": n}))
    replicate(source, target)
    history = target.get("x", revs=True)["_revisions"]
    assert [f"{n + 1}-{digest}" for n, digest in enumerate(reversed(history["ids"]))] == revs


def test_it_goes_on_where_it_stopped(couch: Couch, target: Database) -> None:
    source = couch.database("casebook")
    leaves = fill(source)
    first = replicate(source, target)
    again = replicate(source, target)
    assert again.counts == type(again.counts)()
    assert again.start_seq == first.last_seq
    source.create({"_id": "later"})
    assert replicate(source, target).counts.docs_read == 1
    assert target.get("later")["_id"] == "later"
    log = log_of(source, target, target)
    assert log["history"] == log_of(source, target, source)["history"]
    assert [one["docs_written"] for one in log["history"]] == [1, leaves]
    assert log["source_last_seq"] == log["history"][0]["recorded_seq"]


def test_a_target_made_anew_gets_everything_again(couch: Couch, couch_url: str, name: str) -> None:
    source = couch.database("casebook")
    fill(source)
    server = admin_of(couch_url)
    replicate(source, server.database(name))
    server.delete(name)
    done = replicate(source, server.database(name))
    assert (done.start_seq, compare(source, server.database(name)).differences) == (0, ())


def test_it_comes_back(couch: Couch, target: Database, tmp_path: Path) -> None:
    source = couch.database("casebook")
    fill(source)
    replicate(source, target)
    store = open_store(tmp_path / "back")
    back = open_embedded(store).database("casebook")
    replicate(target, back)
    assert compare(source, back).differences == ()
    store.close()


def test_only_some_documents(couch: Couch, target: Database) -> None:
    source = couch.database("casebook")
    fill(source)
    chosen = ["act:000001", "photo:1", "a/b?c=d&e", *(f"none-{n}" * 20 for n in range(1000))]
    assert replicate(source, target, doc_ids=chosen).counts.docs_written == 3
    assert [document["_id"] for document in target.all()] == ["a/b?c=d&e", "act:000001", "photo:1"]
    assert replicate(source, target, doc_ids=chosen).counts.missing_checked == 0
    assert replicate(source, target).counts.docs_written > 3


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
    assert compare(source, target).differences == ()


def test_an_interrupted_run_notes_what_it_did(couch: Couch, target: Database) -> None:
    source = couch.database("casebook")
    leaves = fill(source, 1200)

    def interrupt(progress: Progress) -> None:
        if progress.counts.docs_written > 600:
            raise KeyboardInterrupt

    stopped = replicate(source, target, report=interrupt)
    assert stopped.stopped
    assert log_of(source, target, target)["source_last_seq"] == stopped.last_seq
    rest = replicate(source, target)
    assert rest.start_seq == stopped.last_seq
    assert stopped.counts.docs_written + rest.counts.missing_checked == leaves
    assert rest.counts.missing_checked <= leaves - 600
    assert compare(source, target).differences == ()


def test_a_refused_document_is_named_and_the_rest_goes_on(tmp_path: Path, couch: Couch) -> None:
    source = couch.database("outbox-a-0217")
    source.bulk([{"_id": f"visit:{n}"} for n in range(20)])
    refused = [source.create({"_id": "note:1"})]
    refused += [source.create_with_attachment({"_id": "note:2"}, "a", b"x" * 100_000, "image/png")]
    with StoreProcess(tmp_path / "data", options=("--keys", PUBLIC_KEYS_OPTION)) as process:
        admin = admin_of(process.url.replace("//", "//admin:secret@")).database("outbox-a-0217")
        admin.set_security({"members": {"roles": ["device:thumbprint"]}})
        target = as_tablet(process.url, "outbox-a-0217")
        done = replicate(source, target)
        assert (done.counts.docs_written, done.counts.doc_write_failures) == (20, 2)
        why = (
            "forbidden",
            "An outbox takes only visits, contributions, photos, signatures and calls.",
        )
        assert sorted(done.refused, key=lambda one: one.doc_id) == [
            Refused("note:1", refused[0], *why),
            Refused("note:2", refused[1], *why),
        ]
        assert log_of(source, target, admin)["history"][0]["doc_write_failures"] == 2
        assert replicate(source, target).counts.missing_checked == 0


def as_tablet(url: str, name: str) -> Database:
    return open_server(url, token=bearer(claims()).removeprefix("Bearer ")).at(name)


def test_documents_too_large_for_the_target_are_found_among_the_others(
    tmp_path: Path, couch: Couch, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = couch.database("casebook")
    source.bulk([{"_id": f"act:{n}"} for n in range(30)])
    source.create({"_id": "huge", "text": "x" * 200_000})
    store = open_store(tmp_path / "small", max_document_bytes=100_000)
    target = open_embedded(store).database("casebook")
    done = replicate(source, target)
    assert [(one.doc_id, one.error) for one in done.refused] == [("huge", "document_too_large")]
    assert (done.counts.docs_written, len(list(target.all()))) == (30, 30)
    store.close()


def test_a_damaged_attachment_is_named_and_never_half_written(
    tmp_path: Path, couch: Couch, target: Database
) -> None:
    source = couch.database("casebook")
    fill(source, 5)
    content = next(
        path
        for path in (tmp_path / "store").rglob("*")
        if path.is_file() and path.stat().st_size == 70_000 and path.read_bytes()[0] == 1
    )
    content.chmod(0o600)
    content.write_bytes(b"\1" * 69_999 + b"\2")
    done = replicate(source, target)
    assert [(one.doc_id, one.error) for one in done.refused] == [("photo:1", "source_unreadable")]
    assert target.find("photo:1") is None
    assert target.get_attachment("photo:2", "photo") == b"\2" * 70_000


def test_a_continuous_replication_outlives_its_target(tmp_path: Path, couch: Couch) -> None:
    source = couch.database("casebook")
    fill(source, 50)
    process = StoreProcess(tmp_path / "data")
    url = process.url.replace("//", "//admin:secret@")
    waited, caught_up, ended = threading.Event(), threading.Event(), threading.Event()

    def report(progress: Progress) -> None:
        if progress.waits_for:
            waited.set()
        if progress.pending == 0:
            caught_up.set()

    def run(target: Database) -> None:
        replicate(source, target, continuous=True, report=report, wanted=lambda: not ended.is_set())

    with process:
        target = admin_of(url).database("casebook")
        thread = threading.Thread(target=run, args=(target,))
        thread.start()
        assert caught_up.wait(20)
        process.kill()
        source.create({"_id": "meanwhile"})
        assert waited.wait(20)
        process.start()
        _until(lambda: target.find("meanwhile") is not None)
        ended.set()
        source.create({"_id": "last"})
        thread.join(40)
        assert not thread.is_alive()


def _until(happened: Callable[[], bool], seconds: float = 20) -> None:
    pause = threading.Event()
    for _ in range(int(seconds * 20)):
        if happened():
            return
        pause.wait(0.05)
    raise AssertionError("it did not happen")


def test_a_target_that_is_away_ends_a_run_that_is_not_continuous(couch: Couch) -> None:
    source = couch.database("casebook")
    with pytest.raises(Unavailable):
        replicate(source, admin_of("http://127.0.0.1:9").at("casebook"))
