"""``/{db}/{docid}``: what comes back, what an edit builds on, which revisions are kept."""

from __future__ import annotations

import pytest

from tests.sync.http import Client


def put(db: Client, doc_id: str, body: dict[str, object], **query: object) -> str:
    answer = db.put(doc_id, body, **query)
    assert answer.status in (201, 202), answer.body
    return str(answer.json["rev"])


def adopt(db: Client, doc_id: str, *history: str, deleted: bool = False, **members: object) -> None:
    """A revision made elsewhere: ``history`` newest first."""
    start = int(history[0].partition("-")[0])
    names = [rev.partition("-")[2] for rev in history]
    document = {"_id": doc_id, "_revisions": {"start": start, "ids": names}, "_rev": history[0], **members}
    if deleted:
        document["_deleted"] = True
    assert db.post("_bulk_docs", {"docs": [document], "new_edits": False}).json == []


A, B, C, D = ("a" * 32, "b" * 32, "c" * 32, "d" * 32)


def test_a_document_comes_back_as_it_was_sent(db: Client) -> None:
    body = {"名": "张三", "amount": "1860.00", "n": 1, "f": 1.5, "x": None, "l": [[], {}]}
    rev = put(db, "visit:1", body)
    answer = db.get("visit%3A1")
    assert answer.json == {"_id": "visit:1", "_rev": rev, **body}
    assert answer.headers["etag"] == f'"{rev}"'
    assert db.request("HEAD", "visit:1").headers["etag"] == f'"{rev}"'
    assert db.request("HEAD", "visit:1").body == b""
    assert db.get("visit:1", headers={"If-None-Match": f'"{rev}"'}).status == 304


def test_a_number_has_as_many_digits_as_were_sent(db: Client) -> None:
    put(db, "one", {"n": 12345678901234567890})
    assert db.get("one").json["n"] == 12345678901234567890


def test_an_edit_must_build_on_the_winning_leaf(db: Client) -> None:
    first = put(db, "one", {"n": 1})
    assert db.put("one", {"n": 2}).refusal == (409, "conflict")
    second = put(db, "one", {"n": 2, "_rev": first})
    assert second.startswith("2-")
    assert db.put("one", {"n": 3, "_rev": first}).refusal == (409, "conflict")
    assert db.put("new", {"_rev": first}).refusal == (409, "conflict")
    assert db.get("one").json["n"] == 2


def test_a_revision_may_be_named_in_a_header(db: Client) -> None:
    first = put(db, "one", {"n": 1})
    assert db.put("one", {"n": 2}, headers={"If-Match": first}).status in (201, 202)
    assert db.put("one", {"n": 3}, headers={"If-Match": first}).refusal == (409, "conflict")
    assert db.get("one").json["n"] == 2


def test_a_deleted_document_is_gone_and_may_come_back(db: Client) -> None:
    rev = put(db, "one", {"n": 1})
    gone = db.delete("one", rev=rev)
    assert gone.status in (200, 202)
    assert db.get("one").json == {"error": "not_found", "reason": "deleted"}
    assert db.get("never").json == {"error": "not_found", "reason": "missing"}
    tombstone = db.get("one", rev=gone.json["rev"]).json
    assert tombstone == {"_id": "one", "_rev": gone.json["rev"], "_deleted": True}
    assert put(db, "one", {"n": 2}).startswith("3-")


def test_a_deletion_names_what_it_deletes(db: Client) -> None:
    put(db, "one", {"n": 1})
    assert db.delete("one").refusal == (409, "conflict")
    assert db.get("one").json["n"] == 1


def test_history_and_what_is_still_kept_of_it(db: Client) -> None:
    first = put(db, "one", {"n": 1})
    second = put(db, "one", {"n": 2, "_rev": first})
    answer = db.get("one", revs=True, revs_info=True).json
    ids = [rev.partition("-")[2] for rev in (second, first)]
    assert answer["_revisions"] == {"start": 2, "ids": ids}
    assert [one["status"] for one in answer["_revs_info"]] == ["available", "available"]
    assert db.get("one", rev=first).json["n"] == 1
    assert db.get("one", rev=f"1-{D}").refusal == (404, "not_found")


def test_a_document_says_when_it_was_written_here(db: Client) -> None:
    put(db, "one", {})
    assert "_local_seq" in db.get("one", local_seq=True).json
    assert "_local_seq" not in db.get("one").json


