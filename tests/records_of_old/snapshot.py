"""A small district's documents as they are stored, to be read by every later version.

``python -m tests.records_of_old.snapshot`` writes one of today's: a case carried to its approval, one given
back, an upload set aside, notes of the office, a head. Its keys are made up for it and open nothing else.
"""

from __future__ import annotations

import base64
import gzip
import json
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from server.opening import open_own
from server.records.keys import write_private
from server.services.applications import withdraw_application
from server.services.district import District
from server.services.heads import publish_due
from server.settings import Settings
from sync.couch import Database
from tests.factories import CLERK, Clock, accepted_case, household, make_district
from tests.server.services.story import approved_case

HERE = Path(__file__).parent
NAMES = ("casebook", "evidence", "office")
KEYS = "keys"


def tell(district: District, clock: Clock) -> None:
    """What there is to be read later."""
    approved_case(district)
    other = accepted_case(district, **household(address="槐安路 14 号 1 单元 101"))
    withdraw_application(district, CLERK, other.number, "家里有人找到工作了")
    clock.move(days=1)
    publish_due(district)


def take(district: District) -> dict[str, Any]:
    """Every document with its attachments, and the keys that sign and open them."""
    keys = sorted((district.settings.data / KEYS).iterdir())
    return {
        "databases": {name: _documents(district.database(name)) for name in NAMES},
        KEYS: {path.name: path.read_text("utf-8") for path in keys},
    }


def restore(snapshot: Mapping[str, Any], data: Path) -> None:
    """Lays a snapshot into a fresh store, as a copy of the old folder would be."""
    (data / KEYS).mkdir(parents=True, mode=0o700)
    for name, text in snapshot[KEYS].items():
        write_private(data / KEYS / name, text)
    opened = open_own(Settings(data=data))
    assert opened.store is not None
    for name, documents in snapshot["databases"].items():
        opened.couch.database(name).put_all(documents)
    opened.store.close()


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return content


def main(path: Path) -> None:
    clock = Clock()
    with (
        tempfile.TemporaryDirectory() as folder,
        make_district(Path(folder) / "data", clock) as district,
    ):
        tell(district, clock)
        text = json.dumps(take(district), ensure_ascii=False, sort_keys=True)
    path.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))


def _documents(database: Database) -> list[dict[str, Any]]:
    return [_whole(database, document) for document in database.all()]


def _whole(database: Database, document: Mapping[str, Any]) -> dict[str, Any]:
    """A document as it is written anew: without a revision, with the bytes of its attachments."""
    stubs = document.get("_attachments", {})
    attachments = {
        name: {
            "content_type": stub["content_type"],
            "data": base64.b64encode(database.get_attachment(document["_id"], name)).decode("ascii"),
        }
        for name, stub in stubs.items()
    }
    content = {key: value for key, value in document.items() if key not in ("_rev", "_attachments")}
    return content | ({"_attachments": attachments} if attachments else {})


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else HERE / f"{datetime.now(UTC):%Y-%m-%d}.json.gz")
