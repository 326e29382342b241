"""The store with stock PouchDB as its client, whose own work is a third to a half of the time."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figure import Figure, compare
from tests.bench.store.servers import COUCHDB, EXPRESS_POUCHDB, open_servers

SCRIPT = Path(__file__).parents[2] / "peers" / "pouchdb_speed.mjs"
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
        named = [f"{server.name}={server.url}" for server in servers]
        run = subprocess.run(
            ["node", str(SCRIPT), str(ROUNDS), *named], capture_output=True, check=False, text=True
        )
    assert run.returncode == 0, run.stderr
    samples = json.loads(run.stdout)
    for name, (limits, recorded) in FIGURES.items():
        yield compare(f"PouchDB: {name}", "ms", samples[name], limits, recorded=recorded)
