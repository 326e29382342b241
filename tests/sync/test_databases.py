"""Server and database addresses, lists, bulk, changes: as CouchDB's documentation says."""

from __future__ import annotations

import json
import threading
import time
from contextlib import closing
from http.client import HTTPResponse

import pytest

from tests.sync.http import Client
from tests.sync.test_attachments import parts_of
from tests.sync.test_documents import A, B, C, D, adopt, put


def fill(db: Client, *names: str) -> None:
    rows = db.post("_bulk_docs", {"docs": [{"_id": name, "n": n} for n, name in enumerate(names)]}).json
    assert all(row["ok"] for row in rows)


def ids(answer: object) -> list[str]:
    assert isinstance(answer, dict)
    return [row["id"] for row in answer["rows"]]


def test_the_server_introduces_itself(server: Client) -> None:
    assert server.get().json["couchdb"] == "Welcome"
    assert server.get("_up").json["status"] == "ok"


def test_the_server_makes_up_ids_and_tells_what_it_does(server: Client) -> None:
    assert len(set(server.get("_uuids", count=5).json["uuids"])) == 5
    assert isinstance(server.get("_active_tasks").json, list)


def test_databases_are_made_listed_and_deleted(server: Client, name: str) -> None:
    assert server.put(name).refusal == (412, "file_exists")
    assert name in server.get("_all_dbs").json
    assert server.get(name).json["db_name"] == name
    assert server.request("HEAD", name).status == 200
    assert server.put("Capital").refusal == (400, "illegal_database_name")
    assert server.get("test-none").refusal == (404, "not_found")
    assert server.delete("test-none").refusal == (404, "not_found")


def test_a_database_may_have_a_slash_in_its_name(server: Client, name: str) -> None:
    slashed = f"{name}%2Fpart"
    assert server.put(slashed).status in (201, 202)
    assert server.put(f"{slashed}/doc", {"n": 1}).status in (201, 202)
    assert server.get(f"{slashed}/doc").json["n"] == 1
    assert server.get(slashed).json["doc_count"] == 1
    assert server.delete(slashed).status in (200, 202)


def test_a_slashed_name_from_a_client_that_always_names_a_type(server: Client, name: str) -> None:
    """PouchDB sends JSON's type with a PUT that has no body; a document without one is still refused."""
    typed = {"Content-Type": "application/json"}
    slashed = f"{name}-some%2Ftest"
    assert server.request("PUT", slashed, b"", headers=typed).status in (201, 202)
    assert server.get(slashed).json["db_name"] == f"{name}-some/test"
    assert server.delete(slashed).status in (200, 202)
    assert server.request("PUT", f"{name}/doc", b"", headers=typed).status == 400
    assert server.get(f"{name}%2Fdoc").status == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["a", "b", "c", "d"]),
        ({"startkey": "b"}, ["b", "c", "d"]),
        ({"endkey": "c"}, ["a", "b", "c"]),
        ({"endkey": "c", "inclusive_end": False}, ["a", "b"]),
        ({"startkey": "b", "endkey": "c"}, ["b", "c"]),
        ({"limit": 2, "skip": 1}, ["b", "c"]),
        ({"descending": True}, ["d", "c", "b", "a"]),
        ({"descending": True, "startkey": "c", "endkey": "b"}, ["c", "b"]),
        ({"descending": True, "endkey": "b", "inclusive_end": False}, ["d", "c"]),
        ({"key": "b"}, ["b"]),
        ({"limit": 0}, []),
        ({"startkey": "z"}, []),
    ],
)
def test_lists_of_documents(db: Client, query: dict[str, object], expected: list[str]) -> None:
    fill(db, "a", "b", "c", "d")
    asked = {name: json.dumps(value) for name, value in query.items()}
    answer = db.get("_all_docs", **asked).json
    assert ids(answer) == expected
    assert answer["total_rows"] == 4


def test_lists_by_keys(db: Client) -> None:
    fill(db, "a", "b")
    db.delete("b", rev=db.get("b").json["_rev"])
    rows = db.post("_all_docs", {"keys": ["a", "none", "b"]}, include_docs=True).json["rows"]
    assert rows[0]["doc"]["_id"] == "a"
    assert rows[1] == {"key": "none", "error": "not_found"}
    assert rows[2]["value"]["deleted"] is True
    assert rows[2]["doc"] is None