def test_conflicting_leaves_are_kept_and_named(db: Client) -> None:
    adopt(db, "one", f"1-{A}")
    adopt(db, "one", f"2-{B}", f"1-{A}", side="b")
    adopt(db, "one", f"2-{C}", f"1-{A}", side="c")
    adopt(db, "one", f"3-{D}", f"2-{D}", f"1-{A}", deleted=True)
    answer = db.get("one", conflicts=True).json
    assert (answer["_rev"], answer["side"]) == (f"2-{C}", "c")
    assert answer["_conflicts"] == [f"2-{B}"]
    opened = db.get("one", open_revs="all").json
    assert sorted(row["ok"]["_rev"] for row in opened) == [f"2-{B}", f"2-{C}", f"3-{D}"]
    some = db.get("one", open_revs=[f"2-{B}", f"9-{A}"]).json
    assert [row["ok"]["side"] for row in some if "ok" in row] == ["b"]
    assert [row for row in some if "ok" not in row] == [{"missing": f"9-{A}"}]
    assert db.delete("one", rev=f"2-{C}").status in (200, 202)
    assert db.get("one").json["_rev"] == f"2-{B}"


def test_the_latest_of_a_revision_are_the_leaves_built_on_it(db: Client) -> None:
    adopt(db, "one", f"2-{B}", f"1-{A}")
    adopt(db, "one", f"3-{C}", f"2-{C}", f"1-{A}")
    for asked, leaves in ((f"1-{A}", [f"2-{B}", f"3-{C}"]), (f"2-{C}", [f"3-{C}"])):
        latest = db.get("one", open_revs=[asked], latest=True).json
        assert sorted(row["ok"]["_rev"] for row in latest) == leaves


def test_deleted_leaves_are_named_when_asked_for(db: Client) -> None:
    adopt(db, "one", f"2-{B}", f"1-{A}")
    adopt(db, "one", f"2-{C}", f"1-{A}")
    adopt(db, "one", f"3-{D}", f"2-{D}", f"1-{A}", deleted=True)
    assert db.get("one", deleted_conflicts=True).json["_deleted_conflicts"] == [f"3-{D}"]
    shown = db.get("one", meta=True).json
    assert (shown["_conflicts"], shown["_deleted_conflicts"]) == ([f"2-{B}"], [f"3-{D}"])
    assert len(shown["_revs_info"]) == 2


def test_a_known_revision_changes_nothing(db: Client) -> None:
    adopt(db, "one", f"2-{B}", f"1-{A}", n=1)
    before = db.get().json["update_seq"]
    adopt(db, "one", f"2-{B}", f"1-{A}", n=1)
    assert db.get().json["update_seq"] == before


def test_new_edits_false_in_a_put(db: Client) -> None:
    answer = db.put("one", {"_rev": f"3-{A}", "n": 1}, new_edits=False)
    assert answer.json["rev"] == f"3-{A}"
    assert db.get("one").json["_rev"] == f"3-{A}"


def test_old_revisions_are_stemmed_at_the_limit(db: Client) -> None:
    assert db.put("_revs_limit", 3).json == {"ok": True}
    assert db.get("_revs_limit").json == 3
    rev = put(db, "one", {})
    for _ in range(5):
        rev = put(db, "one", {"_rev": rev})
    answer = db.get("one", revs=True).json["_revisions"]
    assert (answer["start"], len(answer["ids"])) == (6, 3)


def test_a_hundred_thousand_revisions_are_taken_and_stemmed(db: Client) -> None:
    names = [f"{number:032x}" for number in range(100_000, 0, -1)]
    document = {"_id": "one", "_revisions": {"start": 100_000, "ids": names}, "n": 1}
    assert db.post("_bulk_docs", {"docs": [document], "new_edits": False}).json == []
    kept = db.get("one", revs=True).json["_revisions"]
    assert (kept["start"], kept["ids"]) == (100_000, names[:1000])


def test_copying_a_document(db: Client) -> None:
    put(db, "one", {"n": 1})
    answer = db.request("COPY", "one", headers={"Destination": "two"})
    assert answer.status in (201, 202)
    assert db.get("two").json["n"] == 1
    assert db.request("COPY", "one", headers={"Destination": "two"}).refusal == (409, "conflict")
    over = f"two?rev={db.get('two').json['_rev']}"
    assert db.request("COPY", "one", headers={"Destination": over}).json["rev"].startswith("2-")
    assert db.request("COPY", "one").refusal == (400, "bad_request")


