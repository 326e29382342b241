"""``ruhu doctor``: what can be checked before somebody is surprised."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from server.commands.options import add_couchdb, add_verb, choose, read_settings, tell
from server.errors import Refusal
from server.opening import open_for_command
from server.records.entries import SetAside
from server.services.district import District
from server.services.forms import HOME_VISIT, get_form
from server.settings import Settings

_LEAST_FREE: Final = 1_000_000_000  # about three thousand photos


@dataclass(frozen=True)
class Finding:
    name: str
    ok: bool
    zh: str
    en: str


def add_to(verbs: Any) -> None:
    parser = add_verb(
        verbs,
        "doctor",
        run,
        about="look at the installation and the data folder; exit 1 where something needs care",
        example="ruhu doctor --data .demo --json",
        json_too=True,
    )
    add_couchdb(parser)


def run(options: argparse.Namespace) -> int:
    findings = list(examine(read_settings(options)))
    ok = all(finding.ok for finding in findings)
    lines = [f"{'✓' if one.ok else '✗'} {choose(one.zh, one.en)}" for one in findings]
    tell(options, {"ok": ok, "checks": [asdict(finding) for finding in findings]}, "\n".join(lines))
    return 0 if ok else 1


def examine(settings: Settings) -> Iterator[Finding]:
    """The installation first, then the district; a district that does not open is a finding."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Finding("python", sys.version_info >= (3, 11), f"Python {version}", f"Python {version}")
    try:
        with open_for_command(settings) as district:
            yield from _examine_district(district)
    except Refusal as refusal:
        yield Finding("open", False, refusal.sentence(), refusal.sentence("en"))


def _examine_district(district: District) -> Iterator[Finding]:
    info = district.couch.info()
    yield Finding("store", True, f"数据库 {info.get('version')}", f"Database {info.get('version')}")
    free = shutil.disk_usage(district.settings.data).free
    size = f"{free / 1e9:.1f} GB"
    yield Finding("disk", free > _LEAST_FREE, f"还剩 {size}", f"{size} free")
    yield _examine_form(district)
    damaged = len(district.index.damaged())
    yield Finding("files", damaged == 0, f"{damaged} 个案卷读不通", f"{damaged} files do not hold together")
    waiting = len(district.office.every(SetAside))
    yield Finding("set-aside", True, f"{waiting} 份上传搁置着", f"{waiting} uploads are set aside")


def _examine_form(district: District) -> Finding:
    try:
        get_form(district, HOME_VISIT)
    except Refusal as refusal:
        return Finding("form", False, refusal.sentence(), refusal.sentence("en"))
    return Finding("form", True, f"表 {HOME_VISIT}", f"Form {HOME_VISIT}")
