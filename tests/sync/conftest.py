"""The servers under test: the contract tests run against the embedded store and against express-pouchdb.

``RUHU_TEST_COUCHDB`` names a server to run them against instead. What is marked ``ruhu_only`` asks for
more than CouchDB promises, or for what only our process is started with: it runs against that alone.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sync.couch import Couch, open_embedded
from sync.embedded import Store, open_store
from tests.sync.differences_of_express_pouchdb import reason_for
from tests.sync.http import Client
from tests.sync.peers import ExpressPouchDB
from tests.sync.processes import StoreProcess
from tests.sync.tokens import PUBLIC_KEYS_OPTION

RUHU, EXPRESS, NAMED = "ruhu", "express-pouchdb", "named"
# express-pouchdb leaves some requests without an answer.
PATIENCE = {RUHU: 30, EXPRESS: 5, NAMED: 60}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Once for each server."""
    if "server_name" in metafunc.fixturenames:
        metafunc.parametrize("server_name", _servers(metafunc.definition), indirect=True, scope="session")


def _servers(test: pytest.Function) -> list[str]:
    if test.get_closest_marker("ruhu_only"):
        return [RUHU]
    if "RUHU_TEST_COUCHDB" in os.environ:
        return [NAMED]
    # What replication does with express-pouchdb is in replication/test_peers.py.
    is_contract = test.path.parent == Path(__file__).parent
    return [RUHU, EXPRESS] if is_contract else [RUHU]


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """A test that express-pouchdb is listed to differ in must fail there, or the list is out of date."""
    servers = getattr(pyfuncitem, "callspec", None)
    listed = reason_for(pyfuncitem) if servers and servers.params.get("server_name") == EXPRESS else None
    if listed is None:
        return (yield)
    try:
        yield
    except Exception:
        return True
    pytest.fail(f"no longer differs: {listed}")


@pytest.fixture
def server_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def ruhu(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreProcess]:
    options = ("--keys", PUBLIC_KEYS_OPTION, "--origin", "https://tablet.example")
    with StoreProcess(tmp_path_factory.mktemp("couch") / "data", options=options) as process:
        yield process


@pytest.fixture(scope="session")
def express_pouchdb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExpressPouchDB]:
    with ExpressPouchDB(tmp_path_factory.mktemp("express") / "data") as process:
        yield process


@pytest.fixture
def couch_url(server_name: str, request: pytest.FixtureRequest) -> str:
    """Address, with administrator's name and password where there is one."""
    if server_name == NAMED:
        return os.environ["RUHU_TEST_COUCHDB"].rstrip("/")
    if server_name == RUHU:
        ours: StoreProcess = request.getfixturevalue("ruhu")
        return ours.url.replace("http://", "http://admin:secret@")
    express: ExpressPouchDB = request.getfixturevalue("express_pouchdb")
    # Some requests end it or keep it busy for a minute.
    if not express.answers(1):
        express.kill()
        express.start()
    return express.url


@pytest.fixture
def server(couch_url: str, server_name: str) -> Client:
    return Client(couch_url, patience=PATIENCE[server_name])


@pytest.fixture
def name(server: Client) -> Iterator[str]:
    """A database of its own for each test, of one shard: its changes have one order on CouchDB too."""
    name = f"test-{secrets.token_hex(6)}"
    assert server.put(name, q=1).status in (201, 202)
    yield name
    with suppress(OSError):
        server.delete(name)


@pytest.fixture
def db(server: Client, name: str) -> Client:
    return server.at(name)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "store")
    yield store
    store.close()


@pytest.fixture
def couch(store: Store) -> Couch:
    """The embedded store in process."""
    return open_embedded(store)
