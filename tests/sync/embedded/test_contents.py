"""The folder of attachment contents, the files of requests under way, and a store whose files are few."""

from __future__ import annotations

from pathlib import Path

from tests.sync.http import Client
from tests.sync.processes import StoreProcess


def client_of(process: StoreProcess) -> Client:
    return Client(process.url.replace("//", "//admin:secret@"))


def test_a_folder_copied_without_its_empty_folders_takes_new_contents(tmp_path: Path) -> None:
    """As any folder of the version that made them when they were needed."""
    (tmp_path / "data" / "store" / "attachments" / "ff").mkdir(parents=True)
    with StoreProcess(tmp_path / "data") as process:
        db = client_of(process).at("x")
        assert db.put().status == 201
        taken = [db.put(f"{number}/photo", b"%d" % number).status for number in range(8)]
    assert taken == [201] * 8
