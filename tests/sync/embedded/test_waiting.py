"""Live feeds are bounded: whoever waits longest gives up the seat, and writes are never starved."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from sync.couch import open_embedded
from sync.embedded import open_store
from sync.embedded.notifier import Notifier
from tests.sync.http import Client
from tests.sync.processes import StoreProcess


def test_the_eldest_gives_up_the_seat() -> None:
    room = Notifier(2)
    first, second, third = (room.enter(frozenset([1])) for _ in range(3))
    assert first.evicted
    assert first.wait(0)
    assert not second.evicted
    room.wake({2: "other"})
    assert not third.wait(0)
    room.wake({1: "one"})
    assert second.wait(0)
    assert third.wait(0)
    third.leave()


def test_more_long_polls_than_threads_leave_room_for_writes(tmp_path: Path) -> None:
    options = ("--threads", "8", "--waiting", "4")
    with StoreProcess(tmp_path / "data", options=options) as process:
        db = Client(process.url.replace("//", "//admin:secret@")).at("busy")
        db.put()
        answers: list[int] = []

        def poll() -> None:
            answers.append(db.get("_changes", feed="longpoll", since="now", timeout=20_000).status)

        polls = [threading.Thread(target=poll) for _ in range(20)]
        for one in polls:
            one.start()
        time.sleep(0.5)
        start = time.monotonic()
        assert db.put("urgent", {}).status == 201
        assert time.monotonic() - start < 2
        for number in range(20):
            db.put(f"more-{number}", {})
        for one in polls:
            one.join(25)
        assert answers == [200] * 20


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    database = open_embedded(store).database("one")

    def write(number: int) -> None:
        for count in range(25):
            database.create({"_id": f"{number}-{count}"})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    rows, _ = database.changes()
    assert len(rows) == len({row["seq"] for row in rows}) == database.info()["doc_count"] == 200
    store.close()
