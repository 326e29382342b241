"""Contents that no document names go; nothing that a document names ever does."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.couch import Conflict, open_embedded
from sync.embedded import Store, check_store, open_store
from sync.embedded.compaction import compact_database, sweep_contents
from sync.embedded.edit import Edit
from sync.embedded.errors import StoreError
from sync.embedded.receiving import Hold

PHOTO = b"a photo" * 4000
INK = b"an ink" * 100  # small enough for a row
ON_ITS_WAY = b"nobody names this" * 2000


def files(folder: Path) -> set[str]:
    return {path.name for path in (folder / "attachments").rglob("*") if path.is_file()}


def with_photo(data: Path) -> None:
    store = open_store(data / "store")
    database = open_embedded(store).database("casebook")
    database.create_with_attachment({"_id": "photo"}, "photo", PHOTO, "image/jpeg")
    store.close()


def leave_orphan(data: Path) -> str:
    """What a process leaves that is killed between receiving a photo and writing its document."""
    store = open_store(data / "store")
    with Hold(store.contents) as hold:
        content = hold.receive([ON_ITS_WAY], "photo")
        hold.settle()
    store.close()
    return content.sha256


def test_what_a_killed_process_received_is_gone_when_the_store_is_served_again(tmp_path: Path) -> None:
    with_photo(tmp_path)
    before = files(tmp_path / "store")
    orphan = leave_orphan(tmp_path)
    (tmp_path / "store" / "attachments" / "incoming" / "half").write_bytes(b"half a pho")
    assert orphan in files(tmp_path / "store")
    check_store(tmp_path)
    assert files(tmp_path / "store") == before


def test_nothing_is_deleted_while_something_named_is_missing(tmp_path: Path) -> None:
    """A flipped bit in a name makes its content look like nobody's; it stays for whoever repairs the name."""
    with_photo(tmp_path)
    path = tmp_path / "store" / "couch.sqlite"
    (name,) = files(tmp_path / "store")
    data = path.read_bytes()
    wrong = name[:-1] + ("0" if name[-1] != "0" else "1")
    path.write_bytes(data.replace(name.encode(), wrong.encode()))
    check_store(tmp_path)
    assert files(tmp_path / "store") == {name}
    path.write_bytes(data)
    store = open_store(tmp_path / "store")
    photo = open_embedded(store).database("casebook").get_attachment("photo", "photo")
    assert photo == PHOTO
    store.close()


def test_a_photo_being_received_is_not_swept(store: Store) -> None:
    with Hold(store.contents) as hold:
        content = hold.receive([ON_ITS_WAY], "photo")
        hold.settle()
        assert sweep_contents(store) == 0
        assert content.sha256 in store.contents.names()
    assert sweep_contents(store) == 1


def rows(store: Store) -> set[bytes]:
    with store.reading() as connection:
        return {bytes(body) for (body,) in connection.execute("SELECT body FROM contents")}


def test_a_row_goes_with_the_last_document_that_names_it(store: Store) -> None:
    database = open_embedded(store).database("casebook")
    for name in ("one", "two"):
        database.create_with_attachment({"_id": name}, "ink", INK, "text/plain")
    assert rows(store) == {INK}
    for name, left in (("one", {INK}), ("two", set())):
        database.delete(database.get(name))
        compact_database(store.database("casebook"))
        assert rows(store) == left
    assert store.contents.names() == set()


def test_a_row_stays_while_the_photo_of_another_document_is_missing(tmp_path: Path) -> None:
    with_photo(tmp_path)
    store = open_store(tmp_path / "store")
    database = open_embedded(store).database("casebook")
    database.create_with_attachment({"_id": "ink"}, "ink", INK, "text/plain")
    database.delete(database.get("ink"))
    (name,) = files(tmp_path / "store")
    store.contents.path(name).unlink()
    compact_database(store.database("casebook"))
    assert rows(store) == {INK}
    store.close()


def test_what_a_refused_edit_brought_is_no_row(store: Store) -> None:
    database = open_embedded(store).database("casebook")
    database.create({"_id": "one"})
    with pytest.raises(Conflict):
        database.create_with_attachment({"_id": "one"}, "ink", INK, "text/plain")
    assert rows(store) == set()


def test_compaction_forgets_the_bodies_of_stemmed_revisions(store: Store) -> None:
    database = store.create_database("one")
    database.change("revs_limit", 3)
    rev = None
    for number in range(20):
        body = b'{"n":%d}' % number
        rev = database.write_one(Edit("often", (rev,) if rev else (), False, body))
    compact_database(database)
    with store.reading() as connection:
        assert connection.execute("SELECT body FROM revisions").fetchall() == [(b'{"n":19}',)]
    assert database.info().bytes == len(b'{"n":19}')


def test_the_folder_of_contents_survives_a_sweep_of_everything(tmp_path: Path) -> None:
    leave_orphan(tmp_path)
    check_store(tmp_path)
    assert files(tmp_path / "store") == set()
    with_photo(tmp_path)
    assert len(files(tmp_path / "store")) == 1
    assert os.access(tmp_path / "store" / "attachments" / "incoming", os.W_OK)


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """As on a disk that is full: the system refuses what goes beyond."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_photo_that_the_disk_has_no_room_for_is_refused_and_leaves_nothing(store: Store) -> None:
    with (
        no_file_larger_than(100_000),
        pytest.raises(StoreError) as caught,
        Hold(store.contents) as hold,
    ):
        hold.receive([b"x" * 60_000] * 4, "photo")
    assert (caught.value.status, caught.value.error) == (507, "insufficient_storage")
    assert not list(store.contents.incoming.iterdir())
    assert store.contents.names() == set()
