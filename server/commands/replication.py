"""``ruhu replicate``: one database to another, or a whole district, with the proof that it arrived."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from typing import Any, Final

from server.commands.options import add_verb, choose, tell
from server.commands.places import Places, open_places
from server.commands.progress_line import ProgressLine
from server.commands.verbs import ABOUT
from server.errors import Refusal
from server.given import read_given
from sync.replication import Progress, Refused, replicate
from sync.replication.moving import Moved, move

_INTERRUPTED: Final = 130
_EPILOG = """
  ruhu replicate .demo/casebook http://admin:secret@127.0.0.1:5984/casebook --create-target
  ruhu replicate http://a:secret@one:5984/notes http://b:secret@two:5984/notes --continuous
  ruhu replicate .demo/office http://admin:secret@127.0.0.1:5984/office --doc-ids user:li user:wang
  ruhu replicate --all .demo http://admin:secret@127.0.0.1:5984 --json

SOURCE and TARGET: a database's address, http(s)://user:password@host:port/NAME, or DATA/NAME for the own
store of a data folder (through its server while that runs; NAME alone: the folder of --data). With --all
a server's address or a data folder. In NAME and the password, write / as %2F and @ as %40.
A run that was cut short goes on where it stopped. A document that the target refuses is named; the next run
does not try it again until it changes: name it with --doc-ids to try once more.
Exit status: 0 all arrived, 1 something was refused or differs, 2 it could not be done, 130 interrupted."""


def add_to(verbs: Any) -> None:
    parser = add_verb(
        verbs,
        "replicate",
        run_replicate,
        about=ABOUT["replicate"],
        example=_EPILOG.strip(),
        json_too=True,
    )
    parser.add_argument("source", metavar="SOURCE", help="where from")
    parser.add_argument("target", metavar="TARGET", help="where to")
    parser.add_argument(
        "--all", action="store_true", help="every database of the district, and prove that both are the same"
    )
    parser.add_argument(
        "--prefix",
        default=read_given().get("prefix", ""),
        help="with --all: only databases whose name begins so",
    )
    parser.add_argument(
        "--continuous", action="store_true", help="go on with what changes, until it is interrupted"
    )
    parser.add_argument("--doc-ids", nargs="+", metavar="ID", help="only these documents")
    parser.add_argument("--create-target", action="store_true", help="make the target where there is none")


def run_replicate(options: argparse.Namespace) -> int:
    if options.all and (options.continuous or options.doc_ids):
        raise Refusal("run.argument", why="--all --continuous / --doc-ids")
    with _ended_alike(), open_places(options.data) as places:
        return (_run_all if options.all else _run_one)(options, places)


def _run_one(options: argparse.Namespace, places: Places) -> int:
    source = places.database(options.source)
    target = places.database(options.target, create=options.create_target)
    begun, line = time.monotonic(), ProgressLine(sys.stderr, wanted=not options.as_json)
    line.begin(source.name)
    progress = replicate(
        source, target, doc_ids=options.doc_ids, continuous=options.continuous, report=partial(_show, line)
    )
    line.end()
    refused = [_named(source.name, one) for one in progress.refused]
    content = {"ok": not progress.counts.doc_write_failures, **_told(progress)}
    tell(
        options,
        content | {"seconds": round(time.monotonic() - begun, 3)},
        "\n".join([*refused, _sentence(source.name, progress)]),
    )
    if progress.stopped and not options.continuous:
        return _INTERRUPTED
    return 1 if progress.counts.doc_write_failures else 0


def _run_all(options: argparse.Namespace, places: Places) -> int:
    source = places.server(options.source)
    target = places.server(options.target, create=options.create_target)
    begun, line = time.monotonic(), ProgressLine(sys.stderr, wanted=not options.as_json)
    moved: list[Moved] = []
    for name in _names(source.couch.names(), options.prefix):
        line.begin(name)
        moved.append(
            move(
                source.couch,
                target.couch,
                name,
                prefix=options.prefix,
                rules=not target.own,
                report=partial(_show, line),
                compared=partial(line.show, note=""),
            )
        )
        line.end()
        if not options.as_json:
            print("\n".join(_lines(moved[-1])), flush=True)
        if moved[-1].progress.stopped:
            break
    ok = all(one.ok for one in moved) and bool(moved)
    content = {"ok": ok, "databases": [_told_of(one) for one in moved]}
    seconds = time.monotonic() - begun
    tell(options, content | {"seconds": round(seconds, 3)}, _verdict(moved))
    if moved and moved[-1].progress.stopped:
        return _INTERRUPTED
    return 0 if ok else 1


def _names(names: Sequence[str], prefix: str) -> list[str]:
    """The district's databases; those of the server itself begin with an underscore."""
    return [name for name in names if name.startswith(prefix) and not name.startswith("_")]


