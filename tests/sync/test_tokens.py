"""Who comes by token, and from which site: what only our process is started to know.

Another server has the tests' key in ``[jwt_keys]`` only if somebody writes it there.
"""

from __future__ import annotations

import time

import pytest

from tests.sync.http import Client
from tests.sync.test_access import ROLE, WRITES, database_called
from tests.sync.test_documents import put
from tests.sync.tokens import OTHER_KEY, bearer, bearer_signed_with_public_key_as_secret, claims

pytestmark = pytest.mark.ruhu_only("started with the public keys and the origin of the tests")


def admit(db: Client, role: str = ROLE) -> None:
    assert db.put("_security", {"members": {"names": [], "roles": [role]}}).status == 200


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


def test_a_member_keeps_no_house(db: Client) -> None:
    db.put("_security", {"members": {"roles": [ROLE]}})
    tablet = db.as_user(bearer(claims()))
    for path in ("_compact", "_view_cleanup"):
        answer = tablet.post(path, {})
        assert (answer.status, answer.json["reason"]) == (401, "You are not a server or db admin.")
    for answer in (tablet.put("_purged_infos_limit", 5), tablet.post("_purge", {})):
        assert (answer.status, answer.json["reason"]) == (401, "You are not a server admin.")


def test_readers_are_members_by_their_old_name(db: Client) -> None:
    db.put("_security", {"readers": {"roles": [ROLE]}})
    assert db.as_user(bearer(claims())).get("").status == 200
    assert db.as_user(bearer(claims(**{"_couchdb.roles": ["x"]}))).get("").status == 403


def test_a_conflict_wins_over_a_rule(server: Client) -> None:
    with database_called(server, "tasks-") as db:
        admit(db)
        put(db, "task:1", {})
        tablet = db.as_user(bearer(claims()))
        assert tablet.put("task:1", {}).refusal == (409, "conflict")
        assert tablet.put("task:2", {}).refusal == (403, "forbidden")


@pytest.mark.parametrize(("database", "doc_id", "allowed"), WRITES)
def test_a_tablet_meets_the_rule_of_its_street(
    server: Client, database: str, doc_id: str, allowed: bool
) -> None:
    with database_called(server, database) as db:
        admit(db)
        assert db.put(doc_id, {"by": "server"}).status == 201
        _check_tablet(db.as_user(bearer(claims())), doc_id, allowed)


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
