"""Stock PouchDB replicates both ways, photos included."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).with_name("pouchdb_replication.mjs")


def test_stock_pouchdb_replicates_both_ways(couch_url: str, name: str, tmp_path: Path) -> None:
    run = subprocess.run(
        ["node", str(SCRIPT), f"{couch_url}/{name}", str(tmp_path)],
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["ok"] is True
