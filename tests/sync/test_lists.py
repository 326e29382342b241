"""``_all_docs``, ``_design_docs``, ``_local_docs``, ``_all_dbs``: their options, as in CouchDB 3.5."""

from __future__ import annotations

import json

import pytest

from tests.sync.http import Client
from tests.sync.test_databases import fill, ids
from tests.sync.test_documents import put

LISTS = ("_all_docs", "_design_docs", "_local_docs")


def fill_list(db: Client, address: str) -> list[str]:
    """Three documents that the list shows, and one that it does not; the ids of the three."""
    prefix = {"_all_docs": "", "_design_docs": "_design/", "_local_docs": "_local/"}[address]
    shown = [f"{prefix}{letter}" for letter in "abc"]
    for doc_id in shown:
        put(db, doc_id, {})
    put(db, "_local/other" if address == "_all_docs" else "other", {})
    return shown


@pytest.mark.parametrize("address", LISTS)
def test_a_list_by_range(db: Client, address: str) -> None:
    a, b, c = fill_list(db, address)

    def listed(**query: object) -> list[str]:
        return ids(db.get(address, **{key: json.dumps(value) for key, value in query.items()}).json)

    assert listed() == [a, b, c]
    assert listed(startkey=b) == listed(start_key=b) == [b, c]
    assert listed(endkey=b) == listed(end_key=b) == [a, b]
    assert listed(endkey=b, inclusive_end=False) == [a]
    assert listed(key=b) == [b]
    assert listed(descending=True) == [c, b, a]
    assert listed(descending=True, startkey=b) == [b, a]
    assert listed(descending=True, endkey=b, inclusive_end=False) == [c]
    assert listed(limit=1, skip=1) == [b]
    assert listed(limit=0) == []


@pytest.mark.parametrize("address", LISTS)
def test_the_query_overrules_the_body(db: Client, address: str) -> None:
    a, b, _ = fill_list(db, address)
    assert len(ids(db.post(address, {}).json)) == 3
    assert ids(db.post(address, {"keys": [b, a], "limit": 1}).json) == [b]
    assert ids(db.post(address, {"keys": [a, b]}, limit=1).json) == [a]
    assert ids(db.post(address, {"keys": [a, b], "limit": 2}, limit=0).json) == []
    assert ids(db.post(address, {"limit": 2, "descending": "true"}).json)[1:] == [b]
    assert ids(db.get(address, keys=[b, a]).json) == [b, a]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_by_keys_names_what_is_not_there(db: Client, address: str) -> None:
    a, _, _ = fill_list(db, address)
    answer = db.post(address, {"keys": [f"{a}-none", a]}, include_docs=True).json
    assert answer["offset"] is None
    none, found = answer["rows"]
    assert none == {"key": f"{a}-none", "error": "not_found"}
    assert (found["id"], found["doc"]["_id"]) == (a, a)


def test_a_list_of_designs_counts_designs(db: Client) -> None:
    fill_list(db, "_design_docs")
    answer = db.get("_design_docs", include_docs=True).json
    assert (answer["total_rows"], answer["offset"]) == (3, 0)
    assert [row["doc"]["_id"] for row in answer["rows"]] == ["_design/a", "_design/b", "_design/c"]
    assert db.post("_design_docs", {"keys": ["other"]}).json["rows"] == []
    assert db.post("_local_docs", {"keys": ["other"]}).json["rows"] == []
    local = db.get("_local_docs").json
    assert (local["total_rows"], local["offset"]) == (None, None)


@pytest.mark.parametrize("address", ["_all_docs", "_design_docs"])
def test_several_queries_in_one_request(db: Client, address: str) -> None:
    a, b, _ = fill_list(db, address)
    asked = {"queries": [{"keys": [b]}, {"limit": 1, "endkey": a}, {"descending": True, "startkey": b}]}
    lists = db.post(f"{address}/queries", asked, limit=3).json["results"]
    shown = [[doc_id for doc_id in ids(one) if doc_id in (a, b)] for one in lists]
    assert shown == [[b], [a], [b, a]]
    refused = db.post(f"{address}/queries", {"nothing": 1})
    assert refused.json["reason"] == "POST body must include `queries` parameter."
    assert db.get(f"{address}/queries").status == 405


@pytest.mark.parametrize(
    ("query", "error", "reason"),
    [
        ("limit=x", "query_parse_error", 'Invalid value for integer: "x"'),
        ("descending=x", "query_parse_error", 'Invalid boolean parameter: "x"'),
        ("keys=1", "bad_request", "`keys` parameter must be an array."),
        ("startkey=a", "bad_request", "invalid UTF-8 JSON"),
        (
            'keys=["a"]&startkey="a"',
            "query_parse_error",
            "`keys` is incompatible with `key`, `start_key` and `end_key`",
        ),
    ],
)
def test_an_option_that_cannot_be_read_is_refused(db: Client, query: str, error: str, reason: str) -> None:
    answer = db.get(f"_all_docs?{query.replace(chr(34), '%22')}")
    assert (answer.status, answer.json) == (400, {"error": error, "reason": reason})


def test_a_body_that_is_no_list_of_options_is_refused(db: Client) -> None:
    keys = db.post("_all_docs", {"keys": 1})
    assert (keys.status, keys.json["reason"]) == (400, "`keys` body member must be an array.")
    assert db.post("_all_docs", []).json["reason"] == "Request body must be a JSON object"
    assert db.post("_all_docs", b"{}", headers={"Content-Type": "text/plain"}).status == 415
    assert db.get("_all_docs", limit=-1).refusal == (400, "query_parse_error")
    assert ids(db.get("_all_docs", descending="FALSE").json) == []