def test_bulk_takes_and_refuses_each_by_itself(db: Client) -> None:
    put(db, "known", {})
    documents = [{"_id": "known"}, {"_id": "new", "n": 1}, {"_id": "new", "n": 2}]
    rows = db.post("_bulk_docs", {"docs": documents}).json
    assert rows[0]["error"] == "conflict"
    assert rows[1]["ok"] is True
    assert rows[2]["error"] == "conflict"
    assert db.get().json["doc_count"] == 2
    assert db.post("_bulk_docs", {"nothing": 1}).refusal == (400, "bad_request")
    text = db.post("_bulk_docs", b"{}", headers={"Content-Type": "text/plain"})
    assert text.status == 415


def test_what_is_missing_here(db: Client) -> None:
    adopt(db, "one", f"2-{B}", f"1-{A}")
    asked = {"one": [f"2-{B}", f"3-{C}"], "none": [f"1-{A}"]}
    assert db.post("_revs_diff", asked).json == {
        "one": {"missing": [f"3-{C}"], "possible_ancestors": [f"2-{B}"]},
        "none": {"missing": [f"1-{A}"]},
    }
    missing = db.post("_missing_revs", asked).json["missing_revs"]
    assert missing == {"one": [f"3-{C}"], "none": [f"1-{A}"]}


def test_a_revision_that_is_here_is_not_missing(db: Client) -> None:
    adopt(db, "one", f"2-{B}", f"1-{A}")
    assert db.post("_revs_diff", {"one": [f"2-{B}", f"1-{A}"]}).json == {}
    assert db.post("_revs_diff", {"one": [f"3-{C}"]}).json["one"]["missing"] == [f"3-{C}"]


def test_many_documents_in_one_request(db: Client) -> None:
    adopt(db, "one", f"2-{B}", f"1-{A}", n=1)
    db.put("two/photo", b"content", headers={"Content-Type": "image/jpeg"})
    rev = db.get("two").json["_rev"]
    asked = {
        "docs": [{"id": "one", "rev": f"2-{B}"}, {"id": "one", "rev": f"9-{D}"}, {"id": "two", "rev": rev}]
    }
    groups = db.post("_bulk_get", asked, revs=True).json["results"]
    assert groups[0]["docs"][0]["ok"]["_revisions"]["start"] == 2
    assert groups[1]["docs"][0]["error"]["reason"] == "missing"
    assert groups[2]["docs"][0]["ok"]["_attachments"]["photo"]["stub"] is True
    answer = db.post("_bulk_get", asked, attachments=True, headers={"Accept": "multipart/mixed"})
    parts = parts_of(answer)
    assert json.loads(parts[0][1])["n"] == 1
    assert 'error="true"' in parts[1][0]["content-type"]
    assert "multipart/related" in parts[2][0]["content-type"]
    assert b"content" in parts[2][1]


def test_changes_tell_each_document_once_at_its_latest(db: Client) -> None:
    fill(db, "a", "b")
    middle = db.get("_changes").json["last_seq"]
    put(db, "a", {"_rev": db.get("a").json["_rev"]})
    db.delete("b", rev=db.get("b").json["_rev"])
    answer = db.get("_changes").json
    assert [row["id"] for row in answer["results"]] == ["a", "b"]
    assert answer["results"][1]["deleted"] is True
    assert len(db.get("_changes", since=middle).json["results"]) == 2
    assert db.get("_changes", since=answer["last_seq"]).json["results"] == []
    assert db.get("_changes", since="now").json["results"] == []
    first = db.get("_changes", limit=1).json
    assert len(db.get("_changes", since=first["last_seq"]).json["results"]) == 1
    assert [row["id"] for row in db.get("_changes", descending=True).json["results"]] == ["b", "a"]
    with_docs = db.get("_changes", include_docs=True).json["results"]
    assert with_docs[0]["doc"]["_id"] == "a"
    assert with_docs[1]["doc"]["_deleted"] is True


def test_changes_say_how_many_are_left(db: Client) -> None:
    fill(db, "a", "b")
    assert db.get("_changes").json["pending"] == 0
    assert db.get("_changes", limit=1).json["pending"] == 1


def test_changes_with_every_leaf_or_only_some_documents(db: Client) -> None:
    adopt(db, "one", f"2-{B}", f"1-{A}")
    adopt(db, "one", f"2-{C}", f"1-{A}")
    put(db, "two", {})
    row = db.get("_changes", style="all_docs").json["results"][0]
    assert [one["rev"] for one in row["changes"]] == [f"2-{C}", f"2-{B}"]
    some = db.post("_changes", {"doc_ids": ["two"]}, filter="_doc_ids").json
    assert [row["id"] for row in some["results"]] == ["two"]


