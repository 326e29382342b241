"""The servers that are measured: ours as ``ruhu couch`` serves it, and its peers."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.sync.peers import ExpressPouchDB
from tests.sync.processes import ServerProcess

# In the project's folder: a machine's folder for temporary files may be its memory, where fsync is free.
SCRATCH = Path(__file__).parents[3] / ".artifacts"
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
    """Ours first, then its peers; each is empty and has the disk below the project's folder."""
    SCRATCH.mkdir(exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench-", dir=SCRATCH)))
        ours = stack.enter_context(RuhuCouch(folder / "ruhu"))
        options = ("minimumForPouchDB",)  # the quickest it offers
        peer = stack.enter_context(ExpressPouchDB(folder / "express-pouchdb", options=options))
        servers = [
            Server("ruhu", ours.url.replace("http://", "http://admin:secret@")),
            Server(EXPRESS_POUCHDB, peer.url),
        ]
        named = os.environ.get("RUHU_BENCH_COUCHDB")
        if named:
            servers.append(Server(COUCHDB, named.rstrip("/")))
        yield servers
