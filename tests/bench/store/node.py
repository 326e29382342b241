"""Runs a script of tests/peers with stock PouchDB in it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PEERS = Path(__file__).parents[2] / "peers"


def run_pouchdb(script: str, rounds: int, urls: Mapping[str, str]) -> Any:
    """What it prints as JSON. ``urls``: name in the samples → address."""
    named = [f"{name}={url}" for name, url in urls.items()]
    command = ["node", str(PEERS / script), str(rounds), *named]
    run = subprocess.run(command, capture_output=True, check=False, text=True)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)
