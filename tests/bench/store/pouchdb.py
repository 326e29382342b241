"""The store with stock PouchDB as its client, whose own work is a third to a half of the time."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.figure import Figure, compare
from tests.bench.store.node import run_pouchdb
from tests.bench.store.servers import COUCHDB, EXPRESS_POUCHDB, OURS, open_servers

ROUNDS = 7
MOVES = {EXPRESS_POUCHDB: 1.0, COUCHDB: 0.7}
SMALL = {EXPRESS_POUCHDB: 1.0, COUCHDB: 0.6}
# figure → limits, and the milliseconds Apache CouchDB 3.5.0 once took on another machine
FIGURES = {
    "push of 2,000 documents": (MOVES, 596),
    "pull of 2,000 documents": (MOVES, 602),
    "push of 60 photos": (MOVES, 761),
    "pull of 60 photos": (MOVES, 518),
    "empty sync": (SMALL, 14),
    "sync of one edit": (SMALL, 34),
}


def figures() -> Iterator[Figure]:
    with open_servers() as servers:
        urls = {server.name: server.url for server in servers}
        samples = run_pouchdb("pouchdb_speed.mjs", ROUNDS, urls)
    for name, (limits, recorded) in FIGURES.items():
        yield compare(f"PouchDB: {name}", "ms", OURS, samples[name], limits, recorded=recorded)
