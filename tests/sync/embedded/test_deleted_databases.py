"""Requests that were under way when their database was deleted, and perhaps made anew."""

from __future__ import annotations

import pytest

from sync.embedded import Store
from sync.embedded.endpoints.local_documents import write_locals
from sync.embedded.errors import NotFound
from sync.embedded.local_documents import Local


def test_a_local_document_of_a_deleted_database_is_refused_and_leaves_no_row(store: Store) -> None:
    database = store.create_database("x")
    store.delete_database("x")
    anew = store.create_database("x")
    with pytest.raises(NotFound, match="Database does not exist"):
        write_locals(database, [("_local/one", Local(0, b"{}"))])
    with anew.reading() as connection:
        assert connection.execute("SELECT count(*) FROM locals").fetchone() == (0,)


def test_a_setting_of_a_deleted_database_is_not_said_to_be_kept(store: Store) -> None:
    database = store.create_database("x")
    store.delete_database("x")
    store.create_database("x")
    with pytest.raises(NotFound, match="Database does not exist"):
        database.change("security", {"members": {"roles": ["district"]}})
    assert store.database("x").info().security != {"members": {"roles": ["district"]}}
