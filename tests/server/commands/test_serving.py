"""A server that cannot serve says so in one sentence with a code, before it listens."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from server.records.keys import open_keys
from sync.couch import open_embedded
from sync.embedded import open_store
from tests.sync.processes import free_port

RUHU = Path(sys.executable).parent / "ruhu"
VERBS = [["serve"], ["couch", "--admin", "admin:secret"]]


def start(verb: list[str], folder: Path, before: Callable[[], None] | None = None) -> tuple[int, str]:
    """Exit status and complaint of a server that is expected to end by itself."""
    command = [RUHU, *verb, "--data", folder, "--port", str(free_port())]
    ran = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
        preexec_fn=before,
    )
    return ran.returncode, ran.stderr


def store_in(folder: Path) -> Path:
    open_keys(folder / "keys")
    store = open_store(folder / "store")
    open_embedded(store).database("casebook").bulk(
        [{"_id": f"act:{n:06}", "note": "x" * 200} for n in range(99)]
    )
    store.close()
    return folder / "store" / "couch.sqlite"


@pytest.mark.parametrize("verb", VERBS)
def test_a_damaged_file_is_not_served(verb: list[str], tmp_path: Path) -> None:
    path = store_in(tmp_path)
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 3 + 64] = b"\xff" * 64
    path.write_bytes(data)
    status, complaint = start(verb, tmp_path)
    assert (status, complaint.partition(":")[0]) == (2, "run.store_damaged")
    assert "restore the last backup" in complaint
    assert "Traceback" not in complaint
    assert path.read_bytes() == data


@pytest.mark.parametrize("verb", VERBS)
def test_a_file_of_a_newer_version_is_not_served(verb: list[str], tmp_path: Path) -> None:
    path = store_in(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    status, complaint = start(verb, tmp_path)
    assert (status, complaint.partition(":")[0]) == (2, "run.store_newer")
    assert "Install that version" in complaint
    assert "Traceback" not in complaint


@pytest.mark.parametrize("verb", VERBS)
def test_a_disk_without_room_is_a_sentence(verb: list[str], tmp_path: Path) -> None:
    """The limit on a file's size stands for a full disk: the key files fit, the store does not."""

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))

    status, complaint = start(verb, tmp_path / "data", no_room)
    assert (status, complaint.partition(":")[0]) == (2, "run.folder_unusable")
    assert "full or read-only" in complaint
    assert "Traceback" not in complaint


@pytest.mark.parametrize("verb", VERBS)
def test_a_folder_that_cannot_be_made_is_a_sentence(verb: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    status, complaint = start(verb, tmp_path / "file" / "data")
    assert (status, complaint.partition(":")[0]) == (2, "run.folder_unusable")
    assert "Traceback" not in complaint
