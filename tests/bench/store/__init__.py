"""How fast the store is, beside express-pouchdb and any CouchDB named in RUHU_BENCH_COUCHDB."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.figure import Figure
from tests.bench.store import crowd, idle, plain_http, pouchdb

PARTS = (plain_http, pouchdb, idle, crowd)


def figures() -> Iterator[Figure]:
    for part in PARTS:
        yield from part.figures()
