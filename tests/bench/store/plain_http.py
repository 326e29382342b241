"""The store by plain HTTP: one client, one connection kept alive, or sixteen at once."""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial

from tests.bench.figure import Figure, compare, stopwatch, turns
from tests.bench.store.client import Connection, Talk, connect, converse
from tests.bench.store.servers import COUCHDB, EXPRESS_POUCHDB, OURS, Server, open_servers

ROUNDS = 5
BULK, BATCH, LISTED = 10_000, 1_000, 1_000
SINGLE, READ, LISTINGS, PHOTOS = 100, 200, 5, 20
WRITERS, WRITES = 16, 960
PHOTO_BYTES = 300_000
# figure → unit, and what Apache CouchDB 3.5.0 once reached on another machine
FIGURES = {
    "_bulk_docs": ("docs/s", 9_548),
    "PUT": ("ms", 2.95),
    "GET": ("ms", 1.14),
    "_changes of 1,000": ("ms", 23.5),
    "_all_docs of 1,000 with documents": ("ms", 58.6),
    "PUT of a photo": ("ms", 6.7),
    "GET of a photo": ("ms", 6.3),
    "16 writers at once": ("PUT/s", 767),
}
LATENCY = {EXPRESS_POUCHDB: 1.0, COUCHDB: 0.5}
THROUGHPUT = {EXPRESS_POUCHDB: 1.0, COUCHDB: 2.0}

Samples = Iterator[tuple[str, float]]
Part = Callable[[Connection, str], Samples]


def figures() -> Iterator[Figure]:
    with open_servers() as servers:
        samples = _measure(servers)
    for name, (unit, recorded) in FIGURES.items():
        throughput = unit != "ms"
        yield compare(
            f"plain HTTP: {name}",
            unit,
            OURS,
            samples[name],
            THROUGHPUT if throughput else LATENCY,
            more_is_better=throughput,
            recorded=recorded,
        )


def _measure(servers: list[Server]) -> dict[str, dict[str, list[float]]]:
    """Figure → server → samples. Servers take turns, so that what else the machine does hits each alike."""
    samples: dict[str, dict[str, list[float]]] = defaultdict(lambda: {server.name: [] for server in servers})
    for number, server in turns(ROUNDS + 1, servers):
        for part in (_bulk, _documents, _listings, _photos, _writers):
            for name, value in _in_new_database(server, part):
                if number:  # the first warms up
                    samples[name][server.name].append(value)
    return samples


def _in_new_database(server: Server, part: Part) -> list[tuple[str, float]]:
    url = f"{server.url}/bench-{secrets.token_hex(6)}"
    with connect(url) as [connection]:
        connection.ask(connection.message("PUT", ""))
        taken = list(part(connection, url))
        connection.ask(connection.message("DELETE", ""))
    return taken


def _bulk(connection: Connection, _: str) -> Samples:
    batches = [_bulk_message(connection, range(n, n + BATCH)) for n in range(0, BULK, BATCH)]
    took = stopwatch(lambda: [connection.ask(batch) for batch in batches])
    assert connection.ask(connection.message("GET", "")).json["doc_count"] == BULK
    yield "_bulk_docs", BULK * 1000 / took


def _documents(connection: Connection, _: str) -> Samples:
    messages = [_put_message(connection, n) for n in range(SINGLE)]
    for message in messages:
        yield "PUT", stopwatch(partial(connection.ask, message))
    for n in range(READ):
        message = connection.message("GET", f"/visit:{n % SINGLE}")
        yield "GET", stopwatch(partial(connection.ask, message))


def _listings(connection: Connection, _: str) -> Samples:
    connection.ask(_bulk_message(connection, range(LISTED)))
    listings = {
        "_changes of 1,000": ("/_changes", "results"),
        "_all_docs of 1,000 with documents": ("/_all_docs?include_docs=true", "rows"),
    }
    for name, (path, field) in listings.items():
        message = connection.message("GET", path)
        assert len(connection.ask(message).json[field]) == LISTED
        for _n in range(LISTINGS):
            yield name, stopwatch(partial(connection.ask, message))


def _photos(connection: Connection, _: str) -> Samples:
    for n in range(PHOTOS):
        photo = secrets.token_bytes(PHOTO_BYTES)
        path = f"/photo:{n}/photo"
        put = connection.message("PUT", path, photo, "image/jpeg")
        yield "PUT of a photo", stopwatch(partial(connection.ask, put))
        get = connection.message("GET", path)
        assert connection.ask(get).body == photo
        yield "GET of a photo", stopwatch(partial(connection.ask, get))


def _writers(connection: Connection, url: str) -> Samples:
    messages = iter([_put_message(connection, n) for n in range(WRITES)])
    with connect(url, WRITERS) as connections:
        took = stopwatch(lambda: converse([(one, _write(messages)) for one in connections]))
    assert connection.ask(connection.message("GET", "")).json["doc_count"] == WRITES
    yield "16 writers at once", WRITES * 1000 / took


def _write(messages: Iterator[bytes]) -> Talk[None]:
    for message in messages:
        (yield message).check()


def _put_message(connection: Connection, n: int) -> bytes:
    return connection.message("PUT", f"/visit:{n}", json.dumps(_document(n)).encode())


def _bulk_message(connection: Connection, numbers: range) -> bytes:
    body = json.dumps({"docs": [{"_id": f"visit:{n}", **_document(n)} for n in numbers]})
    return connection.message("POST", "/_bulk_docs", body.encode())


def _document(n: int) -> dict[str, object]:
    """1 kB of JSON that no compression makes small."""
    return {"type": "visit", "n": n, "answers": secrets.token_urlsafe(720)}
