"""``_bulk_docs``, ``_bulk_get``, ``_purge``: what is refused and how rows look, as in CouchDB 3.5."""

from __future__ import annotations

import json

import pytest

from tests.sync.http import Client
from tests.sync.test_attachments import attach, parts_of
from tests.sync.test_documents import A, B, adopt, put


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"doc": []}, "POST body must include `docs` parameter."),
        ({"docs": "x"}, "`docs` parameter must be an array."),
        ({"docs": [], "new_edits": 0}, "`new_edits` parameter must be a boolean."),
        ({"docs": [1]}, "Document must be a JSON object"),
        ([], "Request body must be a JSON object"),
    ],
    ids=["no-docs", "docs-type", "new-edits-type", "document-type", "body-type"],
)
def test_a_malformed_bulk_is_refused(db: Client, body: object, reason: str) -> None:
    answer = db.post("_bulk_docs", body)
    assert (answer.status, answer.json) == (400, {"error": "bad_request", "reason": reason})


def test_all_or_nothing_is_given_up(db: Client) -> None:
    answer = db.post("_bulk_docs", {"docs": [{"_id": "a"}, {"_id": "b"}], "all_or_nothing": True})
    assert answer.status == 417
    refused = ("not_implemented", "all_or_nothing is not supported")
    assert [(row["error"], row["reason"]) for row in answer.json] == [refused, refused]
    assert db.get().json["doc_count"] == 0


def test_rows_of_a_bulk_are_in_the_order_of_its_documents(db: Client) -> None:
    put(db, "known", {})
    documents = [{"_id": "_local/x", "n": 1}, {"_id": "known"}, {"n": 2}, {"_id": "_local/y"}, {"_id": "z"}]
    rows = db.post("_bulk_docs", {"docs": documents}).json
    assert [row.get("id") for row in rows if "n" not in row][:2] == ["_local/x", "known"]
    assert (rows[0]["rev"], rows[3]["id"], rows[4]["id"]) == ("0-1", "_local/y", "z")
    assert rows[1] == {"id": "known", "error": "conflict", "reason": "Document update conflict."}
    assert len(rows[2]["id"]) == 32
    assert db.get("_local/x").json["n"] == 1


def test_local_documents_are_never_among_the_others(db: Client) -> None:
    assert db.post("", {"_id": "_local/x"}).json["rev"] == "0-1"
    told = {"docs": [{"_id": "_local/y", "_rev": "0-4"}], "new_edits": False}
    assert db.post("_bulk_docs", told).json == []
    assert db.get("_local/y").json["_rev"] == "0-5"
    assert db.get("_all_docs").json["rows"] == []
    assert db.get("_changes").json["results"] == []
    assert db.get("_local").status == 404 or db.get("_local").refusal == (400, "bad_request")
    assert db.put("_local/", {}).refusal == (400, "bad_request")
    assert db.put("_local/x", {"_deleted": True}).status == 200
    assert db.get("_local/x").status == 404


def test_one_update_and_one_deletion_of_a_revision_are_a_conflict(db: Client) -> None:
    rev = put(db, "one", {})
    documents = [{"_id": "one", "_rev": rev, "n": 2}, {"_id": "one", "_rev": rev, "_deleted": True}]
    first, second = db.post("_bulk_docs", {"docs": documents}).json
    assert (first["ok"], second["error"]) == (True, "conflict")


def test_each_question_of_a_bulk_get_is_answered_by_itself(db: Client) -> None:
    adopt(db, "one", f"2-{A}")
    asked = [1, {}, {"rev": "1-a"}, {"id": "_x"}, {"id": "one", "rev": "x"}, {"id": "one", "atts_since": 1}]
    asked += [{"id": "none"}, {"id": "one", "rev": f"1-{B}"}, {"id": "one"}]
    groups = db.post("_bulk_get", {"docs": asked}).json["results"]
    refusals = [group["docs"][0].get("error", {}) for group in groups]
    no_object = ("bad_request", "document must be a JSON object")
    assert [(one.get("error"), one.get("reason")) for one in refusals] == [
        no_object,
        no_object,
        ("bad_request", "document id missed"),
        ("illegal_docid", "Only reserved document ids may start with underscore."),
        ("bad_request", "Invalid rev format"),
        ("bad_request", "att_since value must be array of revs."),
        ("not_found", "missing"),
        ("not_found", "missing"),
        (None, None),
    ]
    assert [one.get("rev") for one in refusals[4:8:2]] == ["x", "undefined"]
    assert (groups[0]["id"], groups[6]["id"]) == (None, "none")
    assert groups[8]["docs"][0]["ok"]["_rev"] == f"2-{A}"


def test_a_bulk_get_takes_no_question_in_its_query(db: Client) -> None:
    for name in ("rev", "open_revs", "atts_since", "new_edits", "w"):
        answer = db.post("_bulk_get", {"docs": []}, **{name: "x"})
        assert (answer.status, answer.json["reason"]) == (400, f'"{name}" query parameter is not acceptable')
    assert db.post("_bulk_get", {}).json["reason"] == "Missing JSON list of 'docs'."


def test_a_bulk_get_in_parts_brings_contents(db: Client) -> None:
    attach(db, "one/photo", b"content")
    asked = {"docs": [{"id": "one"}]}
    assert db.post("_bulk_get", asked, headers={"Accept": "*/*"}).json["results"][0]["id"] == "one"
    answer = db.post("_bulk_get", asked, headers={"Accept": "multipart/mixed"})
    ((headers, nested),) = parts_of(answer)
    assert headers["x-doc-id"] == "one"
    assert b"\r\n\r\ncontent\r\n" in nested


def test_a_purge_has_limits(db: Client) -> None:
    many = db.post("_purge", {str(number): [f"1-{A}"] for number in range(101)})
    assert (many.status, many.json["reason"]) == (400, "Exceeded maximum number of documents.")
    revs = db.post("_purge", {"one": [f"{number}-{A}" for number in range(1, 1002)]})
    assert (revs.status, revs.json["reason"]) == (400, "Exceeded maximum number of revisions.")
    assert db.post("_purge", {"one": "x"}).json["reason"] == "Invalid list of revisions"
    assert db.post("_purge", {"one": ["x"]}).json["reason"] == "Invalid rev format"
    assert db.post("_purge", {}).json == {"purge_seq": None, "purged": {}}
    assert db.put("_purged_infos_limit", 0).refusal == (400, "bad_request")


def test_what_a_purge_took_is_noted(db: Client) -> None:
    adopt(db, "one", f"1-{A}")
    db.post("_purge", {"one": [f"1-{A}"]})
    noted = db.get("_purged_infos").json["purged_infos"]
    assert [(row["id"], row["revs"]) for row in noted] == [("one", [f"1-{A}"])]


def test_missing_revisions_of_what_is_asked_wrongly(db: Client) -> None:
    for name in ("_revs_diff", "_missing_revs"):
        assert db.post(name, {"one": "x"}).json["reason"] == "Invalid list of revisions"
        assert db.post(name, {"one": ["x"]}).json["reason"] == "Invalid rev format"
        assert db.post(name, []).json["reason"] == "Request body must be a JSON object"
    assert db.post("_revs_diff", {"one": []}).json == {}
    assert json.loads(db.post("_missing_revs", {"one": []}).body) == {"missing_revs": {}}
