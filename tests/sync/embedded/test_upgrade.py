"""The file's version: a step is whole or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from sync.embedded import open_store

# One step more than there is, killed in the middle of it: after it has created, filled and changed something.
KILLED_IN_A_STEP = """
import os, signal, sys
from pathlib import Path
from sync.embedded import schema

plain = schema.connect

def connect(path):
    connection = plain(path)
    connection.create_function("die", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
    return connection

schema.connect = connect
schema.STEPS = (*schema.STEPS, "CREATE TABLE extra (x); UPDATE databases SET name = 'half'; SELECT die();")
schema.prepare(Path(sys.argv[1]), check=True)
"""


def test_an_upgrade_that_is_killed_has_not_happened(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.create_database("whole")
    store.close()
    for _ in range(3):
        command = [sys.executable, "-c", KILLED_IN_A_STEP, tmp_path / "couch.sqlite"]
        assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    store = open_store(tmp_path)
    assert store.names() == ["whole"]
    with store.reading() as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert "extra" not in tables
    store.close()
