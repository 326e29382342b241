"""``ruhu verify`` and ``ruhu reconcile``: the record, checked and brought up to date."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from server.commands.options import add_couchdb, add_verb, choose, read_settings, tell
from server.commands.verbs import ABOUT
from server.opening import open_for_command
from server.services.bundles import Outcome, Taken, read_bundle, take_bundle
from server.services.district import District
from server.services.flags import raise_flags
from server.services.reconciliation import build_reconciler
from server.services.verification import Report, verify
from server.services.witnesses import read_witnesses
from sync.reconcile.loop import Pass

_EVERY_SECONDS: Final = 1.0
# The token of a command that goes through a running server ends after a quarter of an hour.
_REOPEN_SECONDS: Final = 600
_BECAME: Final[Mapping[str, tuple[str, str]]] = {
    "accepted": ("收讫", "in the record"),
    "set_aside": ("搁置", "set aside"),
    "waiting": ("等照片或者别的记录", "waits for photos or another record"),
    "draft": ("草稿，留着", "a draft, kept"),
}


def add_to(verbs: Any) -> None:
    parser = add_verb(
        verbs,
        "verify",
        run_verify,
        about=ABOUT["verify"],
        example="ruhu verify --data .demo --against 2026-03-12=7K3M-9QXP-W2TD-5RHN --json",
        json_too=True,
    )
    add_couchdb(parser)
    parser.add_argument(
        "--against",
        action="append",
        default=[],
        metavar="HEAD",
        help="a head in hand: the short form on a paper, with its date if there is one (DATE=SHORT),"
        " or a file, mailed or downloaded; may be given several times",
    )
    parser = add_verb(
        verbs,
        "reconcile",
        run_reconcile,
        about=ABOUT["reconcile"],
        example="ruhu reconcile --data .demo --once --json",
        json_too=True,
    )
    add_couchdb(parser)
    parser.add_argument("--once", action="store_true", help="one pass, then stop")
    parser.add_argument(
        "--bundle",
        type=Path,
        metavar="FILE",
        help="take what a tablet could not send and exported to FILE, then stop;"
        " exit 1 where something of it still waits",
    )


def run_verify(options: argparse.Namespace) -> int:
    """Exit 0 when everything holds, 1 when something does not."""
    witnesses = [witness for given in options.against for witness in read_witnesses(given)]
    with open_for_command(read_settings(options), only_looking=True) as district:
        report = verify(district, witnesses)
    tell(options, report.as_json(), _say_report(report))
    return 0 if report.ok else 1


def run_reconcile(options: argparse.Namespace) -> int:
    """Exit 1 when a single pass left an outbox unread, or a bundle brought something that still waits."""
    if options.bundle:
        with open_for_command(read_settings(options)) as district:
            taken = take_bundle(district, read_bundle(district, options.bundle))
            _raise_flags(district)
        tell(options, taken.as_json(), _say_taken(taken))
        return 0 if taken.ok else 1
    if options.once:
        done = _reconcile_for(options, seconds=0)
        return 1 if done.failed else 0
    while True:
        _reconcile_for(options, seconds=_REOPEN_SECONDS)


def _reconcile_for(options: argparse.Namespace, *, seconds: float) -> Pass:
    """Passes for a while; each that did something is told."""
    until = time.monotonic() + seconds
    with open_for_command(read_settings(options)) as district:
        reconciler = build_reconciler(district)
        while True:
            done = reconciler.run_once()
            _raise_flags(district)
            if seconds == 0 or done.moved or done.failed:
                tell(options, done.as_json(), _say_pass(done))
            if time.monotonic() >= until:
                return done
            if not done.moved:
                time.sleep(_EVERY_SECONDS)


def _raise_flags(district: District) -> None:
    """What a person should look at; beside a running server that is the server's, which remembers where."""
    if district.sightings.is_kept:
        raise_flags(district)


def _say_report(report: Report) -> str:
    zh = f"{report.acts} 件、{report.documents} 份文件、{report.heads} 天总账，"
    en = f"{report.acts} acts, {report.documents} documents, {report.heads} heads: "
    if report.ok:
        return "\n".join([choose(zh + "都对得上。", en + "everything holds."), *_say_heads(report)])
    count = len(report.problems)
    lines = [
        f"{problem.document}  {problem.code}  {choose(problem.zh, problem.en)}" for problem in report.problems
    ]
    return "\n".join([choose(f"{zh}{count} 处对不上：", f"{en}{count} do not hold:"), *lines])


def _say_heads(report: Report) -> Iterator[str]:
    """The newest head, to be held against a paper, and what was."""
    if report.newest:
        day, short = report.newest.date.isoformat(), report.newest.short
        yield choose(f"最新的总账：{day}  {short}", f"Newest head: {day}  {short}")
    if report.compared:
        count = report.compared
        yield choose(f"和手里的 {count} 份总账也对得上。", f"The {count} in hand agree with it.")


def _say_taken(taken: Taken) -> str:
    """Whose it is, then what became of each document, with the reason where it was kept out."""
    bundle, count = taken.bundle, len(taken.outcomes)
    zh = f"{bundle.assessor} {bundle.made_at} 导出：{count} 份记录，{taken.photos} 张照片。"
    en = f"{bundle.assessor}, exported {bundle.made_at}: records {count}, photos {taken.photos}."
    return "\n".join([choose(zh, en), *map(_say_outcome, taken.outcomes), _say_pass(taken.done)])


def _say_outcome(outcome: Outcome) -> str:
    zh, en = _BECAME[outcome.became]
    reason = outcome.reason or {"zh": "", "en": ""}
    return f"{outcome.id}  {choose(zh, en)}  {choose(reason['zh'], reason['en'])}".rstrip()


def _say_pass(done: Pass) -> str:
    zh = f"收讫 {done.accepted}，搁置 {done.set_aside}，等照片 {done.waiting}"
    en = f"accepted {done.accepted}, set aside {done.set_aside}, waiting for photos {done.waiting}"
    failed = "".join(f"\n{name}" for name in done.failed)
    return choose(zh, en) + failed