@contextmanager
def _ended_alike() -> Iterator[None]:
    """A service manager's SIGTERM ends a run as cleanly as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _show(line: ProgressLine, progress: Progress) -> None:
    done = progress.counts.missing_checked
    total = None if progress.pending is None else done + progress.pending
    line.show(done, total, note=progress.waits_for or "")


def _told(progress: Progress) -> dict[str, Any]:
    return {
        **asdict(progress.counts),
        "refused": [_refusal(one) for one in progress.refused],
        "session_id": progress.session,
        "start_last_seq": progress.start_seq,
        "source_last_seq": progress.last_seq,
        "interrupted": progress.stopped,
    }


def _refusal(one: Refused) -> dict[str, str]:
    return {"id": one.doc_id, "rev": one.rev, "error": one.error, "reason": one.reason}


def _told_of(moved: Moved) -> dict[str, Any]:
    content: dict[str, Any] = {"name": moved.name, "ok": moved.ok, **_told(moved.progress)}
    if moved.comparison is not None:
        compared = asdict(moved.comparison)
        content["differences"] = [
            {"id": one["doc_id"], "what": one["what"]} for one in compared.pop("differences")
        ]
        content["compared"] = compared
    return content


def _named(database: str, one: Refused) -> str:
    return f"{database}/{one.doc_id} {one.rev}: {one.error}: {one.reason}"


def _sentence(name: str, progress: Progress) -> str:
    counts = progress.counts
    zh = f"{name}：看了 {counts.missing_checked} 个版本，抄了 {counts.docs_written} 份"
    en = f"{name}: {counts.missing_checked} revisions looked at, {counts.docs_written} documents written"
    if counts.doc_write_failures:
        zh += f"，被拒 {counts.doc_write_failures} 份"
        en += f", {counts.doc_write_failures} refused"
    if progress.stopped:
        zh, en = f"{zh}，中途停下", f"{en}, interrupted"
    return choose(f"{zh}。", f"{en}.")


def _lines(moved: Moved) -> Iterator[str]:
    """What became of one database."""
    for one in moved.progress.refused:
        yield _named(moved.name, one)
    yield _sentence(moved.name, moved.progress)
    compared = moved.comparison
    if compared is None:
        return
    for difference in compared.differences:
        yield f"{moved.name}/{difference.doc_id}: {difference.what}"
    digests = compared.attachments - compared.by_bytes
    yield choose(
        f"  比对：{compared.documents} 份文档、{compared.leaves} 个末端版本、{compared.attachments} 个附件"
        f"（摘要 {digests}，逐字节 {compared.by_bytes}）；不同 {len(compared.differences)} 处。",
        f"  compared: {compared.documents} documents, {compared.leaves} leaf revisions, "
        f"{compared.attachments} attachments ({digests} by digest, {compared.by_bytes} by their bytes); "
        f"{len(compared.differences)} differ.",
    )


def _verdict(moved: Sequence[Moved]) -> str:
    if not moved:
        return choose("没有可抄的库。", "There is no database to move.")
    if all(one.ok for one in moved):
        return choose(
            f"{len(moved)} 个库都抄完了，两边一样。", f"{len(moved)} databases moved; both are the same."
        )
    names = ", ".join(one.name for one in moved if not one.ok)
    return choose(f"没有全部一样：{names}。", f"Not everything is the same: {names}.")
