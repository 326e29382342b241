"""Who may do what, over HTTP: the same answers from the embedded store and from Apache CouchDB.

Against another server its ``[jwt_keys]`` do not know the tests' key, so tokens are tested on our own only.
"""

from __future__ import annotations

import base64
import os
import time

import pytest

from sync.write_rules import RULES, design_document, refusal, rule_for
from tests.sync.http import Client
from tests.sync.tokens import OTHER_KEY, bearer, bearer_signed_with_public_key_as_secret, claims

ROLE = "device:thumbprint"
OURS = "RUHU_TEST_COUCHDB" not in os.environ


def admit(db: Client, role: str = ROLE) -> None:
    assert db.put("_security", {"members": {"names": [], "roles": [role]}}).status == 200


def with_password(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def test_nobody_reads_a_new_database(db: Client) -> None:
    db.put("one", {})
    assert db.as_user("").get("one").refusal == (401, "unauthorized")


def test_a_wrong_password_is_refused_even_where_none_is_needed(server: Client) -> None:
    assert server.as_user(with_password("admin", "guess")).get("_up").refusal == (401, "unauthorized")


def test_admin_only_endpoints_refuse_nobody(server: Client, db: Client) -> None:
    nobody = server.as_user("")
    assert nobody.get("_all_dbs").refusal == (401, "unauthorized")
    assert nobody.put("test-of-nobody").refusal == (401, "unauthorized")
    assert db.as_user("").delete("").refusal == (401, "unauthorized")
    assert db.as_user("").post("_compact", {}).refusal == (401, "unauthorized")


if OURS:

    def test_a_tablet_reads_and_writes_where_its_role_is_listed(db: Client) -> None:
        admit(db)
        tablet = db.as_user(bearer(claims()))
        assert tablet.put("visit:1", {"a": 1}).status == 201
        assert tablet.get("visit:1").json["a"] == 1
        assert tablet.put("_local/checkpoint", {}).status == 201

    def test_a_tablet_whose_role_is_not_listed_is_forbidden(db: Client) -> None:
        admit(db, "device:another")
        assert db.as_user(bearer(claims())).get("").refusal == (403, "forbidden")

    def test_a_name_may_be_listed_instead_of_a_role(db: Client) -> None:
        db.put("_security", {"members": {"names": ["a-0217"]}})
        assert db.as_user(bearer(claims(**{"_couchdb.roles": None}))).get("").status == 200

    def test_a_member_changes_neither_security_nor_design(db: Client) -> None:
        admit(db)
        tablet = db.as_user(bearer(claims()))
        not_an_admin = {"error": "forbidden", "reason": "You are not a db or server admin."}
        assert tablet.put("_security", {}).json == not_an_admin
        assert tablet.put("_design/x", {}).json == not_an_admin
        assert tablet.put("_revs_limit", 1).json == not_an_admin
        assert tablet.post("_purge", {}).refusal == (401, "unauthorized")
        assert tablet.post("_compact", {}).refusal == (401, "unauthorized")

    def test_a_database_admin_changes_the_design(db: Client) -> None:
        db.put("_security", {"admins": {"roles": [ROLE]}, "members": {"roles": ["x"]}})
        assert db.as_user(bearer(claims())).put("_design/x", {}).status == 201

    def test_the_session_names_the_tablet(server: Client) -> None:
        answer = server.as_user(bearer(claims())).get("_session").json
        assert answer["userCtx"] == {"name": "a-0217", "roles": [ROLE]}
        assert answer["info"]["authenticated"] == "jwt"

    def test_the_role_admin_is_a_server_admin(server: Client) -> None:
        token = bearer(claims(**{"_couchdb.roles": ["_admin"]}))
        assert server.as_user(token).get("_all_dbs").status == 200

    @pytest.mark.parametrize(
        ("token", "status"),
        [
            (bearer(claims(exp=None)), 400),
            (bearer(claims(exp=int(time.time()) - 1)), 401),
            (bearer(claims(exp="tomorrow")), 400),
            (bearer(claims(nbf=int(time.time()) + 600)), 401),
            (bearer(claims(sub=None)), 401),
            (bearer(claims(), kid="2025"), 400),
            (bearer(claims(), key=OTHER_KEY), 400),
            (bearer_signed_with_public_key_as_secret(claims()), 400),
            (bearer(claims())[:-6] + "AAAAAA", 400),
            ("Bearer e30.e30.", 400),
            ("Bearer nonsense", 400),
            ("Bearer ", 400),
        ],
        ids=[
            "no-exp", "expired", "exp-not-a-number", "not-yet", "no-sub", "unknown-kid", "forged",
            "hs256-with-public-key", "altered", "no-algorithm", "not-a-token", "empty",
        ],
    )  # fmt: skip
    def test_a_token_that_does_not_hold_is_refused(server: Client, token: str, status: int) -> None:
        assert server.as_user(token).get("_session").status == status

    def test_a_long_poll_does_not_outlive_its_token(db: Client) -> None:
        admit(db)
        tablet = db.as_user(bearer(claims(exp=int(time.time()) + 2)))
        start = time.monotonic()
        answer = tablet.get("_changes", feed="longpoll", timeout=30_000)
        assert answer.json["results"] == []
        assert time.monotonic() - start < 5

    def test_another_site_may_call_only_when_it_is_listed(server: Client) -> None:
        listed = server.get("_up", headers={"Origin": "https://tablet.example"})
        assert listed.headers["access-control-allow-origin"] == "https://tablet.example"
        # PouchDB fetches with credentials; without this a browser keeps the answer from it.
        assert listed.headers["access-control-allow-credentials"] == "true"
        other = server.get("_up", headers={"Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in other.headers
        asked = server.request("OPTIONS", "_up", headers={"Origin": "https://tablet.example"})
        assert "PUT" in asked.headers["access-control-allow-methods"]
        assert asked.headers["access-control-allow-credentials"] == "true"


def test_a_cookie_session_begins_and_ends(server: Client) -> None:
    nobody = server.as_user("")
    pair = base64.b64decode(str(server.authorization).partition(" ")[2]).decode().split(":")
    begun = nobody.post("_session", {"name": pair[0], "password": pair[1]})
    assert begun.json["ok"] is True
    cookie = begun.headers["set-cookie"].split(";")[0]
    session = nobody.get("_session", headers={"Cookie": cookie}).json
    assert session["userCtx"]["name"] == pair[0]
    assert session["info"]["authenticated"] == "cookie"
    altered = cookie[:-4] + "AAAA"
    assert nobody.get("_all_dbs", headers={"Cookie": altered}).status in (400, 401)
    assert "AuthSession=;" in nobody.delete("_session").headers["set-cookie"]
    assert nobody.post("_session", {"name": pair[0], "password": "guess"}).refusal == (401, "unauthorized")


WRITES = [
    ("tasks-a-0217", "task:1:1", False),
    ("tasks-a-0217", "visit:1:1:x", False),
    ("outbox-a-0217", "visit:1:1:x", True),
    ("outbox-a-0217", "photo:abc", True),
    ("outbox-a-0217", "task:1:1", False),
    ("outbox-a-0217", "xvisit:1", False),
    ("office", "user:1", True),
]


@pytest.mark.parametrize(("database", "doc_id", "allowed"), WRITES)
def test_members_write_only_what_the_street_takes(database: str, doc_id: str, allowed: bool) -> None:
    rule = rule_for(f"sifang-{database}", "sifang-")
    assert (refusal(rule, doc_id, [ROLE]) is None) == allowed
    assert refusal(rule, doc_id, ["_admin"]) is None


@pytest.mark.parametrize(("database", "doc_id", "allowed"), WRITES)
def test_a_tablet_meets_the_same_rule_over_http(
    server: Client, database: str, doc_id: str, allowed: bool
) -> None:
    """On Apache CouchDB the rule is installed as a design document first; there only the admin is tried."""
    server.put(database)
    db = server.at(database)
    try:
        admit(db)
        rule = rule_for(database)
        if not OURS and rule is not None:
            db.put("_design/write-rule", design_document(rule))
        assert db.put(doc_id, {"by": "server"}).status in (201, 202)
        if OURS:
            _check_tablet(db.as_user(bearer(claims())), doc_id, allowed)
    finally:
        server.delete(database)


def _check_tablet(tablet: Client, doc_id: str, allowed: bool) -> None:
    rev = tablet.get(doc_id).json["_rev"]
    answer = tablet.put(doc_id, {"by": "tablet"}, rev=rev)
    assert answer.status == (201 if allowed else 403)
    (row,) = tablet.post("_bulk_docs", {"docs": [{"_id": f"{doc_id}-2"}]}).json
    assert ("error" not in row) == allowed
    pushed = {"_id": f"{doc_id}-3", "_rev": "1-a"}
    rows = tablet.post("_bulk_docs", {"docs": [pushed], "new_edits": False}).json
    assert (rows == []) == allowed
    attached = tablet.put(f"{doc_id}-4/photo", b"x", headers={"Content-Type": "image/jpeg"})
    assert attached.status == (201 if allowed else 403)


def test_the_rule_text_names_every_prefix_and_the_admin() -> None:
    for rule in RULES:
        text = design_document(rule)["validate_doc_update"]
        assert all(prefix in text for prefix in rule.prefixes)
        assert "_admin" in text
        assert rule.sentence in text
