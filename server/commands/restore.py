"""``ruhu restore``: a backup brought into an empty place, compared document by document and verified.

One in which something cannot be read is refused, and nothing of it stays. ``--without-damaged`` brings all of
it that is sound, names what was left out, and keeps the list beside what was restored (``left-out.json``).
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from server.commands.backup_folder import (
    KEYS,
    Manifest,
    copy_keys,
    list_names,
    read_manifest,
    said_in_words,
)
from server.commands.options import add_couchdb, add_verb, choose, read_settings, tell
from server.commands.progress_line import ProgressLine
from server.commands.verbs import ABOUT
from server.errors import Refusal
from server.opening import STORE, Opened, open_for_command, reach
from server.records.key_chain import district_id
from server.records.keys import open_keys
from server.services.verification import Report, verify
from server.settings import Settings
from sync.couch import Couch, CouchError
from sync.embedded.errors import StoreDamaged
from sync.embedded.examination import Damage, sift
from sync.replication import Progress
from sync.replication.moving import Moved, bring_sound, move

LEFT_OUT: Final = "left-out.json"


@dataclass(frozen=True)
class Proof:
    """A backup restored: every database compared document by document, then verified as a record.

    ``left_out``: what cannot be read in the backup and therefore was not brought.
    """

    moved: Sequence[Moved]
    report: Report
    left_out: Sequence[Damage] = ()

    @property
    def ok(self) -> bool:
        return self.report.ok and not self.left_out and all(one.ok for one in self.moved)

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
            "left_out": list_left_out(self.left_out),
            "verified": self.report.as_json(),
        }


def add_to(verbs: Any) -> None:
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
    parser.add_argument(
        "--without-damaged",
        action="store_true",
        help="bring what is sound of a backup that is damaged; what is left out is named, and listed in"
        f" {LEFT_OUT} of the data folder",
    )


def run_restore(options: argparse.Namespace) -> int:
    manifest = read_manifest(options.folder)
    settings = replace(read_settings(options), prefix=manifest.prefix)
    keys = options.folder / KEYS if manifest.keys else settings.data / KEYS
    line = ProgressLine(sys.stderr, wanted=not options.as_json)
    bring = restore_sound if options.without_damaged else restore
    with said_in_words("run.backup_damaged"):
        proof = bring(options.folder, settings, keys, manifest, line)
    told = {"ok": proof.ok, **proof.as_json()}
    if proof.left_out:
        told["report"] = str(_write_left_out(settings.data, manifest, proof))
    tell(options, told, say_proof(proof))
    return 0 if proof.ok else 1


def restore(folder: Path, settings: Settings, keys: Path, manifest: Manifest, line: ProgressLine) -> Proof:
    """Brings every database of a backup into an empty place, compares all of it, and verifies the record.

    CouchError ``damaged`` where something of it cannot be read; what was brought by then is gone again.
    """
    with _both(folder, settings, keys, manifest, check=True) as (source, target):
        rules = settings.couchdb is not None
        moved = [
            _bring_back(source.couch, target.couch, name, manifest.prefix, rules, line)
            for name in manifest.databases
        ]
    return _finish(settings, keys, moved, ())


def restore_sound(
    folder: Path, settings: Settings, keys: Path, manifest: Manifest, line: ProgressLine
) -> Proof:
    """The same without the documents that cannot be read, whichever they are."""
    moved: list[Moved] = []
    left_out: list[Damage] = []
    with _both(folder, settings, keys, manifest, check=False) as (source, target):
        if source.store is None:
            raise Refusal("run.folder_locked", folder=folder, pid="?")
        rules = settings.couchdb is not None
        for name in manifest.databases:
            line.begin(name)
            sound, damaged = sift(source.store, name, report=line.show)
            moved.append(
                bring_sound(
                    source.couch, target.couch, name, sound,
                    prefix=manifest.prefix, rules=rules, report=showing(line),
                )
            )  # fmt: skip
            line.end()
            left_out += damaged
    return _finish(settings, keys, moved, left_out)


@contextmanager
def _both(
    folder: Path, settings: Settings, keys: Path, manifest: Manifest, *, check: bool
) -> Iterator[tuple[Opened, Opened]]:
    """The backup and the empty place for it; where it cannot be brought whole, the place is empty again."""
    if not keys.is_dir() or district_id(open_keys(keys)) != manifest.district:
        raise Refusal("run.backup_keys", folder=keys)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    begun = (settings.data / STORE).exists()
    with reach(Settings(data=folder), check=check) as source, reach(settings) as target:
        if list_names(target.couch, settings.prefix):
            raise Refusal("run.restore_not_empty", place=settings.data)
        try:
            yield source, target
        except BaseException:
            _leave_empty(target, settings, begun=begun)
            raise


def _leave_empty(target: Opened, settings: Settings, *, begun: bool) -> None:
    """A half of a district is none: what was brought goes, with a store that was made for it."""
    with suppress(CouchError):
        for name in list_names(target.couch, settings.prefix):
            target.couch.delete(name)
    if target.store is not None and not begun:
        target.store.close()
        shutil.rmtree(settings.data / STORE, ignore_errors=True)


def _finish(settings: Settings, keys: Path, moved: Sequence[Moved], left_out: Sequence[Damage]) -> Proof:
    if keys != settings.data / KEYS:
        copy_keys(keys, settings.data / KEYS)
    with open_for_command(settings, only_looking=True) as district:
        return Proof(moved, verify(district), left_out)


def _bring_back(
    source: Couch, target: Couch, name: str, prefix: str, rules: bool, line: ProgressLine
) -> Moved:
    line.begin(name)
    moved = move(source, target, name, prefix=prefix, rules=rules, report=showing(line))
    line.end()
    if moved.progress.stopped:
        raise KeyboardInterrupt
    for one in moved.progress.refused:
        if one.error == "source_unreadable":
            raise CouchError(StoreDamaged.status, StoreDamaged.error, f"{name}/{one.doc_id}: {one.reason}")
    return moved


def list_left_out(left_out: Sequence[Damage]) -> list[dict[str, str]]:
    return [{"database": one.database, "id": one.doc_id, "why": one.reason} for one in left_out]


def _write_left_out(data: Path, manifest: Manifest, proof: Proof) -> Path:
    """What was left out and what therefore does not hold, to be read again by whoever mends it."""
    content = {
        "backup_made_at": manifest.made_at,
        "left_out": list_left_out(proof.left_out),
        "verified": proof.report.as_json(),
    }
    (data / LEFT_OUT).write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
    return data / LEFT_OUT


def showing(line: ProgressLine) -> Callable[[Progress], None]:
    """Shows how far a replication is."""
    return partial(_show, line)


def _show(line: ProgressLine, progress: Progress) -> None:
    done = progress.counts.missing_checked
    line.show(done, None if progress.pending is None else done + progress.pending, note="")


def say_proof(proof: Proof) -> str:
    told = proof.as_json()
    lines = [f"{one['database']}/{one['id']}: {one['what']}" for one in told["differences"]]
    lines += [f"{each.document}: {choose(each.zh, each.en)}" for each in proof.report.problems]
    documents, attachments, acts = told["documents"], told["attachments"], proof.report.acts
    if proof.left_out:
        lines.append(_say_left_out(proof.left_out))
    if proof.ok:
        lines.append(
            choose(
                f"恢复出来逐份比对：{documents} 份文档、{attachments} 个附件一样，{acts} 件核对无误。",
                f"Restored and compared: {documents} documents and {attachments} attachments are the same, "
                f"{acts} acts hold.",
            )
        )
    elif proof.left_out and all(one.ok for one in proof.moved):
        lines.append(
            choose(
                f"其余的恢复出来逐份比对：{documents} 份文档、{attachments} 个附件一样。",
                f"The rest is restored and compared: {documents} documents and {attachments} attachments"
                " are the same.",
            )
        )
    else:
        lines.append(choose("恢复出来对不上。", "What was restored does not hold."))
    return "\n".join(lines)


def _say_left_out(left_out: Sequence[Damage]) -> str:
    """Each by its name, and where the list is kept."""
    head = choose(
        f"备份里读不出来的 {len(left_out)} 份没有恢复（名单另存在 {LEFT_OUT}）：",
        f"Left out, because the backup does not give them out (the list is kept in {LEFT_OUT}):"
        f" {len(left_out)}",
    )
    return "\n".join([head, *(f"  {one.database}/{one.doc_id}: {one.reason}" for one in left_out)])
