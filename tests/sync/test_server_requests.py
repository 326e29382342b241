"""The server's and a database's own addresses: refusals, methods, sessions, as in CouchDB 3.5."""

from __future__ import annotations

import base64
import time

import pytest

from sync.embedded.access import SESSION_SECONDS, Access
from sync.embedded.app import create_store_app
from sync.embedded.store import Store
from tests.sync.http import Client
from tests.sync.test_documents import put

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def credentials(server: Client) -> tuple[str, str]:
    name, _, password = base64.b64decode(str(server.authorization).split()[1]).decode().partition(":")
    return name, password


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("q=0", "The `q` value should be a positive integer."),
        ("n=x", "The `n` value should be a positive integer."),
        ("partitioned=x", "Invalid `partitioned` parameter"),
    ],
)
def test_a_database_of_an_impossible_shape_is_refused(server: Client, query: str, reason: str) -> None:
    answer = server.put(f"test-shape?{query}")
    assert (answer.status, answer.json) == (400, {"error": "bad_request", "reason": reason})
    assert server.get("test-shape").status == 404


def test_a_database_has_no_revision_to_delete(db: Client, server: Client, name: str) -> None:
    answer = server.delete(name, rev="1-a")
    assert (answer.status, answer.json["error"]) == (400, "bad_request")
    assert db.get().status == 200


def test_names_that_no_database_may_have(server: Client) -> None:
    assert server.put("_nothing").refusal == (400, "illegal_database_name")
    assert server.get("_nothing").json == {"error": "not_found", "reason": "Database does not exist."}
    nobody = server.as_user("").get("_nothing")
    assert (nobody.status, nobody.json["reason"]) == (401, "You are not a server admin.")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "", "DELETE,GET,HEAD,POST"),
        ("PUT", "_all_docs", "GET,HEAD,POST"),
        ("GET", "_bulk_docs", "POST"),
        ("DELETE", "_bulk_docs", "POST"),
        ("GET", "_bulk_get", "POST"),
        ("GET", "_revs_diff", "POST"),
        ("GET", "_compact", "POST"),
        ("GET", "_purge", "POST"),
        ("GET", "_ensure_full_commit", "POST"),
        ("DELETE", "_changes", "GET,HEAD,POST"),
        ("PATCH", "one/photo", "DELETE,GET,HEAD,PUT"),
    ],
)
def test_a_method_that_is_not_meant_here(db: Client, method: str, path: str, allowed: str) -> None:
    answer = db.request(method, path)
    assert answer.refusal == (405, "method_not_allowed")
    assert set(answer.headers["allow"].replace(" ", "").split(",")) == set(allowed.split(","))


@pytest.mark.parametrize("path", ["_compact", "_ensure_full_commit", "_bulk_docs", "_purge", "_changes", ""])
def test_a_post_says_that_it_is_json(db: Client, path: str) -> None:
    for headers in ({}, {"Content-Type": "text/plain"}):
        answer = db.post(path, b"{}", headers=headers)
        assert answer.refusal == (415, "bad_content_type")
        assert answer.json["reason"] == "Content-Type must be application/json"


def test_a_post_to_a_document_is_the_form_of_a_browser(db: Client) -> None:
    put(db, "one", {})
    assert db.post("one", {}).json["reason"] == "Referer header required."
    told = db.post("one", {}, headers={"Referer": db.bare_url})
    assert told.refusal == (415, "bad_content_type")
    assert told.json["reason"] == "Content-Type must be multipart/form-data"


def test_uuids(server: Client) -> None:
    assert server.get("_uuids", count=0).json == {"uuids": []}
    assert server.get("_uuids", count=1001).json["reason"] == "count parameter too large"
    for count in ("-1", "x"):
        assert server.get("_uuids", count=count).refusal == (400, "bad_request")
    answer = server.get("_uuids")
    assert answer.headers["cache-control"] == "no-cache"
    assert len(answer.json["uuids"][0]) == 32


def test_a_request_is_numbered(server: Client) -> None:
    one, two = (server.get("_up").headers["x-couch-request-id"] for _ in range(2))
    assert one != two
    assert len(one) == 10