def test_batch_ok_answers_without_a_revision(db: Client) -> None:
    answer = db.put("one", {}, batch="ok")
    assert (answer.status, answer.json) == (202, {"ok": True, "id": "one"})


def test_post_makes_an_id(db: Client) -> None:
    answer = db.post("", {"n": 1})
    assert db.get(answer.json["id"]).json["n"] == 1


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_a_slash_in_the_id_of_a_new_document_whatever_type_curl_names(db: Client, kind: str) -> None:
    assert db.put("a%2Fb", b' {"n": 1}', headers={"Content-Type": kind}).status == 201
    assert db.get("a%2Fb").json["n"] == 1
    assert db.get("a").status == 404


def test_a_slash_in_an_id(db: Client) -> None:
    rev = put(db, "a%2Fb", {"n": 1})
    assert db.get("a%2Fb").json["_id"] == "a/b"
    answer = db.put("a%2Fb/photo", b"x", rev=rev, headers={"Content-Type": "image/jpeg"})
    assert answer.status in (201, 202)
    assert db.get("a%2Fb/photo").body == b"x"
    assert put(db, "a", {"n": 2})
    assert db.get("a").json["n"] == 2
    assert put(db, "a%2Fc", {"n": 3})
    assert db.get("a%2Fc").json["n"] == 3


def test_design_documents_are_stored(db: Client) -> None:
    put(db, "_design/rules", {"language": "javascript", "views": {}})
    assert db.get("_design/rules").json["_id"] == "_design/rules"
    assert [row["id"] for row in db.get("_all_docs").json["rows"]] == ["_design/rules"]


@pytest.mark.parametrize(
    ("path", "body", "refusal"),
    [
        ("one", b"{", (400, "bad_request")),
        ("one", b"[]", (400, "bad_request")),
        ("one", b'{"a": NaN}', (400, "bad_request")),
        ("one", b'{"a": "\xff"}', (400, "bad_request")),
        ("one", b"[" * 100_000, (400, "bad_request")),
        ("_x", b"{}", (400, "illegal_docid")),
        ("one", b'{"_x": 1}', (400, "doc_validation")),
        ("one", b'{"_rev": "rubbish"}', (400, "bad_request")),
        ("one", b'{"_rev": 1}', (400, "bad_request")),
        ("one", b'{"_attachments": {"a": {"data": "%%%"}}}', (400, "bad_request")),
        ("one", b'{"_attachments": {"a": {"stub": true}}}', (412, "missing_stub")),
        ("one", b'{"_attachments": [1]}', (400, "bad_request")),
    ],
    ids=[
        "broken", "not-an-object", "nan", "not-utf8", "deep", "reserved-id", "special-member",
        "rev-format", "rev-type", "base64", "unknown-stub", "attachments-type",
    ],
)  # fmt: skip
def test_bad_documents_are_refused_and_leave_nothing(
    db: Client, path: str, body: bytes, refusal: tuple[int, str]
) -> None:
    answer = db.put(path, body, headers={"Content-Type": "application/json"})
    assert answer.status == refusal[0] or (path == "_x" and answer.status in (400, 404, 501))
    assert db.get("one").status == 404
    assert db.get().json["doc_count"] == 0


def test_a_document_over_the_limit_is_refused(db: Client) -> None:
    answer = db.put("one", {"text": "x" * 8_100_000})
    assert answer.refusal == (413, "document_too_large")
    assert db.get("one").status == 404


def test_local_documents_stay_here(db: Client) -> None:
    first = db.put("_local/checkpoint", {"last_seq": 1})
    assert first.json == {"ok": True, "id": "_local/checkpoint", "rev": "0-1"}
    assert db.put("_local/checkpoint", {"last_seq": 2, "_rev": "0-1"}).json["rev"] == "0-2"
    assert db.get("_local/checkpoint").json == {"_id": "_local/checkpoint", "_rev": "0-2", "last_seq": 2}
    assert db.get("_changes").json["results"] == []
    assert db.delete("_local/checkpoint", rev="0-2").status == 200
    assert db.get("_local/checkpoint").refusal == (404, "not_found")
