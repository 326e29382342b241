"""kill -9 under load: what was acknowledged is there, nothing is half there.

``RUHU_TEST_KILLS`` sets how often (default 8; the long run is 100).
"""

from __future__ import annotations

import base64
import hashlib
import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path

from sync.embedded import open_store
from sync.embedded.examination import examine
from tests.sync.http import Client
from tests.sync.processes import StoreProcess

KILLS = int(os.environ.get("RUHU_TEST_KILLS", "8"))
WRITERS = 6


class Writer(threading.Thread):
    """Writes documents, edits, bulks and photos until the server is gone; notes what was acknowledged."""

    def __init__(self, client: Client, number: int, round_number: int) -> None:
        super().__init__()
        self.client = client
        self.name = f"{round_number:03}-{number}"
        self.random = random.Random(self.name)
        self.acknowledged: dict[str, str] = {}
        self.photos: dict[str, bytes] = {}

    def run(self) -> None:
        count = 0
        try:
            while True:
                count += 1
                self._write(f"{self.name}-{count:05}")
        except (OSError, HTTPException):
            return

    def _write(self, doc_id: str) -> None:
        kind = self.random.randrange(4)
        if kind == 0:
            self._photo(doc_id)
        elif kind == 1:
            self._bulk(doc_id)
        else:
            self._edit_twice(doc_id)

    def _edit_twice(self, doc_id: str) -> None:
        first = self.client.put(doc_id, {"n": 1})
        assert first.status == 201
        self.acknowledged[doc_id] = first.json["rev"]
        second = self.client.put(doc_id, {"n": 2, "_rev": first.json["rev"]})
        assert second.status == 201
        self.acknowledged[doc_id] = second.json["rev"]

    def _bulk(self, doc_id: str) -> None:
        rows = self.client.post("_bulk_docs", {"docs": [{"_id": f"{doc_id}-{n}"} for n in range(10)]}).json
        self.acknowledged |= {row["id"]: row["rev"] for row in rows}

    def _photo(self, doc_id: str) -> None:
        content = self.random.randbytes(60_000)
        answer = self.client.put(f"{doc_id}/photo", content, headers={"Content-Type": "image/jpeg"})
        assert answer.status == 201
        self.acknowledged[doc_id] = answer.json["rev"]
        self.photos[doc_id] = content


class Housekeeper(threading.Thread):
    """Compacts, purges and deletes until the server is gone; notes what was acknowledged."""

    def __init__(self, server: Client, round_number: int) -> None:
        super().__init__()
        self.server = server
        self.round_number = round_number
        self.purged: list[str] = []
        self.databases: dict[str, bool] = {}

    def run(self) -> None:
        count = 0
        try:
            while True:
                count += 1
                self._keep_house(f"{self.round_number:03}-{count:04}")
        except (OSError, HTTPException):
            return

    def _keep_house(self, name: str) -> None:
        db, other = self.server.at("load"), self.server.at(f"house-{name}")
        written = db.put(f"doomed-{name}/photo", name.encode() * 5000, headers={"Content-Type": "image/jpeg"})
        assert db.post("_purge", {f"doomed-{name}": [written.json["rev"]]}).status == 201
        self.purged.append(f"doomed-{name}")
        assert db.post("_compact", {}).status == 202
        assert other.put().status == 201
        self.databases[f"house-{name}"] = True
        assert other.post("_bulk_docs", {"docs": [{"_id": f"{n}"} for n in range(50)]}).status == 201
        self.databases.pop(f"house-{name}")  # from here on it may be there, whole, or not at all
        assert other.delete().status == 200
        self.databases[f"house-{name}"] = False


