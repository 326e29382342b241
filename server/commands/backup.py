"""``ruhu backup``: a copy that is brought up to date, proven by being restored.

A backup is a data folder like any other: a store that holds every database of the district, the keys, and
``backup.json``, which says what it is a backup of, when it was made and until when it is kept. Each run
replicates what changed since the last one, so it may run beside a server at work; what was erased leaves the
backup with the next run and is compacted away. The casebook goes first: what an act names is in the evidence
by then, because evidence is written before the act.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from server.commands.backup_folder import (
    KEYS,
    Manifest,
    copy_keys,
    find_manifest,
    list_names,
    said_in_words,
    write_manifest,
)
from server.commands.options import add_couchdb, add_verb, choose, read_settings, tell
from server.commands.progress_line import ProgressLine
from server.commands.restore import Proof, restore, say_proof, showing
from server.commands.verbs import ABOUT
from server.domain.days import format_instant
from server.errors import Refusal
from server.opening import reach
from server.records.key_chain import district_id
from server.records.keys import open_keys
from server.services.district import system_clock
from server.settings import Settings
from sync.couch import Couch
from sync.replication.moving import bring

_LAST: Final = "last-backup.json"
_KEEP_DAYS: Final = 90
_MEGABYTE: Final = 1_000_000
_SPARE: Final = 1.1  # of the backup's size, for the store that it is restored into to prove it


def add_to(verbs: Any) -> None:
    parser = add_verb(
        verbs,
        "backup",
        run_backup,
        about=ABOUT["backup"],
        example="ruhu backup /mnt/usb/ruhu --data .demo --json",
        json_too=True,
    )
    add_couchdb(parser)
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the backup is; made where missing")
    parser.add_argument(
        "--without-keys", action="store_true", help="leave the district's keys out, kept somewhere else"
    )
    parser.add_argument(
        "--without-proof", action="store_true", help="do not restore it into a scratch folder afterwards"
    )
    parser.add_argument(
        "--keep-days",
        type=int,
        default=_KEEP_DAYS,
        metavar="N",
        help=f"for how long this backup is kept at most ({_KEEP_DAYS}); doctor names one that is older",
    )


def run_backup(options: argparse.Namespace) -> int:
    settings, folder = read_settings(options), options.folder
    if options.keep_days < 1:
        raise Refusal("run.argument", why="--keep-days < 1")
    if not (settings.data / KEYS).is_dir():
        raise Refusal("run.no_folder", folder=settings.data)
    line = ProgressLine(sys.stderr, wanted=not options.as_json)
    with said_in_words("run.store_damaged"):
        manifest = _back_up(settings, folder, options, line)
        write_manifest(folder, manifest)
    with said_in_words("run.backup_damaged"):
        proof = None if options.without_proof else _prove(folder, settings.data / KEYS, manifest, line)
    if proof and proof.ok:
        manifest = replace(manifest, verified_at=manifest.made_at)
        write_manifest(folder, manifest)
    _note_last_backup(settings.data, manifest)
    ok = proof is None or proof.ok
    told = {"ok": ok, **asdict(manifest), "proof": proof.as_json() if proof else None}
    tell(options, told, _say_backup(manifest, proof))
    return 0 if ok else 1


def _back_up(settings: Settings, folder: Path, options: argparse.Namespace, line: ProgressLine) -> Manifest:
    """Brings the store in ``folder`` up to date and copies the keys; refuses another district's backup."""
    district = district_id(open_keys(settings.data / KEYS))
    earlier = find_manifest(folder)
    if earlier is not None and earlier.district != district:
        raise Refusal("run.backup_other", folder=folder)
    made_at = format_instant(system_clock())
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with reach(settings) as source, reach(Settings(data=folder)) as target:
        names = list_names(source.couch, settings.prefix)
        for name in names:
            _copy(source.couch, target.couch, name, settings.prefix, line)
    keeps_keys = not options.without_keys
    if keeps_keys:
        copy_keys(settings.data / KEYS, folder / KEYS)
    return Manifest(district, settings.prefix, made_at, options.keep_days, keeps_keys, tuple(names))


def _copy(source: Couch, target: Couch, name: str, prefix: str, line: ProgressLine) -> None:
    line.begin(name)
    progress = bring(source, target, name, prefix=prefix, rules=False, report=showing(line))
    line.end()
    if progress.stopped:
        raise KeyboardInterrupt
    if progress.refused:
        one = progress.refused[0]
        raise Refusal("run.replication", why=f"{name}/{one.doc_id}: {one.reason}")
    target.at(name).compact()  # what was erased is gone from here too


def _prove(folder: Path, keys: Path, manifest: Manifest, line: ProgressLine) -> Proof:
    """Restores a backup into a scratch folder within it, which is gone afterwards."""
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    if shutil.disk_usage(folder).free < size * _SPARE:
        raise Refusal("run.backup_no_room", folder=folder, mb=size // _MEGABYTE + 1)
    with tempfile.TemporaryDirectory(prefix=".proof-", dir=folder) as scratch:
        settings = Settings(data=Path(scratch) / "data", prefix=manifest.prefix)
        return restore(folder, settings, keys, manifest, line)


def find_last_backup(data: Path) -> dict[str, str] | None:
    """When the district in ``data`` was backed up last, and whether that was proven; None: never, as far as
    its folder knows."""
    try:
        last: dict[str, str] = json.loads((data / _LAST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return last


def _note_last_backup(data: Path, manifest: Manifest) -> None:
    """For whoever asks how old the newest backup is; the medium itself may be in a drawer."""
    last = {"made_at": manifest.made_at, "verified_at": manifest.verified_at}
    (data / _LAST).write_text(json.dumps(last), "utf-8")


def _say_backup(manifest: Manifest, proof: Proof | None) -> str:
    count, until = len(manifest.databases), manifest.keep_until.date().isoformat()
    lines = [
        choose(
            f"{count} 个库备份好了，最多留到 {until}。",
            f"{count} databases are backed up; keep them until {until} at most.",
        )
    ]
    if not manifest.keys:
        lines.append(choose("密钥没有备份，请另外保管。", "The keys are not in it: keep them elsewhere."))
    lines.append(
        say_proof(proof) if proof else choose("没有恢复核对过。", "It was not proven by restoring it.")
    )
    return "\n".join(lines)
