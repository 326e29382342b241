"""Two hundred clients sync at once, alone and while a hundred others wait for changes.

Each does what PouchDB does, on a database of its own: it pushes ten documents, and as a second device
pulls them. Any refusal, and any document that is missing in the end, ends the run.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from typing import Any
from urllib.parse import quote

from tests.bench.figure import Figure, compare, stopwatch, turns
from tests.bench.store.client import Connection, Talk, connect, converse
from tests.bench.store.servers import COUCHDB, EXPRESS_POUCHDB, OURS, Server, open_servers

ROUNDS = 3
CLIENTS, SYNCS, DOCUMENTS = 200, 3, 10
WAITING, PUTS = 100, 100
THROUGHPUT = {EXPRESS_POUCHDB: 1.0, COUCHDB: 1.0}
# express-pouchdb does not wait for the disk, so a single write is only held against CouchDB.
LATENCY = {COUCHDB: 0.5}
ALONE = "200 clients at once"
BESIDE = "200 clients at once while 100 others wait"
PUT = "PUT while 100 others wait"


def figures() -> Iterator[Figure]:
    samples: dict[str, dict[str, list[float]]] = {}
    with open_servers() as servers, ExitStack() as stack:
        crowds = {server.name: stack.enter_context(_crowd(server)) for server in servers}
        for number, server in turns(ROUNDS + 1, servers):
            for name, values in _round(server, crowds[server.name], number):
                taken = samples.setdefault(name, {}).setdefault(server.name, [])
                taken += values if number else []  # the first warms up
        for server in servers:
            _check_all_arrived(server, crowds[server.name])
    for name in (ALONE, BESIDE):
        yield compare(name, "sync/s", OURS, samples[name], THROUGHPUT, more_is_better=True)
    yield compare(PUT, "ms", OURS, samples[PUT], LATENCY)


@contextmanager
def _crowd(server: Server) -> Iterator[list[str]]:
    """A database for each client, and a quiet one for those who wait."""
    names = [f"bench-{secrets.token_hex(6)}" for _ in range(CLIENTS + 1)]
    with connect(server.url) as [connection]:
        for name in names:
            connection.ask(connection.message("PUT", f"/{name}"))
    try:
        yield names
    finally:
        with connect(server.url) as [connection]:
            for name in names:
                connection.ask(connection.message("DELETE", f"/{name}"))


def _round(server: Server, names: list[str], number: int) -> Iterator[tuple[str, list[float]]]:
    quiet = names[-1]
    yield ALONE, [_all_sync(server, names, f"{number}a")]
    with _others_waiting(server, quiet):
        yield PUT, list(_put(server, quiet, number))
        yield BESIDE, [_all_sync(server, names, f"{number}b")]


def _all_sync(server: Server, names: list[str], mark: str) -> float:
    """Syncs a second."""
    with connect(server.url, CLIENTS) as connections:
        clients = zip(connections, names, strict=False)
        talks = [(one, _sync_often(one, f"/{name}", mark)) for one, name in clients]
        return 1000 * CLIENTS * SYNCS / stopwatch(lambda: converse(talks))


def _sync_often(connection: Connection, database: str, mark: str) -> Talk[None]:
    since = str((yield connection.message("GET", database)).check().json["update_seq"])
    for number in range(SYNCS):
        documents = [_document(f"visit:{mark}:{number}:{n}") for n in range(DOCUMENTS)]
        yield from _push(connection, database, mark, documents)
        since = yield from _pull(connection, database, mark, since)


def _push(connection: Connection, database: str, mark: str, documents: list[dict[str, Any]]) -> Talk[None]:
    checkpoint = yield from _begin(connection, database, f"push-{mark}")
    asked = {one["_id"]: [one["_rev"]] for one in documents}
    missing = yield _post(connection, f"{database}/_revs_diff", asked)
    assert len(missing.check().json) == DOCUMENTS
    written = yield _post(connection, f"{database}/_bulk_docs", {"docs": documents, "new_edits": False})
    assert written.check().json == []
    yield from _end(connection, database, checkpoint, mark)


def _pull(connection: Connection, database: str, mark: str, since: str) -> Talk[str]:
    checkpoint = yield from _begin(connection, database, f"pull-{mark}")
    feed = f"{database}/_changes?style=all_docs&limit=100&since={quote(since)}"
    changes = (yield connection.message("GET", feed)).check().json
    asked = [{"id": one["id"], "rev": one["changes"][0]["rev"]} for one in changes["results"]]
    found = yield _post(connection, f"{database}/_bulk_get?revs=true&latest=true", {"docs": asked})
    assert [len(one["docs"][0]["ok"]["answers"]) for one in found.check().json["results"]] == [
        960
    ] * DOCUMENTS
    last = str(changes["last_seq"])
    yield from _end(connection, database, checkpoint, last)
    return last


def _begin(connection: Connection, database: str, name: str) -> Talk[dict[str, Any]]:
    """Greets as a replicator does; the checkpoint, or an empty one."""
    (yield connection.message("GET", "/")).check()
    (yield connection.message("GET", database)).check()
    answer = yield connection.message("GET", f"{database}/_local/{name}")
    checkpoint: dict[str, Any] = answer.check(404).json
    return checkpoint if answer.status == 200 else {"_id": f"_local/{name}"}


def _end(connection: Connection, database: str, checkpoint: dict[str, Any], seq: str) -> Talk[None]:
    body = json.dumps({**checkpoint, "last_seq": seq}).encode()
    (yield connection.message("PUT", f"{database}/{checkpoint['_id']}", body)).check()


def _post(connection: Connection, path: str, body: dict[str, Any]) -> bytes:
    return connection.message("POST", path, json.dumps(body).encode())


def _document(name: str) -> dict[str, Any]:
    """1 kB, with the revision another database gave it."""
    revision = secrets.token_hex(16)
    return {
        "_id": name,
        "_rev": f"1-{revision}",
        "_revisions": {"start": 1, "ids": [revision]},
        "answers": secrets.token_urlsafe(720),
    }


def _put(server: Server, database: str, number: int) -> Iterator[float]:
    """Somebody writes elsewhere, so that nobody who waits is answered for it."""
    name = f"bench-{secrets.token_hex(6)}"
    with connect(f"{server.url}/{name}") as [connection]:
        connection.ask(connection.message("PUT", ""))
        for n in range(PUTS):
            message = connection.message("PUT", f"/visit:{n}", json.dumps({"n": n}).encode())
            yield stopwatch(partial(connection.ask, message))
        connection.ask(connection.message("DELETE", ""))


@contextmanager
def _others_waiting(server: Server, database: str) -> Iterator[None]:
    """In a process of their own, so that they cost this one nothing."""
    context = get_context("spawn")
    seated = context.Event()
    process = context.Process(target=wait_for_changes, args=(server.url, database, seated), daemon=True)
    process.start()
    try:
        assert seated.wait(20)
        yield
        assert process.is_alive()
    finally:
        process.terminate()
        process.join()


def wait_for_changes(url: str, database: str, seated: Event) -> None:
    """Who is answered early asks again at once, as PouchDB does."""
    with connect(url, WAITING) as connections:
        converse([(one, _wait(one, database)) for one in connections], begun=seated.set)


def _wait(connection: Connection, database: str) -> Talk[None]:
    feed = f"/{database}/_changes?feed=longpoll&since=now&timeout=50000"
    while True:
        (yield connection.message("GET", feed)).check()


def _check_all_arrived(server: Server, names: list[str]) -> None:
    expected = 2 * (ROUNDS + 1) * SYNCS * DOCUMENTS
    with connect(server.url) as [connection]:
        counts = {
            connection.ask(connection.message("GET", f"/{name}")).json["doc_count"] for name in names[:-1]
        }
    assert counts == {expected}, (server.name, counts)
