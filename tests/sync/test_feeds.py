"""Live feeds: bounded, never in the way of a write, never longer than the right to read."""

from __future__ import annotations

import json
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.sync.http import Client
from tests.sync.processes import StoreProcess
from tests.sync.tokens import bearer, claims

FEEDS = ["longpoll", "continuous", "eventsource"]


@pytest.fixture
def member(db: Client) -> Client:
    """A tablet that may read the database for two seconds more."""
    db.put("_security", {"members": {"roles": ["device:thumbprint"]}})
    return db.as_user(bearer(claims(exp=int(time.time()) + 3)))


class Reading(threading.Thread):
    """Reads a feed to its end; ``text`` is what came."""

    def __init__(self, client: Client, path: str = "_changes", **query: object) -> None:
        super().__init__(daemon=True)
        self.connection, self.answer = client.open("GET", path, **query)
        self.socket = self.connection.sock
        self.text = b""

    def run(self) -> None:
        with suppress(OSError, HTTPException):
            while chunk := self.answer.read1(4096):
                self.text += chunk
        self.answer.close()
        self.connection.close()

    def leave(self) -> None:
        """Go away without a word, and wait for the thread."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.join(5)

    def ended(self, seconds: float) -> bool:
        self.join(seconds)
        return not self.is_alive()


@pytest.mark.ruhu_only("comes by token")
@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("more", [{}, {"heartbeat": 200}])
def test_a_feed_ends_with_its_token(member: Client, db: Client, feed: str, more: dict[str, int]) -> None:
    start = time.monotonic()
    reading = Reading(member, feed=feed, since="now", timeout=30_000, **more)
    reading.start()
    assert reading.ended(6)
    assert time.monotonic() - start < 4
    db.put("too-late", {})
    assert b"too-late" not in reading.text
    if feed == "longpoll":
        assert json.loads(reading.text)["results"] == []


@pytest.mark.ruhu_only("comes by token")
@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_ends_when_its_reader_may_no_longer_read(db: Client, feed: str) -> None:
    db.put("_security", {"members": {"roles": ["device:thumbprint"]}})
    member = db.as_user(bearer(claims()))
    reading = Reading(member, feed=feed, since="now", timeout=30_000)
    reading.start()
    time.sleep(0.3)
    assert reading.is_alive()
    db.put("_security", {"members": {"roles": ["device:another"]}})
    db.put("secret", {})
    assert reading.ended(2)
    assert b"secret" not in reading.text
    assert member.get("_changes").status == 403


@pytest.mark.ruhu_only("CouchDB may go on with the new database of the same name")
@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_ends_when_its_database_is_deleted(server: Client, feed: str) -> None:
    db = server.at(f"gone-{secrets.token_hex(4)}")
    db.put()
    reading = Reading(db, feed=feed, since="now", timeout=30_000)
    reading.start()
    time.sleep(0.3)
    db.delete()
    db.put()
    db.put("of-another-database", {})
    assert reading.ended(2)
    assert b"of-another-database" not in reading.text
    db.delete()


def test_a_long_poll_that_ends_without_news_loses_no_change(db: Client) -> None:
    """Whoever goes on from ``last_seq`` sees every change, however the end of a wait and a write meet."""
    seen: set[str] = set()
    since = "now"
    writer = threading.Thread(target=lambda: [db.put(f"doc-{n:02}", {}) for n in range(60)])
    since = db.get("_changes", limit=1).json["last_seq"]
    writer.start()
    still_writing, news = True, True
    while still_writing or news:
        still_writing = writer.is_alive()
        answer = db.get("_changes", feed="longpoll", since=since, timeout=1).json
        news = bool(answer["results"])
        seen |= {row["id"] for row in answer["results"]}
        since = answer["last_seq"]
    assert len(seen) == 60


@pytest.fixture
def small(tmp_path: Path) -> Iterator[StoreProcess]:
    """A server of 16 threads, four of them for feeds."""
    options = ("--threads", "16", "--waiting", "4")
    with StoreProcess(tmp_path / "data", options=options) as process:
        yield process


def test_feeds_beyond_all_threads_do_not_slow_a_write(small: StoreProcess) -> None:
    server = Client(small.url.replace("//", "//admin:secret@"))
    quiet, busy = server.at("quiet"), server.at("busy")
    assert quiet.put().status == busy.put().status == 201
    kinds = ["longpoll", "continuous", "eventsource"]
    feeds = [Reading(quiet, feed=kinds[n % 3], since="now", timeout=20_000) for n in range(16 + 50)]
    for one in feeds:
        one.start()
    took = []
    for number in range(50):
        start = time.monotonic()
        assert busy.put(f"urgent-{number}", {}).status == 201
        took.append(time.monotonic() - start)
    assert sorted(took)[45] < 0.2
    time.sleep(0.5)
    assert sum(one.is_alive() for one in feeds) == 4
    for one in feeds:
        one.leave()
    assert all(one.answer.status == 200 for one in feeds)


def test_the_threads_of_clients_that_went_away_come_back(small: StoreProcess) -> None:
    """The seats are freed as soon as something is to be said; a heartbeat is enough."""
    db = Client(small.url.replace("//", "//admin:secret@")).at("left")
    db.put()
    gone = [db.open("GET", "_changes", feed="continuous", since="now", heartbeat=100) for _ in range(4)]
    for connection, answer in gone:
        answer.close()
        connection.close()
    time.sleep(0.5)
    stay = [Reading(db, feed="continuous", since="now", timeout=20_000) for _ in range(4)]
    for one in stay:
        one.start()
    time.sleep(0.5)
    assert [one.is_alive() for one in stay] == [True] * 4
    for one in stay:
        one.leave()


def test_stalled_uploads_leave_room_for_those_who_ask(small: StoreProcess) -> None:
    db = Client(small.url.replace("//", "//admin:secret@")).at("slow")
    db.put()
    stalled = []
    for number in range(20):
        stalled.append(db.stall("PUT", f"photo-{number}/photo", length=1000, sent=b"abc"))
    start = time.monotonic()
    assert db.get().status == 200
    assert db.get("_changes").json["results"] == []
    assert time.monotonic() - start < 1
    refused = db.put("urgent", {})
    assert refused.refusal == (503, "service_unavailable")
    for connection in stalled:
        connection.close()
    time.sleep(0.3)
    assert db.put("urgent", {}).status == 201
    assert [row["id"] for row in db.get("_changes").json["results"]] == ["urgent"]


def test_open_connections_that_ask_nothing_keep_nobody_out(small: StoreProcess) -> None:
    server = Client(small.url.replace("//", "//admin:secret@"))
    idle = [server.connect() for _ in range(300)]
    start = time.monotonic()
    assert server.get("_all_dbs").status == 200
    assert time.monotonic() - start < 2
    for one in idle:
        one.close()


def test_a_client_that_vanishes_is_asked_whether_it_is_there(small: StoreProcess) -> None:
    """The server's side of a connection has TCP keep-alive: timer 02 in /proc/net/tcp (proc(5))."""
    with Client(small.url).connect() as one:
        time.sleep(0.2)
        ends = f":{small.port:04X}", f":{one.getsockname()[1]:04X}"
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        (timer,) = [row[5][:2] for row in rows if row[1].endswith(ends[0]) and row[2].endswith(ends[1])]
    assert timer == "02"


def test_database_updates_end_with_their_session_and_go_on_after_a_restart(tmp_path: Path) -> None:
    with StoreProcess(tmp_path / "data") as process:
        server = Client(process.url.replace("//", "//admin:secret@"))
        server.put("one")
        since = server.get("_db_updates").json["last_seq"]
        server.put("two")
        process.kill()
        process.start()
        rows = server.get("_db_updates", since=since).json["results"]
        assert {row["db_name"] for row in rows} == {"one", "two"}
        now = server.get("_db_updates", since="now").json
        assert now["results"] == []
        server.put("three")
        rows = server.get("_db_updates", since=now["last_seq"], feed="longpoll").json["results"]
        assert [(row["db_name"], row["type"]) for row in rows] == [("three", "created")]


@pytest.mark.ruhu_only("comes by token")
def test_database_updates_do_not_outlive_their_token(server: Client) -> None:
    admin = server.as_user(bearer(claims(exp=int(time.time()) + 3, **{"_couchdb.roles": ["_admin"]})))
    for feed in ("longpoll", "continuous"):
        reading = Reading(admin, "_db_updates", feed=feed, since="now", timeout=30_000, heartbeat=200)
        reading.start()
        assert reading.ended(5)
