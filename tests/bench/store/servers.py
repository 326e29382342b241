"""The servers that are measured: ours as ``ruhu couch`` serves it, and its peers."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.sync.peers import ExpressPouchDB
from tests.sync.processes import ServerProcess

# In the project's folder: a machine's folder for temporary files may be its memory, where fsync is free.
SCRATCH = Path(__file__).parents[3] / ".artifacts"
OURS = "ruhu"
EXPRESS_POUCHDB = "express-pouchdb"
COUCHDB = "CouchDB"


@dataclass(frozen=True)
class Server:
    """``url`` carries the administrator's name and password where the server wants them."""

    name: str
    url: str


class RuhuCouch(ServerProcess):
    """``ruhu couch``, with everything as it comes."""

    @property
    def command(self) -> list[str]:
        verb = [sys.executable, "-m", "server.cli", "couch", "--data", str(self.data)]
        return [*verb, "--port", str(self.port), "--admin", "admin:secret"]


@contextmanager
def open_servers() -> Iterator[list[Server]]:
    """Ours first, then its peers; each is empty and has the disk below it."""
    options = ("minimumForPouchDB",)  # the quickest express-pouchdb offers
    named = os.environ.get("RUHU_BENCH_COUCHDB")
    with open_ours() as ours, _scratch() as folder, ExpressPouchDB(folder / "data", options=options) as peer:
        servers = [ours, Server(EXPRESS_POUCHDB, peer.url)]
        if named:
            servers.append(Server(COUCHDB, named.rstrip("/")))
        yield servers


@contextmanager
def open_ours() -> Iterator[Server]:
    with _scratch() as folder, RuhuCouch(folder / "data") as process:
        yield Server(OURS, process.url.replace("http://", "http://admin:secret@"))


@contextmanager
def _scratch() -> Iterator[Path]:
    SCRATCH.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="bench-", dir=SCRATCH) as folder:
        yield Path(folder)
