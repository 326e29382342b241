"""Every door tried by everybody: each route as each role and as nobody, and the store's endpoints as well.

Who gets in must be who the map of permissions lets in, no more and no less; who is kept out is told the same
everywhere, whatever they asked for and whether or not it exists.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from server.app import create_app
from server.domain.permission import PERMISSIONS, ROLES
from server.records.entries import User
from server.settings import Settings
from server.web.current import current_district
from server.web.guard import OPEN, permission_of
from server.web.limits import limiter
from tests.conventions.test_routes import address_of
from tests.factories import COMMUNITY_ID, STREET_ID, Clock, accepted_case, enrolled_tablet, furnish
from tests.server.web.browsing import PASSWORD, light_hash
from tests.tablets import ask_token

METHODS = ("GET", "POST")
KEPT_OUT = b"person.may_not"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A furnished district with a case, and one person for each role who has no other."""
    data = tmp_path_factory.mktemp("doors") / "data"
    made = create_app(Settings(data=data, reconciler=False), Clock())
    made.config["WTF_CSRF_ENABLED"] = False  # what a forged form meets is another test's matter
    limiter.enabled = False
    with made.app_context():
        district = current_district()
        furnish(district)
        accepted_case(district)
        password = light_hash()
        for role in ROLES:
            district.office.save(
                User(f"only-{role}", role, (role,), password, STREET_ID, COMMUNITY_ID, "a-0217")
            )
    yield made
    limiter.enabled = True
    district.close()


