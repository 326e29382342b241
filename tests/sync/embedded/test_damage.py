"""A byte that is not what was written is noticed, and the document is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.couch import CouchError, open_embedded
from sync.embedded import Store, open_store
from sync.embedded.errors import FolderInUse, StoreDamaged
from sync.embedded.examination import examine, sift
from sync.embedded.lock import FolderLock

MARK = "find-these-bytes"
LARGE = b"a photo " * 4000  # a file beside the database
SMALL = b"an ink " * 1000  # a row of it


def stored(tmp_path: Path) -> Path:
    store = open_store(tmp_path / "store")
    database = open_embedded(store).database("casebook")
    database.bulk([{"_id": f"act:SL-2026-0001:{n:06}", "note": f"{n} nothing else"} for n in range(50)])
    database.create({"_id": "act:SL-2026-0137:000001", "note": MARK})
    photo = {"_id": "photo:SL-2026-0137:abc", "length": 3}
    database.create_with_attachment(photo, "photo", LARGE, "image/jpeg")
    database.create_with_attachment({"_id": "ink:SL-2026-0137:abc"}, "ink", SMALL, "text/plain")
    store.close()
    return tmp_path / "store"


def flip(path: Path, find: bytes) -> None:
    data = bytearray(path.read_bytes())
    place = data.index(find)
    data[place] ^= 0x01
    path.write_bytes(data)


@pytest.fixture
def reopened(tmp_path: Path) -> Callable[[bytes], Store]:
    folder = stored(tmp_path)

    def flip_and_open(find: bytes) -> Store:
        flip(folder / "couch.sqlite", find)
        return open_store(folder)

    return flip_and_open


def test_a_flipped_byte_of_a_body_names_the_document(reopened: Callable[[bytes], Store]) -> None:
    store = reopened(MARK.encode())
    database = open_embedded(store).database("casebook")
    with pytest.raises(CouchError, match="act:SL-2026-0137:000001") as caught:
        database.get("act:SL-2026-0137:000001")
    assert (caught.value.status, caught.value.error) == (500, "damaged")
    with pytest.raises(CouchError, match="act:SL-2026-0137:000001"):
        list(database.all())
    with pytest.raises(CouchError, match="act:SL-2026-0137:000001"):
        database.changes(include_docs=True)
    assert len(list(database.all("act:", "act:~", include_docs=False))) == 51  # a list of ids reads no body
    assert database.get("act:SL-2026-0001:000001")["note"] == "1 nothing else"
    assert [(one.database, one.doc_id) for one in examine(store)] == [("casebook", "act:SL-2026-0137:000001")]
    store.close()


def test_a_flipped_byte_of_a_photo_names_its_document(tmp_path: Path) -> None:
    folder = stored(tmp_path)
    (photo,) = (folder / "attachments").glob("[0-9a-f][0-9a-f]/*")
    flip(photo, b"photo")
    store = open_store(folder)
    database = open_embedded(store).database("casebook")
    with pytest.raises(CouchError, match="photo:SL-2026-0137:abc"):
        database.get_attachment("photo:SL-2026-0137:abc", "photo")
    with pytest.raises(CouchError, match="photo:SL-2026-0137:abc"):
        database.get("photo:SL-2026-0137:abc", attachments=True)
    assert [one.doc_id for one in examine(store)] == ["photo:SL-2026-0137:abc"]
    store.close()


def test_a_photo_that_is_gone_names_its_document(tmp_path: Path) -> None:
    folder = stored(tmp_path)
    (photo,) = (folder / "attachments").glob("[0-9a-f][0-9a-f]/*")
    photo.unlink()
    store = open_store(folder)
    with pytest.raises(CouchError, match="photo:SL-2026-0137:abc"):
        open_embedded(store).database("casebook").get_attachment("photo:SL-2026-0137:abc", "photo")
    store.close()


def test_the_same_photo_sent_again_heals_a_damaged_one(tmp_path: Path) -> None:
    folder = stored(tmp_path)
    (photo,) = (folder / "attachments").glob("[0-9a-f][0-9a-f]/*")
    flip(photo, b"photo")
    store = open_store(folder)
    database = open_embedded(store).database("casebook")
    database.create_with_attachment({"_id": "photo:again"}, "photo", LARGE, "image/jpeg")
    assert database.get_attachment("photo:SL-2026-0137:abc", "photo") == LARGE
    store.close()


def test_a_flipped_byte_of_a_small_content_names_its_document(reopened: Callable[[bytes], Store]) -> None:
    store = reopened(b"an ink an ink")
    database = open_embedded(store).database("casebook")
    for read in (
        lambda: database.get_attachment("ink:SL-2026-0137:abc", "ink"),
        lambda: database.get("ink:SL-2026-0137:abc", attachments=True),
        lambda: list(database.whole(["ink:SL-2026-0137:abc"])),
    ):
        with pytest.raises(CouchError, match="ink:SL-2026-0137:abc"):
            read()
    assert [one.doc_id for one in examine(store)] == ["ink:SL-2026-0137:abc"]
    store.close()


def test_the_same_small_content_sent_again_heals_a_damaged_one(reopened: Callable[[bytes], Store]) -> None:
    store = reopened(b"an ink an ink")
    database = open_embedded(store).database("casebook")
    database.create_with_attachment({"_id": "ink:again"}, "ink", SMALL, "text/plain")
    assert database.get_attachment("ink:SL-2026-0137:abc", "ink") == SMALL
    store.close()


@pytest.mark.parametrize(("column", "table"), [("body", "revisions"), ("tree", "documents")])
def test_a_flipped_bit_that_makes_bytes_a_text_names_the_document(
    tmp_path: Path, column: str, table: str
) -> None:
    """The kind of a value is one bit in the file."""
    folder = stored(tmp_path)
    with sqlite3.connect(folder / "couch.sqlite") as connection:
        connection.execute(f"UPDATE {table} SET {column} = CAST({column} AS TEXT)")
    connection.close()
    store = open_store(folder)
    database = open_embedded(store).database("casebook")
    with pytest.raises(CouchError, match="act:SL-2026-0137:000001"):
        database.get("act:SL-2026-0137:000001", revs=True)
    assert len(list(examine(store))) == 53
    sound, damaged = sift(store, "casebook")
    assert (sound, len(damaged)) == ({}, 53)
    store.close()


def test_a_file_with_a_broken_page_is_refused_with_advice(tmp_path: Path) -> None:
    folder = stored(tmp_path)
    path = folder / "couch.sqlite"
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 3 + 64] = b"\xff" * 64
    path.write_bytes(data)
    with pytest.raises(StoreDamaged, match="restore the last backup"):
        open_store(folder)


def test_a_file_that_is_no_database_is_refused_with_advice(tmp_path: Path) -> None:
    folder = stored(tmp_path)
    (folder / "couch.sqlite").write_bytes(b"not a database at all" * 300)
    with pytest.raises(StoreDamaged, match="restore the last backup"):
        open_store(folder)


def test_every_flipped_byte_of_the_file_is_noticed_or_harmless(tmp_path: Path) -> None:
    """Each document reads back as written, or is refused: no flipped byte is ever believed."""
    folder = stored(tmp_path)
    path = folder / "couch.sqlite"
    sound = path.read_bytes()
    expected = _read_all(folder)
    for place in range(100, len(sound), max(1, len(sound) // 150)):
        data = bytearray(sound)
        data[place] ^= 0x10
        path.write_bytes(data)
        for doc_id, document in _read_all(folder).items():
            assert document in (None, expected[doc_id]), (place, doc_id)
    path.write_bytes(sound)


def _read_all(folder: Path) -> dict[str, object]:
    """Each document by its id; None for one that is refused."""
    ids = [f"act:SL-2026-0001:{n:06}" for n in range(50)] + ["act:SL-2026-0137:000001"]
    found: dict[str, object] = dict.fromkeys(ids)
    try:
        store = open_store(folder)
    except StoreDamaged:
        return found
    database = open_embedded(store).database("casebook")
    for doc_id in ids:
        try:
            found[doc_id] = database.get(doc_id)
        except CouchError:
            continue
    store.close()
    return found


def test_a_folder_belongs_to_one_process(tmp_path: Path) -> None:
    with FolderLock(tmp_path / "lock") as lock:
        assert lock.owner() is not None
        with pytest.raises(FolderInUse, match="in use by process"):
            FolderLock(tmp_path / "lock").acquire()
    FolderLock(tmp_path / "lock").acquire()
