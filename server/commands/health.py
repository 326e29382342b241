"""``ruhu doctor``: what can be checked before somebody is surprised."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from server.commands.health_checks import examine
from server.commands.options import add_couchdb, add_verb, choose, read_settings, tell
from server.commands.verbs import ABOUT
from server.given import read_given


def add_to(verbs: Any) -> None:
    parser = add_verb(
        verbs,
        "doctor",
        run,
        about=ABOUT["doctor"],
        example="ruhu doctor --data .demo --json",
        json_too=True,
    )
    add_couchdb(parser)


def run(options: argparse.Namespace) -> int:
    certificate = tuple(Path(path) for path in read_given().get("tls", ())) or None
    findings = list(examine(read_settings(options, tls=certificate)))
    ok = all(finding.ok for finding in findings)
    lines = [f"{'✓' if one.ok else '✗'} {choose(one.zh, one.en)}" for one in findings]
    tell(options, {"ok": ok, "checks": [asdict(finding) for finding in findings]}, "\n".join(lines))
    return 0 if ok else 1
