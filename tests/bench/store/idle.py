"""A sync that moves nothing takes the same however much the store holds.

Two stores run side by side, one with a thousand documents and one with a million (``RUHU_BENCH_LARGE``
says another number, for those in a hurry). Each has a database that holds them all, and a small one beside
it, as every assessor has.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from urllib.parse import quote

from tests.bench.figure import Figure, compare, stopwatch, turns
from tests.bench.store.client import Connection, connect
from tests.bench.store.node import run_pouchdb
from tests.bench.store.servers import open_ours

WARM_UP, ROUNDS, SCRIPT_ROUNDS = 200, 400, 60
SMALL, BATCH = 1_000, 10_000
LARGE = int(os.environ.get("RUHU_BENCH_LARGE", "1000000"))
PLACES = {"whole": "the database that holds them", "beside": "a small database beside them"}
MOST = 1.2


def figures() -> Iterator[Figure]:
    with open_ours() as small, open_ours() as large:
        stores = {_count(LARGE): large.url, _count(SMALL): small.url}
        for server, count in ((large, LARGE), (small, SMALL)):
            _fill(f"{server.url}/whole", count)
            _fill(f"{server.url}/beside", 100)
        for place, words in PLACES.items():
            urls = {name: f"{url}/{place}" for name, url in stores.items()}
            yield _figure("plain HTTP", words, _by_http(urls))
            yield _figure("PouchDB", words, run_pouchdb("pouchdb_idle.mjs", SCRIPT_ROUNDS, urls))


def _figure(client: str, place: str, samples: Mapping[str, list[float]]) -> Figure:
    name = f"{client}: empty sync, {place} ({_count(LARGE)})"
    return compare(name, "ms", _count(LARGE), samples, {_count(SMALL): MOST})


def _fill(url: str, count: int) -> None:
    with connect(url) as [connection]:
        connection.ask(connection.message("PUT", ""))
        for start in range(0, count, BATCH):
            docs = [{"_id": f"visit:{n:08}"} for n in range(start, min(start + BATCH, count))]
            connection.ask(connection.message("POST", "/_bulk_docs", json.dumps({"docs": docs}).encode()))
        assert connection.ask(connection.message("GET", "")).json["doc_count"] == count


def _by_http(urls: Mapping[str, str]) -> dict[str, list[float]]:
    """What a replicator asks that has a checkpoint and nothing to do."""
    samples: dict[str, list[float]] = {name: [] for name in urls}
    with ExitStack() as stack:
        clients = {name: stack.enter_context(connect(url))[0] for name, url in urls.items()}
        questions = {name: _questions(connection) for name, connection in clients.items()}
        for number, name in turns(WARM_UP + ROUNDS, urls):
            took = stopwatch(partial(_sync, clients[name], questions[name]))
            if number >= WARM_UP:
                samples[name].append(took)
    return samples


def _questions(connection: Connection) -> list[bytes]:
    information = connection.ask(connection.message("GET", "")).json
    since = str(information["update_seq"])
    checkpoint = json.dumps({"last_seq": since}).encode()
    connection.ask(connection.message("PUT", "/_local/checkpoint", checkpoint))
    changes = f"/_changes?style=all_docs&since={quote(since)}&limit=100"
    return [connection.message("GET", path) for path in ("", "/_local/checkpoint", changes)]


def _sync(connection: Connection, questions: list[bytes]) -> None:
    for question in questions:
        answer = connection.ask(question)
    assert answer.json["results"] == []


def _count(count: int) -> str:
    return f"{count:,} documents"
