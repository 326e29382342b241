"""Documents of every kind a replication must bring over, and how to reach a server as its administrator."""

from __future__ import annotations

import gzip
import json
from urllib.parse import urlsplit

from sync.couch import Couch, Database, open_server

A, B, C = ("a" * 32, "b" * 32, "c" * 32)
ODD_IDS = ["a/b?c=d&e", "张三:1", "x y+z%2F#", '"quoted"', "🏠", "_design/写"]
SMALL, LARGE = b"\0\1\2" * 1000, bytes(range(256)) * 400


def fill(database: Database, count: int = 450) -> int:
    """Fills an empty database; how many leaf revisions it then has."""
    database.bulk(
        [
            {"_id": f"act:{n:06}", "n": n, "名": "张", "f": 1.5, "deep": {"a": [None, True]}}
            for n in range(count)
        ]
    )
    for n in range(3):
        database.create_with_attachment({"_id": f"photo:{n}"}, "photo", bytes([n]) * 70_000, "image/jpeg")
    database.create_with_attachment({"_id": "small"}, "签 名/1", SMALL, "image/png")
    odd = {"_id": "odd/附件"}
    odd["_rev"] = database.create_with_attachment(odd, 'one "two".txt', LARGE, "text/plain")
    database.put_attachment(odd, "empty", b"", "image/png")
    database.bulk([{"_id": doc_id, "odd": True} for doc_id in ODD_IDS])
    sides = [{"_id": "one", "_revisions": {"start": 2, "ids": [side, A]}, "side": side} for side in (B, C)]
    gone = {"_id": "two", "_revisions": {"start": 2, "ids": [B, A]}, "_deleted": True}
    kept = {"_id": "two", "_revisions": {"start": 3, "ids": [C, "d" * 32, A]}, "kept": 1}
    database.bulk([*sides, gone, kept], new_edits=False)
    database.delete(database.get("act:000003"))
    return count + 3 + 1 + 1 + len(ODD_IDS) + 4


def admin_of(url: str) -> Couch:
    """The server at an address that may carry a name and a password."""
    parts = urlsplit(url)
    basic = (parts.username, parts.password or "") if parts.username else None
    return open_server(f"http://{parts.hostname}:{parts.port}", basic=basic)


def put_gzipped(database: Database, doc_id: str, text: bytes) -> None:
    """A document as Apache CouchDB keeps one with a text: gzipped on arrival, with the digest of the gzip."""
    packed = gzip.compress(text, mtime=0)
    boundary = "between"
    told = {"follows": True, "content_type": "text/plain", "encoding": "gzip"}
    told |= {"length": len(text), "encoded_length": len(packed)}
    stub = json.dumps({"_id": doc_id, "_attachments": {"t": told}})
    body = (
        f"--{boundary}\r\nContent-Type: application/json\r\n\r\n{stub}\r\n--{boundary}\r\n\r\n".encode()
        + packed
        + f"\r\n--{boundary}--".encode()
    )
    headers = {"Content-Type": f'multipart/related; boundary="{boundary}"'}
    database.at(doc_id).put_json(body=body, headers=headers)
