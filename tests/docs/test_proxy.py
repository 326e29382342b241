"""The proxy's example files, in nginx itself: who is asked what, and what nobody is asked."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest

from tests.docs.proxy import Proxy, standing

APPENDER, READERS = "127.0.0.1:8000", {"127.0.0.1:8001", "127.0.0.1:8002"}
NODES = {"10.0.0.11:5984", "10.0.0.12:5984", "10.0.0.13:5984"}
TOKEN = "Bearer abc"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("nginx")
    files = ("nginx-upstreams.conf", "nginx-couchdb.conf")
    with standing(*files, folder=folder, behind=[APPENDER, *READERS, *NODES]) as proxy:
        yield proxy


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/desk/cases", "/device/token", "/board/notices/n/objection"])
def test_every_change_goes_to_the_appender(cluster: Proxy, method: str, path: str) -> None:
    answer = cluster.ask(path, method)
    assert answer.said is not None
    assert answer.said["by"] == APPENDER


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_reads_goes_to_those_who_read(cluster: Proxy, method: str) -> None:
    asked = {cluster.ask("/desk?state=open", method).headers["X-Answered-By"] for _ in range(8)}
    assert asked <= READERS
    assert asked


def test_who_has_just_changed_something_reads_where_it_was_changed(cluster: Proxy) -> None:
    cookie = SimpleCookie(cluster.ask("/desk/cases", "POST").headers["Set-Cookie"])["__Host-ruhu-changed"]
    assert (cookie["max-age"], bool(cookie["secure"]), bool(cookie["httponly"])) == ("3", True, True)
    answer = cluster.ask("/desk", Cookie=f"__Host-session=s; __Host-ruhu-changed={cookie.value}")
    assert answer.headers["X-Answered-By"] == APPENDER
    assert "Set-Cookie" not in cluster.ask("/desk").headers


def test_tablets_go_to_the_nodes_and_what_they_ask_arrives_as_it_was_sent(cluster: Proxy) -> None:
    paths = ["/outbox-li/visit%3Ac%2F1?rev=1-a&x=%2B", "/tasks-li/_changes?since=0", "/sifang-tasks-li/", "/"]
    for path in paths:
        answer = cluster.ask(f"/couch{path}", Authorization=TOKEN)
        assert answer.said is not None
        assert (answer.said["path"], answer.said["by"] in NODES) == (path, True)
        assert answer.said["headers"]["Authorization"] == TOKEN
    written = cluster.ask("/couch/outbox-li/_bulk_docs", "POST", Authorization=TOKEN)
    assert written.headers["X-Answered-By"] in NODES
    assert "Set-Cookie" not in written.headers


@pytest.mark.parametrize("path", ["/", "/tasks-li/", "/outbox-li/_bulk_docs"])
@pytest.mark.parametrize(
    "shown", [{}, {"Authorization": "Basic cnVodTpzZWNyZXQ="}, {"Cookie": "AuthSession=x"}]
)
def test_nobody_comes_to_couchdb_without_a_token(cluster: Proxy, path: str, shown: dict[str, str]) -> None:
    answer = cluster.ask(f"/couch{path}", **shown)
    assert (answer.status, answer.said) == (401, None)


@pytest.mark.parametrize(
    "path",
    [
        "/casebook",
        "/evidence/_all_docs",
        "/office",
        "/_all_dbs",
        "/_node/_local/_config",
        "/_session",
        "/_utils/",
        "/tasks-li/../casebook",
        "/tasks-li/%2e%2e/casebook",
        "/x/../_all_dbs",
        "//casebook",
        "/casebook/tasks-li",
    ],
)
def test_the_rest_of_couchdb_is_not_to_be_seen(cluster: Proxy, path: str) -> None:
    answer = cluster.ask(f"/couch{path}", Authorization=TOKEN)
    assert (answer.status, answer.said) == (404, None)


@pytest.mark.parametrize(
    "path", ["/casebook/..%2Ftasks-li", "/casebook/%2e%2e/tasks-li", "/_all_dbs/..%2ftasks-li/"]
)
def test_a_path_that_says_two_things_opens_no_database(cluster: Proxy, path: str) -> None:
    answer = cluster.ask(f"/couch{path}", Authorization=TOKEN)
    assert answer.said is None or answer.said["path"].startswith("/couch/")


def test_who_asks_is_told_by_the_proxy_and_not_by_themselves(cluster: Proxy) -> None:
    asked = cluster.ask(
        "/desk", X_Forwarded_For="10.9.9.9", X_Forwarded_Proto="http", X_Forwarded_Host="evil.example"
    )
    assert asked.said is not None
    headers = asked.said["headers"]
    assert (headers["X-Forwarded-For"], headers["X-Forwarded-Proto"]) == ("127.0.0.1", "https")
    assert headers["X-Forwarded-Host"] == headers["Host"] == "localhost"


def test_plain_http_is_sent_to_https(cluster: Proxy) -> None:
    answer = cluster.ask("/desk?a=1", secure=False)
    assert (answer.status, answer.headers["Location"]) == (301, "https://127.0.0.1/desk?a=1")


def test_on_one_machine_everything_goes_to_the_one_process(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("nginx")
    with standing("nginx-embedded.conf", folder=folder, behind=[APPENDER]) as proxy:
        for path in ("/desk", "/couch/outbox-li/visit%3Ac%2F1?rev=1-a"):
            answer = proxy.ask(path, "PUT")
            assert answer.said is not None
            assert (answer.said["path"], answer.said["method"]) == (path, "PUT")
            assert answer.said["headers"]["X-Forwarded-Proto"] == "https"


def test_the_file_for_containers_names_the_services(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("nginx")
    files = ("nginx-upstreams-compose.conf", "nginx-couchdb.conf")
    behind = ["appender:8000", "reading:8001", "couchdb:5984"]
    with standing(*files, folder=folder, behind=behind) as proxy:
        answers = [proxy.ask("/", "POST"), proxy.ask("/"), proxy.ask("/couch/", Authorization=TOKEN)]
    assert [answer.headers["X-Answered-By"] for answer in answers] == behind
