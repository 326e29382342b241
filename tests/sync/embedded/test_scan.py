"""A range read straight from the store is what its answer to ``_all_docs`` says."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import couchdb
import pytest

from sync.couch import Couch, CouchError, open_embedded
from sync.embedded import Store, open_store
from sync.embedded.access import Access
from sync.embedded.app import create_store_app
from sync.in_process import InProcessSession

IDS = ("a", "act:SL-1:000001", "act:SL-1:000002", "act:SL-10:000001", "act:中", "b", "photo:SL-1", "😀")
MARK = b"find-these-bytes"


@pytest.fixture
def filled(store: Store) -> Couch:
    """Documents of every sort: one with an attachment, one of two leaves, one that is deleted."""
    couch = open_embedded(store)
    database = couch.database("one")
    database.put_all([{"_id": doc_id, "words": f"“{doc_id}”", "n": [1, {}]} for doc_id in IDS[:6]])
    database.create_with_attachment({"_id": IDS[6], "length": 3}, "photo", b"abc", "image/jpeg")
    database.delete(database.get("b"))
    rival = {"_id": "a", "_rev": "2-" + "f" * 32, "words": "two leaves"}
    database.bulk([rival, {"_id": IDS[7], "_rev": "1-" + "a" * 32}], new_edits=False)
    return couch


def test_every_range_is_what_all_docs_says(filled: Couch) -> None:
    database = filled.at("one")
    for start, end, limit in product(IDS, (*IDS, "\ufff0"), (None, 1, 3)):
        found = database.scan(start, end, limit)
        assert found == list(database.all(start, end, limit=limit)), (start, end, limit)


def test_where_the_store_is_elsewhere_it_is_asked_for_by_its_pages(store: Store, filled: Couch) -> None:
    session = InProcessSession(create_store_app(store, Access()))
    elsewhere = Couch(couchdb.Server("http://elsewhere", session=session))
    found = elsewhere.at("one").scan("a", "\ufff0")
    assert found == filled.at("one").scan("a", "\ufff0")
    assert [one["_id"] for one in found] == sorted((*IDS[:5], IDS[6]))


def test_a_flipped_byte_is_noticed_and_a_database_that_is_not_there(tmp_path: Path) -> None:
    first = open_store(tmp_path / "store")
    open_embedded(first).database("one").create({"_id": "a", "note": MARK.decode()})
    first.close()
    path = tmp_path / "store" / "couch.sqlite"
    path.write_bytes(path.read_bytes().replace(MARK, MARK.upper()))
    store = open_store(tmp_path / "store")
    couch = open_embedded(store)
    with pytest.raises(CouchError, match="'a'"):
        couch.at("one").scan("a", "b")
    with pytest.raises(CouchError, match="does not exist"):
        couch.at("two").scan("a", "b")
    store.close()
