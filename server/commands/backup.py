"""``ruhu backup`` and ``ruhu restore``: a copy that is brought up to date, proven by being restored.

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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from server.commands.options import add_couchdb, add_verb, choose, read_settings, tell
from server.commands.progress_line import ProgressLine
from server.commands.verbs import ABOUT
from server.domain.days import format_instant, parse_instant
from server.errors import Refusal
from server.opening import open_for_command, reach
from server.records.key_chain import district_id
from server.records.keys import open_keys, write_private
from server.services.district import system_clock
from server.services.verification import Report, verify
from server.settings import Settings
from sync.couch import Couch, CouchError
from sync.embedded.errors import StoreDamaged
from sync.replication import Progress
from sync.replication.moving import Moved, bring, move

MANIFEST: Final = "backup.json"
KEYS: Final = "keys"
_LAST: Final = "last-backup.json"
_SCHEMA: Final = 1
_KEEP_DAYS: Final = 90
_MEGABYTE: Final = 1_000_000
_SPARE: Final = 1.1  # of the backup's size, for the store that it is restored into to prove it


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; ``district`` is the thumbprint of the key that signs the log (RFC 7638).

    ``verified_at`` is when it was last restored, compared and verified whole; empty where it was not.
    """

    district: str
    prefix: str
    made_at: str
    keep_days: int
    keys: bool
    databases: tuple[str, ...]
    verified_at: str = ""

    @property
    def keep_until(self) -> datetime:
        """Until when it is kept: what was erased since must not outlive it."""
        return parse_instant(self.made_at) + timedelta(days=self.keep_days)


@dataclass(frozen=True)
class Proof:
    """A backup restored: every database compared document by document, then verified as a record."""

    moved: Sequence[Moved]
    report: Report

    @property
    def ok(self) -> bool:
        return self.report.ok and all(one.ok for one in self.moved)

    def as_json(self) -> dict[str, Any]:
        compared = [(one.name, one.comparison) for one in self.moved if one.comparison]
        return {
            "databases": len(self.moved),
            "documents": sum(each.documents for _, each in compared),
            "attachments": sum(each.attachments for _, each in compared),
            "differences": [
                {"database": name, "id": one.doc_id, "what": one.what}
                for name, each in compared
                for one in each.differences
            ],
            "verified": self.report.as_json(),
        }


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
    parser = add_verb(
        verbs,
        "restore",
        run_restore,
        about=ABOUT["restore"],
        example="ruhu restore /mnt/usb/ruhu --data /var/lib/ruhu --json",
        json_too=True,
    )
    add_couchdb(parser)
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the backup is")


def run_backup(options: argparse.Namespace) -> int:
    settings, folder = read_settings(options), options.folder
    if options.keep_days < 1:
        raise Refusal("run.argument", why="--keep-days < 1")
    if not (settings.data / KEYS).is_dir():
        raise Refusal("run.no_folder", folder=settings.data)
    line = ProgressLine(sys.stderr, wanted=not options.as_json)
    with _said_in_words("run.store_damaged"):
        manifest = _back_up(settings, folder, options, line)
        write_manifest(folder, manifest)
    with _said_in_words("run.backup_damaged"):
        proof = None if options.without_proof else _prove(folder, settings.data / KEYS, manifest, line)
    if proof and proof.ok:
        manifest = replace(manifest, verified_at=manifest.made_at)
        write_manifest(folder, manifest)
    _note_last_backup(settings.data, manifest)
    ok = proof is None or proof.ok
    told = {"ok": ok, **asdict(manifest), "proof": proof.as_json() if proof else None}
    tell(options, told, _say_backup(manifest, proof))
    return 0 if ok else 1


def run_restore(options: argparse.Namespace) -> int:
    manifest = read_manifest(options.folder)
    settings = replace(read_settings(options), prefix=manifest.prefix)
    keys = options.folder / KEYS if manifest.keys else settings.data / KEYS
    line = ProgressLine(sys.stderr, wanted=not options.as_json)
    with _said_in_words("run.backup_damaged"):
        proof = _restore(options.folder, settings, keys, manifest, line)
    tell(options, {"ok": proof.ok, **proof.as_json()}, _say_proof(proof))
    return 0 if proof.ok else 1


def _back_up(settings: Settings, folder: Path, options: argparse.Namespace, line: ProgressLine) -> Manifest:
    """Brings the store in ``folder`` up to date and copies the keys; refuses another district's backup."""
    district = district_id(open_keys(settings.data / KEYS))
    earlier = find_manifest(folder)
    if earlier is not None and earlier.district != district:
        raise Refusal("run.backup_other", folder=folder)
    made_at = format_instant(system_clock())
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with reach(settings) as source, reach(Settings(data=folder)) as target:
        names = _names(source.couch, settings.prefix)
        for name in names:
            _copy(source.couch, target.couch, name, settings.prefix, line)
    keeps_keys = not options.without_keys
    if keeps_keys:
        _copy_keys(settings.data / KEYS, folder / KEYS)
    return Manifest(district, settings.prefix, made_at, options.keep_days, keeps_keys, tuple(names))


