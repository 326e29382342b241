"""``/{db}/{docid}``: what is refused, which refusal wins, what the answers carry, as in CouchDB 3.5."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from tests.sync.http import Client
from tests.sync.test_attachments import attach, parts_of
from tests.sync.test_documents import A, B, adopt, put

VALIDATION = "doc_validation"


@pytest.mark.parametrize(
    ("document", "error", "reason"),
    [
        ({"_rev": None}, "bad_request", "Invalid rev format"),
        ({"_rev": ""}, "bad_request", "Invalid rev format"),
        ({"_rev": "1-" + "x" * 32}, "bad_request", "Invalid rev format"),
        ({"_id": 1}, "illegal_docid", "Document id must be a string"),
        ({"_id": ""}, "illegal_docid", "Document id must not be empty"),
        ({"_id": "_x"}, "illegal_docid", "Only reserved document ids may start with underscore."),
        ({"_id": "_design/"}, "illegal_docid", "Illegal document id `_design/`"),
        ({"_nonsense": 1}, VALIDATION, "Bad special document member: _nonsense"),
        ({"_deleted": "yes"}, VALIDATION, "Bad special document member: _deleted"),
        ({"_attachments": []}, VALIDATION, "Bad special document member: _attachments"),
        ({"_revisions": 3}, VALIDATION, "Bad special document member: _revisions"),
        ({"_revisions": {"start": "1", "ids": []}}, VALIDATION, "_revisions.start isn't an integer."),
        ({"_revisions": {"start": 1, "ids": "a"}}, VALIDATION, "_revisions.ids isn't a array."),
        ({"_revisions": {"start": 1, "ids": [1]}}, VALIDATION, "RevId isn't a string"),
        ({"_revisions": {"start": 1, "ids": ["x" * 32]}}, VALIDATION, "RevId isn't a valid hexadecimal"),
        ({"_attachments": {"a": {"data": "?"}}}, "bad_request", "Invalid attachment data for a"),
    ],
)
def test_a_malformed_document_is_refused(db: Client, document: object, error: str, reason: str) -> None:
    refusal = {"error": error, "reason": reason}
    for answer in (db.put("one", document), db.post("_bulk_docs", {"docs": [{"_id": "two"}, document]})):
        assert (answer.status, answer.json) == (400, refusal)
    assert db.get("_all_docs").json["rows"] == []


def test_the_address_gives_the_id(db: Client) -> None:
    put(db, "one", {"_id": "two"})
    assert db.get("one").json["_id"] == "one"
    assert db.get("two").status == 404
    assert db.get("_nothing").json == {"error": "not_found", "reason": "missing"}
    assert db.put("_nothing", {}).refusal == (400, "illegal_docid")


def test_revisions_named_twice_must_agree(db: Client) -> None:
    rev = put(db, "one", {})
    other = f"1-{A}"
    body = db.put("one", {"_rev": other}, rev=rev)
    assert body.status == 400
    assert body.json["reason"] == "Document rev from request body and query string have different values"
    for answer in (
        db.put("one", {"_rev": rev}, headers={"If-Match": other}),
        db.delete("one", rev=rev, headers={"If-Match": f'"{other}"'}),
    ):
        assert (answer.status, answer.json["reason"]) == (400, "Document rev and etag have different values")
    assert db.put("one", {}, rev="").json["reason"] == "Invalid rev format"
    assert db.delete("one", headers={"If-Match": f'"{rev}"'}).status == 200


def test_a_deletion_is_answered_as_one(db: Client) -> None:
    rev = put(db, "one", {})
    gone = db.put("one", {"_rev": rev, "_deleted": True, "why": "moved"})
    assert gone.status == 200
    assert gone.headers["etag"] == f'"{gone.json["rev"]}"'
    assert db.get("one", rev=gone.json["rev"]).json["why"] == "moved"
    for query in ({}, {"rev": gone.json["rev"]}):
        assert db.delete("one", **query).json == {"error": "not_found", "reason": "deleted"}
    assert db.delete("never", rev=rev).json == {"error": "not_found", "reason": "missing"}


def test_new_edits_false_needs_a_revision(db: Client) -> None:
    reason = "When `new_edits: false`, the document needs `_rev` or `_revisions` specified"
    told = {"docs": [{"_id": "one", "_rev": f"1-{A}"}, {"_id": "two"}], "new_edits": False}
    for answer in (db.put("one", {}, new_edits=False), db.post("_bulk_docs", told)):
        assert (answer.status, answer.json) == (400, {"error": "bad_request", "reason": reason})
    assert db.get().json["doc_count"] == 0


def test_etags_are_for_what_only_a_new_revision_changes(db: Client) -> None:
    adopt(db, "one", f"2-{A}", f"1-{A}")
    etag = f'"2-{A}"'
    for query in ({}, {"revs": True}, {"rev": f"2-{A}"}, {"conflicts": True}):
        assert db.get("one", **query).headers["etag"] == etag
        known = db.get("one", headers={"If-None-Match": f'"1-{A}", {etag}'}, **query)
        assert (known.status, known.body) == (304, b"")
    adopt(db, "one", f"2-{B}", f"1-{A}")
    for query in ({"conflicts": True}, {"revs_info": True}, {"local_seq": True}, {"meta": True}):
        assert "etag" not in db.get("one", **query).headers
    assert db.get("one").headers["cache-control"] == "must-revalidate"


def test_what_is_neither_true_nor_false_is_ignored(db: Client) -> None:
    put(db, "one", {})
    assert db.get("one", conflicts="maybe", revs="1", new="x").status == 200
    assert "_revisions" not in db.get("one", revs="TRUE").json


def test_contents_travel_in_parts_unless_json_is_asked_for(db: Client) -> None:
    attach(db, "one/photo", b"content")
    for accept in ("*/*", "multipart/*", "multipart/related"):
        answer = db.get("one", attachments=True, headers={"Accept": accept})
        assert answer.headers["content-type"].startswith("multipart/related")
        assert parts_of(answer)[1][1] == b"content"
    assert db.get("one", attachments=True).json["_attachments"]["photo"]["data"]


def test_open_revisions_in_parts_bring_all_contents(db: Client) -> None:
    """A replicator asks for ``open_revs`` without ``attachments`` and must get them."""
    rev = attach(db, "one/old", b"old")
    second = attach(db, "one/new", b"new", rev=rev)
    for query, sent in (({}, b"old"), ({"atts_since": [rev]}, b"new")):
        answer = db.get("one", open_revs=[second], headers={"Accept": "multipart/mixed"}, **query)
        ((headers, nested),) = parts_of(answer)
        assert headers["content-type"].startswith("multipart/related")
        assert sent in nested
    assert b"\r\n\r\nold\r\n" not in nested
    assert db.get("one", open_revs=[second]).json[0]["ok"]["_attachments"]["old"]["stub"] is True
    assert db.get("one", open_revs=[]).json["_rev"] == second
    assert db.get("one", open_revs={}).json["reason"] == "Invalid list of revisions"
    assert db.get("one", atts_since=["0-x"]).json["_attachments"]["old"]["data"]


def test_a_stub_of_another_generation_is_missing(db: Client) -> None:
    rev = attach(db, "one/photo", b"content")
    stub = {"stub": True, "revpos": 10}
    answer = db.put("one", {"_rev": rev, "_attachments": {"photo": stub}})
    assert answer.refusal == (412, "missing_stub")
    assert put(db, "one", {"_rev": rev, "_attachments": {"photo": {"stub": True}}}).startswith("2-")
    unknown = {"_id": "new", "_attachments": {"photo": {"stub": True}}}
    assert db.post("_bulk_docs", {"docs": [unknown]}).refusal == (412, "missing_stub")


def test_a_copy_names_its_source_and_its_target(db: Client) -> None:
    first = put(db, "one", {"n": 1})
    put(db, "one", {"n": 2, "_rev": first})
    assert db.request("COPY", "one", rev=first, headers={"Destination": "old"}).status == 201
    assert db.get("old").json["n"] == 1
    matched = db.request("COPY", "one", headers={"Destination": "new%2Fer", "If-Match": first})
    assert matched.json["id"] == "new/er"
    assert matched.headers["location"].endswith("/new%2Fer")
    absolute = db.request("COPY", "one", headers={"Destination": "http://elsewhere/one"})
    assert (absolute.status, absolute.json["reason"]) == (400, "Destination URL must be relative.")
    assert db.request("COPY", "never", headers={"Destination": "x"}).refusal == (404, "not_found")


def test_a_client_that_knows_only_post(db: Client) -> None:
    headers = {"X-HTTP-Method-Override": "PUT"}
    rev = db.post("one", {"n": 1}, headers=headers).json["rev"]
    assert db.get("one", headers={"X-HTTP-Method-Override": "DELETE"}).json["n"] == 1
    assert db.post("one", headers={"X-HTTP-Method-Override": "DELETE"}, rev=rev).status == 200
    assert db.get("one").status == 404


def test_a_body_may_come_packed(db: Client) -> None:
    packed = gzip.compress(json.dumps({"n": 1}).encode())
    assert db.put("one", packed, headers={"Content-Encoding": "gzip"}).status == 201
    assert db.get("one").json["n"] == 1
    assert db.put("two", packed, headers={"Content-Encoding": "br"}).refusal == (415, "bad_content_type")


def test_what_a_replicator_notes_in_a_document_is_kept(db: Client) -> None:
    noted: dict[str, Any] = {"_replication_id": "abc", "_replication_state": "completed"}
    put(db, "one", noted)
    assert noted.items() <= db.get("one").json.items()


@pytest.mark.ruhu_only("CouchDB unpacks up to four gigabytes")
def test_a_packed_body_does_not_burst_the_store(db: Client) -> None:
    bomb = gzip.compress(b" " * 100_000_000)
    assert db.put("one", bomb, headers={"Content-Encoding": "gzip"}).refusal == (413, "too_large")
    assert db.put("one", b"no gzip", headers={"Content-Encoding": "gzip"}).status == 400