def test_databases_are_listed_by_range(server: Client, name: str) -> None:
    def listed(**query: object) -> list[str]:
        asked = {key: json.dumps(value) for key, value in query.items()}
        return [one for one in server.get("_all_dbs", **asked).json if one == name]

    assert listed(startkey=name, limit=1) == listed(endkey=name, descending=False) == [name]
    assert listed(startkey=name, descending=True, limit=1) == [name]
    assert listed(endkey=name, inclusive_end=False) == []
    assert listed(startkey=name, skip=1) == []
    (one,) = server.get("_dbs_info", startkey=json.dumps(name), limit=1).json
    assert (one["key"], one["info"]["db_name"]) == (name, name)


def test_information_on_databases_by_name(server: Client, name: str) -> None:
    found, missing = server.post("_dbs_info", {"keys": [name, "none"]}).json
    assert found["info"]["doc_count"] == 0
    assert missing == {"key": "none", "error": "not_found"}
    for body, reason in (
        ({}, "`keys` member must exist."),
        ({"keys": name}, "`keys` member must be an array."),
        ({"keys": [name] * 101}, "too_many_keys"),
    ):
        answer = server.post("_dbs_info", body)
        assert (answer.status, answer.json["reason"]) == (400, reason)


def test_the_design_filter_of_changes(db: Client) -> None:
    fill(db, "a", "_design/b", "c")
    rows = db.get("_changes", filter="_design", include_docs=True).json["results"]
    assert [row["doc"]["_id"] for row in rows] == ["_design/b"]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"feed": "x"}, "Supported `feed` types: normal, continuous, live, longpoll, eventsource"),
        ({"since": "x"}, "Malformed sequence supplied in 'since' parameter."),
        ({"heartbeat": 0}, "The heartbeat value should be a positive integer (in milliseconds)."),
        (
            {"heartbeat": "x"},
            "Invalid heartbeat value. Expecting a positive integer value (in milliseconds).",
        ),
        ({"seq_interval": 0}, "invalid_seq_interval"),
        ({"filter": "_doc_ids"}, "`doc_ids` filter parameter is not a list of doc ids."),
    ],
)
def test_a_feed_that_cannot_be_read_is_refused(db: Client, query: dict[str, object], reason: str) -> None:
    answer = db.get("_changes", **query)
    assert (answer.status, answer.json) == (400, {"error": "bad_request", "reason": reason})


@pytest.mark.parametrize(
    ("query", "refusal", "reason"),
    [
        ({"filter": "none/odd"}, (404, "not_found"), "missing"),
        ({"filter": "gone/odd"}, (404, "not_found"), "deleted"),
        ({"filter": "some/even"}, (404, "not_found"), "missing json key: even"),
        ({"filter": "_view", "view": "some/odd"}, (404, "not_found"), "missing json key: views"),
        ({"filter": "_view", "view": "other/odd"}, (404, "not_found"), "missing json key: odd"),
        ({"filter": "_view"}, (400, "bad_request"), "`view` filter parameter is not provided."),
        (
            {"filter": "_view", "view": "some"},
            (400, "bad_request"),
            "`view` must be of the form `designname/viewname`",
        ),
        (
            {"filter": "some/odd/x"},
            (400, "bad_request"),
            "`filter` must be of the form `designname/filtername`",
        ),
        ({"filter": "_own"}, (400, "bad_request"), "unknown builtin filter name"),
    ],
    ids=[
        "no-design", "deleted-design", "no-filter", "no-views", "no-view",
        "view-not-named", "view-half-named", "filter-named-twice", "no-builtin",
    ],
)  # fmt: skip
def test_a_filter_that_is_none_is_refused_as_such(
    db: Client, query: dict[str, str], refusal: tuple[int, str], reason: str
) -> None:
    fill(db, "a")
    put(db, "_design/some", {"filters": {"odd": "function () {}"}})
    put(db, "_design/other", {"views": {"even": {"map": "function () {}"}}})
    db.delete("_design/gone", rev=put(db, "_design/gone", {}))
    answer = db.get("_changes", **query)
    assert (answer.refusal, answer.json["reason"]) == (refusal, reason)


def test_changes_backwards_begin_at_the_newest_whatever_since_says(db: Client) -> None:
    fill(db, "a", "b", "c")
    middle = db.get("_changes", limit=2).json["last_seq"]
    for since in (middle, "now"):
        rows = db.get("_changes", descending=True, since=since).json["results"]
        assert [row["id"] for row in rows] == ["c", "b", "a"]


def test_where_changes_begin(db: Client) -> None:
    fill(db, "a", "b")
    first = db.get("_changes", limit=0).json
    assert [row["id"] for row in first["results"]] == ["a"]
    for since in ({"since": first["last_seq"]}, {"last-event-id": first["last_seq"]}):
        assert [row["id"] for row in db.get("_changes", **since).json["results"]] == ["b"]
    headers = {"Last-Event-ID": json.dumps(first["last_seq"])}
    assert len(db.get("_changes", headers=headers).json["results"]) == 2
    events = db.get("_changes", feed="eventsource", since=0, timeout=100, headers=headers).body
    assert [json.loads(line[6:])["id"] for line in events.splitlines() if line[:6] == b"data: "] == ["b"]
    assert b'\nid: "' in events
    assert db.post("_changes", headers={"Content-Type": "text/plain"}).status == 415
    live = db.get("_changes", feed="live", timeout=100).body.splitlines()
    assert json.loads(live[0])["id"] == "a"
