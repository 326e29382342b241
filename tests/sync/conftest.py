"""The CouchDB under test: the one named in RUHU_TEST_COUCHDB, else the embedded store as a process."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.couch import Couch, open_embedded
from sync.embedded import Store, open_store
from tests.sync.http import Client
from tests.sync.processes import StoreProcess
from tests.sync.tokens import PUBLIC_KEYS_OPTION


@pytest.fixture(scope="session")
def couch_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address with administrator's name and password."""
    named = os.environ.get("RUHU_TEST_COUCHDB")
    if named:
        yield named.rstrip("/")
        return
    folder = tmp_path_factory.mktemp("couch")
    options = ("--keys", PUBLIC_KEYS_OPTION, "--origin", "https://tablet.example")
    with StoreProcess(folder / "data", options=options) as process:
        yield process.url.replace("http://", "http://admin:secret@")


@pytest.fixture
def server(couch_url: str) -> Client:
    return Client(couch_url)


@pytest.fixture
def name(server: Client) -> Iterator[str]:
    """A database of its own for each test."""
    name = f"test-{secrets.token_hex(6)}"
    assert server.put(name).status in (201, 202)
    yield name
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
