"""Stock PouchDB replicates both ways, photos included, and makes databases of any name."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).with_name("pouchdb_replication.mjs")


def play(story: str, url: str, folder: Path) -> None:
    run = subprocess.run(
        ["node", str(SCRIPT), story, url, str(folder)],
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["ok"] is True


def test_stock_pouchdb_replicates_both_ways(couch_url: str, name: str, tmp_path: Path) -> None:
    play("replicatesBothWays", f"{couch_url}/{name}", tmp_path)


def test_stock_pouchdb_makes_a_database_with_a_slash_in_its_name(
    couch_url: str, name: str, tmp_path: Path
) -> None:
    play("aSlashedDatabaseComesAndGoes", f"{couch_url}/{name}", tmp_path)
