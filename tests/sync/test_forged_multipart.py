"""Multipart bodies that are not what they say, and attachments that are none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sync.http import Client
from tests.sync.refusals import Written, check, watch

pytestmark = pytest.mark.ruhu_only("CouchDB answers some of it with 500, express-pouchdb ends")


@pytest.fixture
def written(db: Client) -> Written:
    return watch(db)


def related(*parts: bytes, boundary: str = "b", end: bytes = b"\r\n--b--") -> dict[str, Any]:
    body = b"".join(b"\r\n--b\r\n" + part for part in parts) + end
    kind = f'multipart/related; boundary="{boundary}"' if boundary else "multipart/related"
    return {"body": body, "headers": {"Content-Type": kind}}


def announcing(**follows: Any) -> bytes:
    one = {"follows": True, "content_type": "text/plain", "length": 5, **follows}
    document = {"_attachments": {"one": one}}
    return b"Content-Type: application/json\r\n\r\n" + json.dumps(document).encode()


FORGED = {
    "no boundary": related(announcing(), b"\r\nhello", boundary=""),
    "another boundary": related(announcing(), b"\r\nhello", boundary="c"),
    "long boundary": related(announcing(), boundary="x" * 5000),
    "no end": related(announcing(), b"\r\nhello", end=b""),
    "cut in a part": related(announcing(), b"\r\nhel", end=b""),
    "cut in the headers": related(announcing(), b"Content-Ty", end=b""),
    "nothing": related(end=b""),
    "only an end": related(end=b"--b--"),
    "no document": related(b"\r\nhello"),
    "parts in another order": related(b"\r\nhello", announcing()),
    "a part too many": related(announcing(), b"\r\nhello", b"\r\nhello"),
    "a part too few": related(announcing()),
    "shorter than announced": related(announcing(), b"\r\nhell"),
    "longer than announced": related(announcing(), b"\r\nhello again"),
    "another digest": related(announcing(digest="md5-AAAAAAAAAAAAAAAAAAAAAA=="), b"\r\nhello"),
    "many headers": related(announcing(), b"X: y\r\n" * 10_000 + b"\r\nhello"),
    "one long header": related(announcing(), b"X: " + b"y" * 1_000_000 + b"\r\n\r\nhello"),
    "a header without a colon": related(announcing(), b"nonsense\r\n\r\nhello"),
    "negative length": related(announcing(length=-5, digest=3, content_type=[], encoding={}), b"\r\n"[:0]),
    "zero bytes": related(b"\0" * 100),
}


@pytest.mark.parametrize("how", FORGED)
def test_forged_multipart(db: Client, written: Written, how: str) -> None:
    before = written()
    check(db.put("forged", **FORGED[how]))
    assert written() == before


ATTACHMENTS: list[Any] = [
    [],
    "x",
    1,
    {"": {"data": ""}},
    {"_x": {"data": ""}},
    {"a\0": {"data": ""}},
    {"a": None},
    {"a": {}},
    {"a": {"data": 1}},
    {"a": {"data": "***"}},
    {"a": {"stub": True}},
    {"a": {"follows": True}},
    {"a": {"stub": 1}},
    {"a": {"stub": True, "digest": {}}},
]


@pytest.mark.parametrize("attachments", ATTACHMENTS)
def test_malformed_attachments(db: Client, written: Written, attachments: object) -> None:
    before = written()
    check(db.put("new", {"_attachments": attachments}))
    assert written() == before