def test_a_session_from_a_form(server: Client) -> None:
    nobody, (name, password) = server.as_user(""), credentials(server)
    body = f"name={name}&password={password}".encode()
    begun = nobody.post("_session", body, headers=FORM)
    assert begun.json == {"ok": True, "name": name, "roles": ["_admin"]}
    onward = nobody.post("_session", body, headers=FORM, next="/_up")
    assert (onward.status, onward.headers["location"]) == (302, f"{server.bare_url}/_up")
    assert onward.headers["set-cookie"].startswith("AuthSession=")
    wrong = nobody.post("_session", f"name={name}&password=guess".encode(), headers=FORM)
    assert wrong.json == {"error": "unauthorized", "reason": "Name or password is incorrect."}
    assert wrong.status == 401
    assert wrong.headers["set-cookie"].startswith("AuthSession=;")
    assert nobody.post("_session", b"name=x", headers=FORM, fail="/_up").status == 302
    assert nobody.delete("_session", next="/_up").status == 302


def test_a_session_of_nobody(server: Client) -> None:
    nobody = server.as_user("")
    assert nobody.get("_session").json["userCtx"] == {"name": None, "roles": []}
    asked = nobody.get("_session", basic=True)
    assert (asked.status, asked.json["reason"]) == (401, "Please login.")
    empty = nobody.post("_session", {})
    assert (empty.status, empty.json["reason"]) == (400, "request body must contain a username")
    twice = nobody.post("_session", {"name": "a", "username": "b", "password": "c"})
    assert (twice.status, twice.json["reason"]) == (400, "request body contains different usernames")


def test_a_client_names_the_challenge_it_wants(server: Client) -> None:
    nobody = server.as_user("")
    assert "www-authenticate" not in nobody.get("_all_dbs").headers
    asked = nobody.get("_all_dbs", headers={"X-CouchDB-WWW-Authenticate": "Cookie"})
    assert (asked.status, asked.headers["www-authenticate"]) == (401, "Cookie")


def test_a_cookie_that_holds_goes_before_a_password(server: Client) -> None:
    nobody, (name, password) = server.as_user(""), credentials(server)
    begun = nobody.post("_session", {"name": name, "password": password})
    cookie = begun.headers["set-cookie"].split(";")[0]
    assert server.get("_session", headers={"Cookie": cookie}).json["info"]["authenticated"] == "cookie"
    logged_out = "Basic " + base64.b64encode(b"_:_").decode()
    assert server.as_user(logged_out).get("_session").json["userCtx"]["name"] is None
    malformed = nobody.get("_session", headers={"Cookie": "AuthSession=x"})
    assert malformed.refusal == (400, "bad_request")


def test_who_may_keep_house(db: Client) -> None:
    nobody = db.as_user("")
    json_type = {"Content-Type": "application/json"}
    for answer in (nobody.post("_compact"), nobody.post("_compact", b"", headers=json_type)):
        assert answer.refusal == (401, "unauthorized")
    assert nobody.put("_security", {}).json["reason"] == "You are not authorized to access this db."


@pytest.mark.ruhu_only("CouchDB has partitioned databases")
def test_a_partitioned_database_is_not_offered(server: Client) -> None:
    assert server.put("test-parts?partitioned=true").refusal == (501, "not_implemented")


def test_a_session_that_is_used_goes_on(store: Store) -> None:
    now = time.time()
    access = Access(admins={"admin": "secret"}, clock=lambda: now)
    app = create_store_app(store, access)
    cookie = access.new_cookie("admin")

    def fresh_cookies(seconds: float) -> int:
        nonlocal now
        now += seconds
        sent: list[tuple[str, str]] = []
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/_up", "HTTP_COOKIE": f"AuthSession={cookie}"}
        app(environ, lambda _status, headers: sent.extend(headers))
        return [name for name, _ in sent].count("Set-Cookie")

    assert fresh_cookies(SESSION_SECONDS * 0.05) == 0
    assert fresh_cookies(SESSION_SECONDS * 0.1) == 1
    assert fresh_cookies(SESSION_SECONDS) == 0