def test_a_longpoll_answers_at_the_next_change(db: Client) -> None:
    since = db.get("_changes").json["last_seq"]
    start = time.monotonic()
    threading.Timer(0.4, lambda: put(db, "late", {})).start()
    answer = db.get("_changes", feed="longpoll", since=since, timeout=20_000)
    assert [row["id"] for row in answer.json["results"]] == ["late"]
    assert time.monotonic() - start < 5


def test_a_longpoll_without_news_ends_in_time(db: Client) -> None:
    assert db.get("_changes", feed="longpoll", timeout=200).json["results"] == []


def lines_of(answer: HTTPResponse, count: int) -> list[bytes]:
    found: list[bytes] = []
    while len(found) < count:
        line = answer.readline().strip()
        if line:
            found.append(line)
    return found


def test_a_continuous_feed_goes_on(db: Client) -> None:
    put(db, "first", {})
    connection, answer = db.open("GET", "_changes", feed="continuous", heartbeat=1000)
    with closing(connection), answer:
        assert [json.loads(line)["id"] for line in lines_of(answer, 1)] == ["first"]
        put(db, "second", {})
        assert [json.loads(line)["id"] for line in lines_of(answer, 1)] == ["second"]
    ended = db.get("_changes", feed="continuous", timeout=200).body.splitlines()
    assert "last_seq" in json.loads(ended[-1])


def test_an_event_stream(db: Client) -> None:
    put(db, "first", {})
    connection, answer = db.open("GET", "_changes", feed="eventsource", timeout=500)
    with closing(connection), answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        data, number = lines_of(answer, 2)
    assert json.loads(data.removeprefix(b"data: "))["id"] == "first"
    assert number.startswith(b"id: ")


def test_updates_of_databases(server: Client, name: str) -> None:
    start = server.get("_db_updates").json["last_seq"]
    put(server.at(name), "one", {})
    seen: set[tuple[str, str]] = set()
    deadline = time.monotonic() + 10
    # CouchDB tells of a database up to a second later, and others may be in use.
    while (name, "updated") not in seen and time.monotonic() < deadline:
        answer = server.get("_db_updates", since=start, feed="longpoll", timeout=5000).json
        seen |= {(row["db_name"], row["type"]) for row in answer["results"]}
        start = answer["last_seq"]
    assert (name, "updated") in seen


def test_compaction_forgets_old_bodies_and_unused_contents(db: Client) -> None:
    first = db.put("one/photo", b"content", headers={"Content-Type": "image/jpeg"}).json["rev"]
    second = put(db, "one", {"_rev": first, "n": 2})
    assert db.post("_compact", {}).status == 202
    deadline = time.monotonic() + 10
    while db.get("one", rev=first).status == 200 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert db.get("one", rev=first).refusal == (404, "not_found")
    assert db.get("one", revs_info=True).json["_revs_info"][1]["status"] == "missing"
    assert db.get("one", rev=second).json["n"] == 2


def test_a_purge_leaves_no_trace(db: Client) -> None:
    adopt(db, "one", f"2-{B}", f"1-{A}")
    adopt(db, "one", f"2-{C}", f"1-{A}")
    answer = db.post("_purge", {"one": [f"2-{C}"], "none": [f"1-{A}"]})
    assert answer.status in (201, 202)
    assert answer.json["purged"]["one"] == [f"2-{C}"]
    assert db.get("one").json["_rev"] == f"2-{B}"
    db.post("_purge", {"one": [f"2-{B}"]})
    assert db.get("one").json["reason"] == "missing"
    assert db.get("_changes").json["results"] == []
    assert db.get().json["doc_count"] == 0


def test_security_is_kept_as_it_was_set(db: Client) -> None:
    security = {"members": {"names": ["a"], "roles": ["r"]}, "admins": {"names": [], "roles": []}}
    assert db.put("_security", security).json == {"ok": True}
    assert db.get("_security").json == security
    # CouchDB 3.5 says 500.
    assert db.put("_security", {"members": {"names": "a"}}).status in (400, 500)
    assert db.get("_security").json == security


@pytest.mark.ruhu_only("CouchDB offers it")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "_find", 501),
        ("GET", "_design/x/_view/y", 501),
        ("GET", "_changes?filter=_selector", 501),
    ],
)
def test_what_is_not_offered_says_so(db: Client, method: str, path: str, status: int) -> None:
    answer = db.request(method, path, {} if method == "POST" else None)
    assert answer.status == status
    assert set(answer.json) == {"error", "reason"}
