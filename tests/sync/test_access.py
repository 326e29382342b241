"""Who may do what, over HTTP; who comes by token is in ``test_tokens.py``."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sync.write_rules import DESIGN_ID, RULES, WriteRule, design_document, refusal, rule_for
from tests.sync.http import Client

ROLE = "device:thumbprint"


@contextmanager
def database_called(server: Client, beginning: str) -> Iterator[Client]:
    """A database whose name begins so, for as long as it is used."""
    name = f"{beginning}test-{secrets.token_hex(6)}"
    assert server.put(name).status in (201, 202)
    yield server.at(name)
    server.delete(name)


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
    ("outbox-a-0217", "authorisation:1:1:m1", True),
    ("outbox-a-0217", "hardship:1:1:20260302T010000Z", True),
    ("outbox-a-0217", "task:1:1", False),
    ("outbox-a-0217", "xvisit:1", False),
    ("office", "user:1", True),
]


@pytest.mark.parametrize(("database", "doc_id", "allowed"), WRITES)
def test_members_write_only_what_the_street_takes(database: str, doc_id: str, allowed: bool) -> None:
    rule = rule_for(f"sifang-{database}", "sifang-")
    assert (refusal(rule, doc_id, [ROLE]) is None) == allowed
    assert refusal(rule, doc_id, ["_admin"]) is None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_the_administrator_writes_under_every_rule(server: Client, rule: WriteRule) -> None:
    """Apache CouchDB accepts the design document and runs it; the tests have no member there."""
    with database_called(server, rule.kind) as db:
        assert db.put(DESIGN_ID, design_document(rule)).status in (201, 202)
        assert db.put("other:1", {"by": "server"}).status in (201, 202)
        (row,) = db.post("_bulk_docs", {"docs": [{"_id": "other:2"}]}).json
        assert row["ok"] is True


def test_the_rule_text_names_every_prefix_and_the_admin() -> None:
    for rule in RULES:
        text = design_document(rule)["validate_doc_update"]
        assert all(prefix in text for prefix in rule.prefixes)
        assert "_admin" in text
        assert rule.sentence in text
