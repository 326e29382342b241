"""The target of the replications under test: a database of its own on the server under test."""

from __future__ import annotations

import pytest

from sync.couch import Database
from tests.sync.replication.samples import admin_of


@pytest.fixture
def target(couch_url: str, name: str) -> Database:
    return admin_of(couch_url).database(name)