def doors(app: Flask) -> list[tuple[Rule, str]]:
    """Every route that asks for a permission, with each method it takes."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in OPEN]
    return [(rule, method) for rule in rules for method in METHODS if method in (rule.methods or ())]


def knock(client: FlaskClient, rule: Rule, method: str) -> TestResponse:
    return client.open(address_of(rule.rule), method=method, data={} if method == "POST" else None)


def sign_in(app: Flask, role: str) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/desk/sign-in", data={"user": f"only-{role}", "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_in_where_the_map_says_and_nowhere_else(app: Flask, role: str) -> None:
    client, wrong = sign_in(app, role), []
    for rule, method in doors(app):
        answer = knock(client, rule, method)
        permission = permission_of(app, rule.endpoint)
        assert permission is not None
        let_in = KEPT_OUT not in answer.data
        if let_in != (role in PERMISSIONS[permission]):
            wrong.append((method, rule.rule, permission, answer.status_code))
        assert answer.status_code < 500, (method, rule.rule)
    assert wrong == []


def test_nobody_gets_in(app: Flask) -> None:
    client = app.test_client()
    for rule, method in doors(app):
        answer = knock(client, rule, method)
        seen = (answer.status_code, answer.location or "")
        assert seen[0] in (302, 401), (method, rule.rule, seen)
        assert seen[1].startswith("/desk/sign-in") or seen[0] == 401


# ---------------------------------------------------------------- the store's own endpoints

READS = [
    "",
    "/_all_docs",
    "/_changes",
    "/_security",
    "/_revs_limit",
    "/_local_docs",
    "/_design_docs",
    "/visit:1",
]
SETTINGS = [
    ("PUT", "/_security"),
    ("PUT", "/_revs_limit"),
    ("PUT", "/_purged_infos_limit"),
    ("POST", "/_purge"),
    ("POST", "/_compact"),
    ("POST", "/_view_cleanup"),
    ("PUT", "/_design/mine"),
    ("PUT", ""),
    ("DELETE", ""),
]
OF_THE_DISTRICT = ["casebook", "evidence", "office"]
OF_OTHERS = ["tasks-a-0218", "outbox-a-0218"]
OWN = ["tasks-a-0217", "outbox-a-0217"]
OF_THE_SERVER = ["_all_dbs", "_dbs_info", "_active_tasks", "_db_updates", "_users/_all_docs", "_replicator"]


@pytest.fixture(scope="module")
def tablet(app: Flask) -> dict[str, str]:
    """The headers of a tablet of a-0217, whose colleague a-0218 has one as well."""
    with app.app_context():
        district = current_district()
        enrolled_tablet(district, "a-0218")
        token = ask_token(enrolled_tablet(district, "a-0217"))
    return {"Authorization": f"Bearer {token.token}"}


def ask(app: Flask, method: str, path: str, headers: dict[str, str]) -> int:
    asked = app.test_client().open(f"/couch/{path}", method=method, json={}, headers=headers)
    return int(asked.status_code)


@pytest.mark.usefixtures("tablet")
@pytest.mark.parametrize("database", [*OF_THE_DISTRICT, *OF_OTHERS, *OWN])
def test_nobody_reads_or_writes_a_database(app: Flask, database: str) -> None:
    tried = [*(("GET", path) for path in READS), *SETTINGS, ("POST", "/_bulk_docs"), ("PUT", "/visit:1")]
    for method, path in tried:
        assert ask(app, method, database + path, {}) == 401, (method, path)


@pytest.mark.parametrize("database", [*OF_THE_DISTRICT, *OF_OTHERS])
def test_a_tablet_opens_nothing_of_the_district_or_of_a_colleague(
    app: Flask, tablet: dict[str, str], database: str
) -> None:
    tried = [*(("GET", path) for path in READS), *SETTINGS, ("POST", "/_bulk_docs"), ("PUT", "/visit:1")]
    for method, path in tried:
        assert ask(app, method, database + path, tablet) in (401, 403), (method, path)


def test_a_tablet_reads_its_own_two_databases_and_writes_one(app: Flask, tablet: dict[str, str]) -> None:
    for database in OWN:
        assert ask(app, "GET", f"{database}/_changes", tablet) == 200
        for method, path in SETTINGS:
            assert ask(app, method, database + path, tablet) in (401, 403), (database, method, path)
    assert ask(app, "PUT", "tasks-a-0217/task:1", tablet) == 403
    assert ask(app, "PUT", "outbox-a-0217/anything", tablet) == 403
    assert ask(app, "PUT", "outbox-a-0217/visit:1", tablet) == 201


@pytest.mark.parametrize("path", OF_THE_SERVER)
def test_what_the_server_tells_of_itself_it_tells_to_no_tablet(
    app: Flask, tablet: dict[str, str], path: str
) -> None:
    for headers in ({}, tablet):
        assert ask(app, "GET", path, headers) in (401, 403, 404)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "_config"),
        ("GET", "_node/_local/_config"),
        ("GET", "_node/_local/_stats"),
        ("PUT", "_node/_local/_config/admins/evil"),
        ("PUT", "_config/admins/evil"),
        ("PUT", "_users/org.couchdb.user:evil"),
        ("PUT", "_users"),
        ("PUT", "of-my-own"),
        ("POST", "_replicate"),
        ("POST", "_cluster_setup"),
        ("POST", "_restart"),
        ("GET", "_membership"),
        ("GET", "_scheduler/jobs"),
        ("GET", "_scheduler/docs"),
        ("GET", "tasks-a-0217/../casebook/_all_docs"),
        ("GET", "tasks-a-0217%2F..%2Fcasebook/_all_docs"),
        ("GET", "outbox-a-0218/_local/checkpoint"),
        ("PUT", "outbox-a-0218/_local/checkpoint"),
        ("GET", "outbox-a-0218/_design/rules"),
        ("POST", "outbox-a-0218/_changes?filter=_doc_ids"),
        ("POST", "outbox-a-0218/_revs_diff"),
        ("POST", "outbox-a-0218/_bulk_get"),
        ("POST", "outbox-a-0218/_find"),
        ("COPY", "outbox-a-0218/visit:1"),
    ],
)
def test_an_administrators_way_into_the_store_is_none_for_a_tablet(
    app: Flask, tablet: dict[str, str], method: str, path: str
) -> None:
    for headers in ({}, tablet):
        assert ask(app, method, path, headers) in (400, 401, 403, 404, 405, 501), (method, path)


def test_a_tablets_token_makes_nobody_an_administrator(app: Flask, tablet: dict[str, str]) -> None:
    """Neither by the session it names nor by roles somebody writes into headers of a proxy."""
    forged = tablet | {"X-Auth-CouchDB-UserName": "admin", "X-Auth-CouchDB-Roles": "_admin"}
    for headers in (tablet, forged):
        told = app.test_client().get("/couch/_session", headers=headers).get_json()["userCtx"]
        assert (told["name"], "_admin" in told["roles"]) == ("a-0217", False)
        assert ask(app, "GET", "casebook/_all_docs", headers) == 403


def test_a_desks_session_is_no_way_into_the_store(app: Flask) -> None:
    client = sign_in(app, "administrator")
    for database in (*OF_THE_DISTRICT, *OWN):
        assert client.get(f"/couch/{database}/_all_docs").status_code == 401
