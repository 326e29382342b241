"""The SQLite file: older ones are brought up to date, and a deleted database leaves nothing in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sync.embedded import Store, open_store
from sync.embedded.edit import Edit
from sync.embedded.schema import STEPS


def count(folder: Path, table: str) -> int:
    with closing(sqlite3.connect(folder / "couch.sqlite")) as connection:
        (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(rows)


def fill(store: Store, name: str) -> None:
    database = store.create_database(name)
    for number in range(20):
        rev = database.write_one(Edit(f"visit:{number}", (), False, b'{"n":1}'))
        database.write_one(Edit(f"visit:{number}", (rev,), False, b'{"n":2}'))


def test_a_deleted_database_takes_its_rows_along_and_no_others(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    fill(store, "goes")
    fill(store, "stays")
    store.delete_database("goes")
    assert (count(tmp_path, "documents"), count(tmp_path, "revisions")) == (20, 40)
    database = store.database("stays")
    with database.reading() as connection:
        assert database.winner(connection, "visit:7")[1].body == b'{"n":2}'
    store.close()


def test_a_file_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "couch.sqlite")) as old:
        old.executescript(f"{STEPS[0]} PRAGMA user_version = 1;")
        old.execute("INSERT INTO databases (name, uuid) VALUES ('kept', 'mark')")
        old.commit()
    store = open_store(tmp_path)
    assert store.names() == ["kept"]
    store.database("kept").write_one(Edit("visit:1", (), False, b"{}"))
    store.close()
    with closing(sqlite3.connect(tmp_path / "couch.sqlite")) as now:
        assert now.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
