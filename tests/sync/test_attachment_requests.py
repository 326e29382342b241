"""``/{db}/{docid}/{attname}``: ranges, refusals, names, as in CouchDB 3.5."""

from __future__ import annotations

import gzip

import pytest

from tests.sync.http import Client
from tests.sync.test_attachments import JPEG, attach, parts_of
from tests.sync.test_documents import put

CONTENT = b"0123456789"


@pytest.mark.parametrize(
    "header",
    ["bytes=0-", "bytes=0-,0-", "bytes:0-3", "items=0-3", "bytes=a-b", "bytes=" + "0-1," * 9 + "0-1"],
)
def test_a_range_that_is_none_or_everything_is_answered_whole(db: Client, header: str) -> None:
    attach(db, "one/photo", CONTENT)
    answer = db.get("one/photo", headers={"Range": header})
    assert (answer.status, answer.body) == (200, CONTENT)
    assert "content-range" not in answer.headers
    assert answer.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize("header", ["bytes=5-3", "bytes=10-", "bytes=0-1,99-100", "bytes=-0"])
def test_a_range_beyond_the_content_is_refused(db: Client, header: str) -> None:
    attach(db, "one/photo", CONTENT)
    answer = db.get("one/photo", headers={"Range": header})
    assert answer.refusal == (416, "requested_range_not_satisfiable")
    assert answer.json["reason"] == "Requested range not satisfiable"


def test_several_ranges_come_in_parts(db: Client) -> None:
    attach(db, "one/photo", CONTENT)
    answer = db.get("one/photo", headers={"Range": "bytes=8-99, 0-1,-3"})
    assert answer.status == 206
    assert answer.headers["content-type"].startswith("multipart/byteranges")
    parts = parts_of(answer)
    assert [content for _, content in parts] == [b"89", b"01", b"789"]
    shown = [headers["content-range"] for headers, _ in parts]
    assert shown == ["bytes 8-9/10", "bytes 0-1/10", "bytes 7-9/10"]
    assert parts[0][0]["content-type"] == "image/jpeg"


def test_a_packed_content_has_no_ranges(db: Client) -> None:
    packed = gzip.compress(b"text " * 100)
    headers = {"Content-Type": "image/x", "Content-Encoding": "gzip"}
    assert db.put("one/note", packed, headers=headers).status == 201
    answer = db.get("one/note", headers={"Range": "bytes=0-3"})
    assert (answer.status, answer.body, answer.headers["accept-ranges"]) == (200, b"text " * 100, "none")
    other = db.put("two/note", b"x", headers={"Content-Type": "image/x", "Content-Encoding": "br"})
    assert other.refusal == (415, "bad_content_type")
    assert db.get("two").status == 404


def test_which_refusal_an_attachment_meets(db: Client) -> None:
    rev = attach(db, "one/photo", CONTENT)
    missing_rev = {"error": "not_found", "reason": "missing_rev"}
    no_such = {"error": "not_found", "reason": "Document is missing attachment"}
    for answer, status, refusal in (
        (db.put("one/photo", b"x", headers=JPEG, rev="4-garbage"), 409, missing_rev),
        (db.put("none/photo", b"x", headers=JPEG, rev=rev), 409, missing_rev),
        (db.delete("one/photo", rev="4-garbage"), 409, missing_rev),
        (db.delete("one/none", rev=rev), 404, no_such),
        (db.delete("one/none"), 404, no_such),
        (db.delete("none/photo"), 404, {"error": "not_found", "reason": "missing"}),
        (db.get("one/none"), 404, no_such),
    ):
        assert (answer.status, answer.json) == (status, refusal)
    assert db.delete("one/photo").refusal == (409, "conflict")
    assert db.get("one").json["_rev"] == rev


def test_attachment_names(db: Client) -> None:
    answer = db.put("one/_photo", b"x", headers=JPEG)
    reason = "Attachment name '_photo' starts with prohibited character '_'"
    assert (answer.status, answer.json) == (400, {"error": "bad_request", "reason": reason})
    inline = {"_attachments": {"_photo": {"data": ""}}}
    assert db.put("one", inline).json["reason"] == reason
    rev = attach(db, "one/a/b/c", b"deep")
    rev = attach(db, "one/%E7%85%A7%E7%89%87", b"word", rev=rev)
    assert set(db.get("one").json["_attachments"]) == {"a/b/c", "照片"}
    assert db.get("one/a/b/c").body == b"deep"
    assert db.get("one/%E7%85%A7%E7%89%87").body == b"word"
    assert db.put("_none/photo", b"x", headers=JPEG).refusal == (400, "illegal_docid")


def test_an_attachment_without_a_type_is_bytes(db: Client) -> None:
    put(db, "one", {"_attachments": {"a": {"data": ""}}})
    assert db.get("one/a").headers["content-type"] == "application/octet-stream"
    assert db.get("one/a").body == b""


def test_a_known_content_is_not_sent_again(db: Client) -> None:
    attach(db, "one/photo", CONTENT)
    etag = db.get("one/photo").headers["etag"]
    answer = db.get("one/photo", headers={"If-None-Match": f'"other", {etag}'})
    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", etag)