def test_every_acknowledged_write_survives_kill_9(tmp_path: Path) -> None:
    process = StoreProcess(tmp_path / "data")
    dice = random.Random(9)
    known: dict[str, str] = {}
    purged: list[str] = []
    databases: dict[str, bool] = {}
    for round_number in range(KILLS):
        with process:
            db = Client(process.url.replace("//", "//admin:secret@")).at("load")
            db.put()
            _check(db, known)
            writers = [Writer(db, number, round_number) for number in range(WRITERS)]
            keeper = Housekeeper(Client(process.url.replace("//", "//admin:secret@")), round_number)
            with _running([*writers, keeper]):
                time.sleep(dice.uniform(0.1, 0.6))
                process.kill()
        for writer in writers:
            known |= writer.acknowledged
        purged += keeper.purged
        databases |= keeper.databases
        _check_sound(tmp_path / "data" / "store")
    with process:
        db = Client(process.url.replace("//", "//admin:secret@")).at("load")
        _check(db, known)
        _check_photos(db, writers)
        _check_whole(db, tmp_path / "data" / "store" / "attachments")
        _check_house(Client(process.url.replace("//", "//admin:secret@")), purged, databases)
    assert len(known) > 10 * KILLS


@contextmanager
def _running(writers: list[threading.Thread]) -> Iterator[None]:
    for writer in writers:
        writer.start()
    yield
    for writer in writers:
        writer.join(30)
        assert not writer.is_alive()


def _check(db: Client, known: dict[str, str]) -> None:
    """Each acknowledged revision is in the history of its document (an edit may have been on its way)."""
    asked = {doc_id: [rev] for doc_id, rev in known.items()}
    assert db.post("_revs_diff", asked).json == {}


def _check_sound(folder: Path) -> None:
    """As the kill left it: no page, row, tree or photo that does not match its checksum."""
    store = open_store(folder)
    assert list(examine(store)) == []
    with store.reading() as connection:
        for table in ("documents", "locals", "purges"):
            query = f"SELECT count(*) FROM {table} WHERE db NOT IN (SELECT number FROM databases)"
            assert connection.execute(query).fetchone() == (0,)
        query = "SELECT count(*) FROM revisions WHERE document NOT IN (SELECT row FROM documents)"
        assert connection.execute(query).fetchone() == (0,)
    store.close()


def _check_house(server: Client, purged: list[str], databases: dict[str, bool]) -> None:
    """What was purged stays purged, what was deleted stays deleted, and a database is there whole."""
    rows = server.at("load").post("_all_docs", {"keys": purged}).json["rows"]
    assert [row.get("error") for row in rows] == ["not_found"] * len(purged)
    names = set(server.get("_all_dbs").json)
    assert {name for name, there in databases.items() if there} <= names
    assert not {name for name, there in databases.items() if not there} & names
    for name in names - {"load"}:
        assert server.at(name).get().json["doc_count"] in (0, 50)


def _check_photos(db: Client, writers: list[Writer]) -> None:
    for writer in writers:
        for doc_id, content in writer.photos.items():
            assert db.get(f"{doc_id}/photo").body == content


def _check_whole(db: Client, folder: Path) -> None:
    """Every row of every list can be read whole, counts agree, and the changes feed names each once."""
    rows = db.get("_all_docs", include_docs=True, attachments=True).json["rows"]
    info = db.get().json
    changes = db.get("_changes").json["results"]
    assert len(rows) == info["doc_count"] == len(changes) == len({row["id"] for row in changes})
    for row in rows:
        for attachment in row["doc"].get("_attachments", {}).values():
            digest = hashlib.md5(base64.b64decode(attachment["data"])).digest()
            assert attachment["digest"] == "md5-" + base64.b64encode(digest).decode()
    assert list((folder / "incoming").iterdir()) == []
    named = {one["digest"] for row in rows for one in row["doc"].get("_attachments", {}).values()}
    assert {_digest(path) for path in folder.glob("[0-9a-f][0-9a-f]/*")} == named


def _digest(path: Path) -> str:
    return "md5-" + base64.b64encode(hashlib.md5(path.read_bytes()).digest()).decode()
