"""Bad input is answered with CouchDB's status and error, and nothing of it is written."""

from __future__ import annotations

import socket
from urllib.parse import quote

import pytest

from tests.sync.http import Client
from tests.sync.refusals import ANSWERS, JSON_ENDPOINTS, REFUSALS, Written, check, watch

pytestmark = pytest.mark.ruhu_only("CouchDB answers some of it with 500, express-pouchdb ends")


@pytest.fixture
def written(db: Client) -> Written:
    assert db.put("doc", {"n": 1}).status == 201
    return watch(db)


BROKEN_JSON = {
    "nothing": b"",
    "open": b'{"a":',
    "rest": b'{"a":1} trailing',
    "two": b"{}{}",
    "nan": b'{"a":NaN}',
    "infinity": b'{"a":-Infinity}',
    "utf8": b'{"a":"\xff\xfe"}',
    "utf16": '{"a":1}'.encode("utf-16"),
    "bom": b"\xef\xbb\xbf{}",
    "surrogate": b'{"a":"\\ud800"}',
    "surrogate key": b'{"\\udfff":1}',
    "deep list": b"[" * 200_000 + b"]" * 200_000,
    "deep object": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "huge integer": b'{"a":' + b"9" * 100_000 + b"}",
    "single quotes": b"{'a':1}",
    "comma": b'{"a":1,}',
    "control": b'{"a":"\x01"}',
    "text": b'"doc"',
    "number": b"17",
    "null": b"null",
    "list": b"[1]",
}


@pytest.mark.parametrize(("method", "path"), JSON_ENDPOINTS)
def test_what_is_no_json_or_not_the_right_json_is_refused(
    db: Client, written: Written, method: str, path: str
) -> None:
    before = written()
    for name, text in BROKEN_JSON.items():
        if name == "number" and path.endswith("_limit"):
            continue
        if name == "nothing" and path.startswith("_changes"):
            continue
        answer = db.request(method, path, text, headers={"Content-Type": "application/json"})
        assert answer.status in REFUSALS, (name, answer.status, answer.body[:200])
        check(answer)
    assert written() == before


def test_the_last_of_two_equal_keys_counts(db: Client) -> None:
    assert db.put("twice", b'{"a":1,"a":2}').status == 201
    assert db.get("twice").json["a"] == 2


IDS = ["_x", "_design", "_local", "_", "_design/", "%00", "a%00b", "_design%2F", "_local%2F", "%FF", "a%ff"]


@pytest.mark.parametrize("doc_id", IDS)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_illegal_id_in_the_address(db: Client, written: Written, doc_id: str, method: str) -> None:
    before = written()
    check(db.request(method, doc_id, {} if method == "PUT" else None))
    assert written() == before


@pytest.mark.parametrize("doc_id", ["_x", "", "a\0b", 1, None, [], {}, True, "_design/", "_local/"])
def test_an_illegal_id_in_a_body(db: Client, written: Written, doc_id: object) -> None:
    before = written()
    if doc_id is not None:
        check(db.post("", {"_id": doc_id}))
        check(db.post("_bulk_docs", {"docs": [{"_id": "good"}, {"_id": doc_id}]}))
    check(db.post("_bulk_docs", {"docs": [{"_id": doc_id, "_rev": "1-a"}], "new_edits": False}))
    assert written() == before


PATHS = [
    "..", "../..", "doc/..", "doc/../doc", "%2e%2e", "%2e%2e%2fetc", "doc/%2e%2e/x", "//doc", "doc//x",
    "doc/", "%2F", "%2F%2F", "doc%2F..%2Fdoc", "doc/" + "x/" * 500, "y" * 20_000, "%", "%zz", "doc/_x",
    "doc/%00", "_changes/x", "_bulk_docs/x", "_security/x", "_local/..", "_design/../doc", "\\..\\", ";",
    "doc?x=%", "doc?rev=%",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_tricks_with_paths(db: Client, written: Written, path: str) -> None:
    before = written()
    for method in ("GET", "HEAD", "DELETE", "COPY", "POST"):
        answer = db.request(method, path)
        assert answer.status in ANSWERS, (method, answer)
    assert written() == before


PARAMETERS = [
    "rev", "revs", "revs_info", "open_revs", "latest", "conflicts", "deleted_conflicts", "local_seq",
    "meta", "attachments", "att_encoding_info", "atts_since", "batch", "new_edits", "since", "limit",
    "skip", "descending", "style", "heartbeat", "timeout", "include_docs", "filter", "doc_ids", "feed",
    "key", "keys", "startkey", "endkey", "start_key", "end_key", "startkey_docid", "endkey_docid",
    "inclusive_end", "update_seq", "last-event-id", "count",
]  # fmt: skip
VALUES = [
    "", "null", "true", "TRUE", "0", "-1", "1e400", "99999999999999999999", "9" * 5000, "[]", "[1]",
    '["1-a",2]', "{}", '"x"', "nonsense", "%FF", "%00", "1-", "-", "0-0", "1-a", "[" * 2000, '"\\ud800"',
    "1.5", "NaN",
]  # fmt: skip
ASKED = ["doc", "_all_docs", "_changes", "_design_docs", "_local_docs", "_local/x", "doc/photo", ""]


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_every_query_parameter_with_every_kind_of_value(
    server: Client, db: Client, written: Written, parameter: str
) -> None:
    before = written()
    for value in VALUES:
        target = f"{parameter}={value if '%' in value else quote(value)}"
        for path in ASKED:
            check(db.get(f"{path}?{target}&limit=3" if parameter != "limit" else f"{path}?{target}"), ANSWERS)
        for path in ("_all_dbs", "_dbs_info", "_db_updates", "_uuids"):
            check(server.get(f"{path}?{target}"), ANSWERS)
    assert written() == before


def test_headers_that_are_not_what_they_should_be(db: Client, written: Written) -> None:
    before = written()
    for name, value in (
        ("If-Match", '"nonsense"'),
        ("Content-MD5", "x"),
        ("Authorization", "Basic ***"),
        ("Authorization", "x"),
        ("Authorization", "Bearer a.b.c"),
        ("Authorization", "Bearer " + "a" * 9000),
        ("Cookie", "AuthSession=!"),
        ("Authorization", "Bearer ."),
        ("Cookie", "AuthSession=" + "A" * 50),
    ):
        headers = {"Content-Type": "image/jpeg", name: value}
        if name == "Cookie":
            headers["Authorization"] = ""
        check(db.put("doc/photo", b"x", headers=headers))
    for destination in ("", "http://elsewhere/x", "_x", "other?rev=nonsense", "a%00"):
        check(db.request("COPY", "doc", headers={"Destination": destination}))
    for span in ("bytes=x", "bytes=5-1", "bytes=-0", "bytes=99999999999999999999-", "lines=1-2"):
        check(db.get("doc/none", headers={"Range": span}))
    assert written() == before


def test_an_upload_that_ends_early_is_not_kept(db: Client, written: Written) -> None:
    before = written()
    with db.stall("PUT", "cut/photo", length=1000, sent=b"half") as one:
        one.shutdown(socket.SHUT_WR)
        answer = one.recv(4096)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")
    assert written() == before
    assert db.get("cut").status == 404
