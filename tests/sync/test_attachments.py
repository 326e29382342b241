"""Attachments: inline, streamed, in parts; digests; ranges; what a compaction forgets."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json

import pytest

from sync.embedded.multipart import MultipartReader, boundary_of
from tests.sync.http import Answer, Client
from tests.sync.test_documents import put

JPEG = {"Content-Type": "image/jpeg"}


def md5(content: bytes) -> str:
    return "md5-" + base64.b64encode(hashlib.md5(content).digest()).decode()


def attach(db: Client, path: str, content: bytes, **query: object) -> str:
    answer = db.put(path, content, headers=JPEG, **query)
    assert answer.status in (201, 202), answer.body
    return str(answer.json["rev"])


def parts_of(answer: Answer) -> list[tuple[dict[str, str], bytes]]:
    reader = MultipartReader([answer.body], boundary_of(answer.headers["content-type"]))
    return [(dict(part.headers), part.read(10**9)) for part in reader.parts()]


def test_a_streamed_attachment_comes_back(db: Client) -> None:
    content = bytes(range(256)) * 5000
    rev = attach(db, "photo:1/photo", content)
    shown = db.get("photo:1").json["_attachments"]["photo"]
    assert (shown["digest"], shown["length"], shown["revpos"]) == (md5(content), len(content), 1)
    assert shown["content_type"] == "image/jpeg"
    assert shown["stub"] is True
    answer = db.get("photo:1/photo")
    assert answer.body == content
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-length"] == str(len(content))
    assert db.request("HEAD", "photo:1/photo").headers["content-length"] == str(len(content))
    assert db.get("photo:1/photo", headers={"If-None-Match": answer.headers["etag"]}).status == 304
    assert db.put("photo:1/other", b"x", headers=JPEG).refusal == (409, "conflict")
    second = attach(db, "photo:1/other", b"x", rev=rev)
    assert set(db.get("photo:1").json["_attachments"]) == {"photo", "other"}
    gone = db.delete("photo:1/other", rev=second)
    assert gone.status in (200, 202)
    assert db.get("photo:1/other").refusal == (404, "not_found")
    assert db.get("photo:1/photo", rev=rev).body == content


def test_inline_attachments_and_stubs(db: Client) -> None:
    content = "笔记".encode()
    inline = {"content_type": "text/x", "data": base64.b64encode(content).decode()}
    rev = put(db, "one", {"_attachments": {"note": inline}})
    document = db.get("one").json
    second = put(db, "one", {**document, "n": 2})
    assert second.startswith("2-")
    assert db.get("one").json["_attachments"]["note"]["revpos"] == 1
    assert db.get("one/note").body == content
    full = db.get("one", attachments=True).json["_attachments"]["note"]
    assert base64.b64decode(full["data"]) == content
    assert put(db, "one", {"_rev": second}).startswith("3-")
    assert db.get("one/note").refusal == (404, "not_found")
    assert db.get("one/note", rev=rev).body == content


def test_attachments_since_a_revision_the_client_has(db: Client) -> None:
    rev = attach(db, "one/old", b"old")
    second = attach(db, "one/new", b"new", rev=rev)
    shown = db.get("one", atts_since=[rev]).json["_attachments"]
    assert shown["old"].get("stub") is True
    assert base64.b64decode(shown["new"]["data"]) == b"new"
    assert db.get("one", atts_since=[second]).json["_attachments"]["new"].get("stub") is True


@pytest.mark.parametrize(
    ("header", "status", "part", "shown"),
    [
        ("bytes=0-3", 206, slice(0, 4), "bytes 0-3/10"),
        ("bytes=4-", 206, slice(4, 10), "bytes 4-9/10"),
        ("bytes=-3", 206, slice(7, 10), "bytes 7-9/10"),
        ("bytes=8-99", 206, slice(8, 10), "bytes 8-9/10"),
        ("bytes=20-30", 416, None, "bytes */10"),
    ],
)
def test_ranges(db: Client, header: str, status: int, part: slice | None, shown: str) -> None:
    attach(db, "one/photo", b"0123456789")
    answer = db.get("one/photo", headers={"Range": header})
    assert (answer.status, answer.headers["content-range"]) == (status, shown)
    if part is not None:
        assert answer.body == b"0123456789"[part]


def test_a_wrong_digest_is_refused_and_leaves_nothing(db: Client) -> None:
    wrong = base64.b64encode(hashlib.md5(b"other").digest()).decode()
    answer = db.put("one/photo", b"content", headers={**JPEG, "Content-MD5": wrong})
    assert answer.refusal == (400, "content_md5_mismatch")
    assert db.get("one").status == 404


def related(document: object, *contents: bytes, end: bytes = b"--") -> tuple[bytes, dict[str, str]]:
    parts = [b"Content-Type: application/json\r\n\r\n" + json.dumps(document).encode()]
    parts += [b"\r\n" + content for content in contents]
    body = b"".join(b"--frontier\r\n" + part + b"\r\n" for part in parts) + b"--frontier" + end
    return body, {"Content-Type": 'multipart/related; boundary="frontier"'}


def follows(content: bytes, **more: object) -> dict[str, object]:
    return {"follows": True, "content_type": "image/jpeg", "length": len(content), **more}


def test_a_document_and_its_attachments_in_one_request(db: Client) -> None:
    one, two = b"first \r\n--front" * 10_000, b""
    document = {"_attachments": {"one": follows(one, digest=md5(one)), "two": follows(two)}, "n": 1}
    body, headers = related(document, one, two)
    answer = db.put("doc", body, headers=headers)
    assert answer.status in (201, 202), answer.body
    assert db.get("doc/one").body == one
    assert db.get("doc/two").body == two
    assert db.get("doc").json["n"] == 1
    got = db.get("doc", attachments=True, headers={"Accept": "multipart/related"})
    parts = parts_of(got)
    announced = json.loads(parts[0][1])["_attachments"]
    assert announced["one"]["follows"] is True
    contents = {"one": one, "two": two}
    assert [content for _, content in parts[1:]] == [contents[name] for name in announced]


FORGED = {
    "ends-early": related({"_attachments": {"one": follows(b"abc")}}, b"abc", end=b""),
    "part-missing": related({"_attachments": {"one": follows(b"abc")}}),
    "part-too-many": related({"_attachments": {"one": follows(b"abc")}}, b"abc", b"more"),
    "wrong-length": related({"_attachments": {"one": {**follows(b"abc"), "length": 99}}}, b"abc"),
    "wrong-digest": related({"_attachments": {"one": follows(b"abc", digest=md5(b"abd"))}}, b"abc"),
    "not-json": (b"--frontier\r\n\r\nnonsense\r\n--frontier--", related({})[1]),
    "no-boundary": (related({})[0], {"Content-Type": "multipart/related"}),
    "empty": (b"", related({})[1]),
}


@pytest.mark.ruhu_only("CouchDB answers some of it with 500, express-pouchdb ends")
@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_multipart_is_refused_and_leaves_nothing(db: Client, forged: str) -> None:
    body, headers = FORGED[forged]
    answer = db.put("doc", body, headers=headers)
    assert answer.status == 400
    assert "error" in answer.json
    assert db.get("doc").status == 404


def test_open_revisions_in_parts(db: Client) -> None:
    rev = attach(db, "one/photo", b"content")
    asked = [rev, "9-" + "f" * 32]
    answer = db.get(
        "one", open_revs=asked, attachments=True, revs=True, headers={"Accept": "multipart/mixed"}
    )
    (first, nested), (second, missing) = sorted(parts_of(answer), key=lambda part: "error" in str(part[0]))
    assert "multipart/related" in first["content-type"]
    inner = MultipartReader([nested], boundary_of(first["content-type"])).parts()
    assert json.loads(next(inner).read(10**6))["_rev"] == rev
    assert next(inner).read(10**6) == b"content"
    assert 'error="true"' in second["content-type"]
    assert json.loads(missing) == {"missing": asked[1]}


@pytest.mark.ruhu_only("CouchDB keeps a type as it came")
def test_a_type_with_a_line_break_begins_no_header_of_its_own(db: Client) -> None:
    sly = {"content_type": "image/jpeg\r\nContent-Length: 1", "data": base64.b64encode(b"photo").decode()}
    assert db.put("a", {"_attachments": {"one": sly}}).status == 201
    answer = db.get("a", headers={"Accept": "multipart/related"}, attachments=True)
    assert b"\r\nContent-Type: image/jpeg  Content-Length: 1\r\n" in answer.body


@pytest.mark.ruhu_only("the contents of a foreign encoding are as long as they are")
def test_a_foreign_encoding_and_a_false_length_cut_nothing_off(db: Client) -> None:
    one = {"follows": True, "content_type": "text/plain", "encoding": "br", "length": 2, "encoded_length": 5}
    document = json.dumps({"_attachments": {"one": one}}).encode()
    body = b"--x\r\n\r\n" + document + b"\r\n--x\r\n\r\nhello\r\n--x--"
    kind = {"Content-Type": 'multipart/related; boundary="x"'}
    assert db.put("a", body, headers=kind).status == 201
    assert db.get("a/one").body == b"hello"


def test_a_gzipped_attachment_is_stored_as_it_came(db: Client) -> None:
    plain = b"text " * 500
    packed = gzip.compress(plain)
    announced = {
        "follows": True, "content_type": "text/plain", "encoding": "gzip",
        "length": len(plain), "encoded_length": len(packed), "digest": md5(packed),
    }  # fmt: skip
    body, headers = related({"_attachments": {"note": announced}}, packed)
    assert db.put("doc", body, headers=headers).status in (201, 202)
    assert db.get("doc/note").body == plain
    shown = db.get("doc", att_encoding_info=True).json["_attachments"]["note"]
    assert (shown["encoding"], shown["encoded_length"], shown["length"]) == ("gzip", len(packed), len(plain))
    answer = db.get("doc/note", headers={"Accept-Encoding": "gzip"})
    assert (answer.headers["content-encoding"], answer.body) == ("gzip", packed)