def _copy(source: Couch, target: Couch, name: str, prefix: str, line: ProgressLine) -> None:
    line.begin(name)
    progress = bring(source, target, name, prefix=prefix, rules=False, report=partial(_show, line))
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
        return _restore(folder, settings, keys, manifest, line)


def _restore(folder: Path, settings: Settings, keys: Path, manifest: Manifest, line: ProgressLine) -> Proof:
    """Brings every database of a backup into an empty place, compares all of it, and verifies the record."""
    if not keys.is_dir() or district_id(open_keys(keys)) != manifest.district:
        raise Refusal("run.backup_keys", folder=keys)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with reach(Settings(data=folder)) as source, reach(settings) as target:
        if _names(target.couch, settings.prefix):
            raise Refusal("run.restore_not_empty", place=settings.data)
        rules = settings.couchdb is not None
        moved = [
            _bring_back(source.couch, target.couch, name, manifest.prefix, rules, line)
            for name in manifest.databases
        ]
    if keys != settings.data / KEYS:
        _copy_keys(keys, settings.data / KEYS)
    with open_for_command(settings, only_looking=True) as district:
        return Proof(moved, verify(district))


def _bring_back(
    source: Couch, target: Couch, name: str, prefix: str, rules: bool, line: ProgressLine
) -> Moved:
    line.begin(name)
    moved = move(source, target, name, prefix=prefix, rules=rules, report=partial(_show, line))
    line.end()
    if moved.progress.stopped:
        raise KeyboardInterrupt
    return moved


def _names(couch: Couch, prefix: str) -> list[str]:
    """The district's databases, the casebook first: whatever an act names is written before the act."""
    names = [name for name in couch.names() if name.startswith(prefix) and not name.startswith("_")]
    return sorted(names, key=lambda name: (name != f"{prefix}casebook", name))


def _copy_keys(source: Path, target: Path) -> None:
    """Copies the key files, readable by their owner alone from the first byte."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in sorted(source.iterdir()):
        write_private(target / file.name, file.read_text("utf-8"))


def find_manifest(folder: Path) -> Manifest | None:
    """What the backup in ``folder`` says of itself; None where there is none."""
    try:
        content = json.loads((folder / MANIFEST).read_text("utf-8"))
        names = tuple(str(name) for name in content.pop("databases"))
        if content.pop("schema") != _SCHEMA:
            raise Refusal("run.backup_newer", folder=folder)
        return Manifest(**content, databases=names)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refusal("run.backup_unreadable", folder=folder) from error


def read_manifest(folder: Path) -> Manifest:
    """The same, refused where there is no backup."""
    manifest = find_manifest(folder)
    if manifest is None:
        raise Refusal("run.no_backup", folder=folder)
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    draft = folder / f"{MANIFEST}.new"
    content = {"schema": _SCHEMA, **asdict(manifest)}
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
    draft.rename(folder / MANIFEST)


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


@contextmanager
def _said_in_words(damaged: str) -> Iterator[None]:
    """What a store refuses on the way is a sentence; a run cut short goes on at the next one.

    ``damaged``: the refusal of what cannot be read, which the same command again would not get past.
    """
    try:
        yield
    except CouchError as error:
        code = damaged if error.error == StoreDamaged.error else "run.replication"
        raise Refusal(code, why=error.reason.rstrip(".")) from error


def _show(line: ProgressLine, progress: Progress) -> None:
    done = progress.counts.missing_checked
    line.show(done, None if progress.pending is None else done + progress.pending, note="")


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
        _say_proof(proof) if proof else choose("没有恢复核对过。", "It was not proven by restoring it.")
    )
    return "\n".join(lines)


def _say_proof(proof: Proof) -> str:
    told = proof.as_json()
    lines = [f"{one['database']}/{one['id']}: {one['what']}" for one in told["differences"]]
    lines += [f"{each.document}: {choose(each.zh, each.en)}" for each in proof.report.problems]
    documents, attachments, acts = told["documents"], told["attachments"], proof.report.acts
    if proof.ok:
        lines.append(
            choose(
                f"恢复出来逐份比对：{documents} 份文档、{attachments} 个附件一样，{acts} 件核对无误。",
                f"Restored and compared: {documents} documents and {attachments} attachments are the same, "
                f"{acts} acts hold.",
            )
        )
    else:
        lines.append(choose("恢复出来对不上。", "What was restored does not hold."))
    return "\n".join(lines)
