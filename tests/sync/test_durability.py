"""kill -9 under load: what was acknowledged is there, nothing is half there.

``RUHU_TEST_KILLS`` sets how often (default 15; the long run is 100).
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

from tests.sync.http import Client
from tests.sync.processes import StoreProcess

KILLS = int(os.environ.get("RUHU_TEST_KILLS", "15"))
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


def test_every_acknowledged_write_survives_kill_9(tmp_path: Path) -> None:
    process = StoreProcess(tmp_path / "data")
    dice = random.Random(9)
    known: dict[str, str] = {}
    for round_number in range(KILLS):
        with process:
            db = Client(process.url.replace("//", "//admin:secret@")).at("load")
            db.put()
            _check(db, known)
            writers = [Writer(db, number, round_number) for number in range(WRITERS)]
            with _running(writers):
                time.sleep(dice.uniform(0.1, 0.6))
                process.kill()
        for writer in writers:
            known |= writer.acknowledged
    with process:
        db = Client(process.url.replace("//", "//admin:secret@")).at("load")
        _check(db, known)
        _check_photos(db, writers)
        _check_whole(db, tmp_path / "data" / "store" / "attachments")
    assert len(known) > 10 * KILLS


@contextmanager
def _running(writers: list[Writer]) -> Iterator[None]:
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
