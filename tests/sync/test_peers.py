"""The list of differences names tests that there are."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.sync.differences_of_express_pouchdb import DIFFERENCES, is_named

HERE = Path(__file__).parent


def test_every_listed_difference_is_a_test() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-o", "addopts=", str(HERE)]
    collected = subprocess.run(command, capture_output=True, check=True, text=True, timeout=60).stdout
    against = re.findall(r"^.*/(\w+\.py::\w+)\[express-pouchdb-?(.*)\]$", collected, re.MULTILINE)
    names = [f"{test}[{case}]" for test, case in against]
    entries = [entry for listed in DIFFERENCES.values() for entry in listed]
    gone = [entry for entry in entries if not any(is_named(name, entry) for name in names)]
    assert gone == []
    assert len(set(entries)) == len(entries)
    assert len(names) > len(entries)
