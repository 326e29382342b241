"""``ruhu import``: a file tried or taken over at the machine, with the same checks as on the desk."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from server.commands.options import add_couchdb, add_verb, choose, existing, read_settings, tell
from server.commands.progress_line import ProgressLine
from server.commands.verbs import ABOUT
from server.domain.import_plan import Checked, ImportPlan, Row
from server.domain.permission import ADMIN, DISTRICT, Actor
from server.opening import open_for_command
from server.services.district import District
from server.services.import_kinds import KINDS, get_kind
from server.services.imports import ImportKind, run_import, try_import
from server.services.people import get_actor
from server.services.sheet_files import read_rows, unknown_headings

# Who can read the data folder can do all the district can; a street's own imports are for its people.
_AT_THE_MACHINE: Final = Actor("system", "system", frozenset({ADMIN, DISTRICT}))
_MOST_ROWS: Final = 200_000


def add_to(verbs: Any) -> None:
    parser = add_verb(
        verbs,
        "import",
        run_import_file,
        about=ABOUT["import"],
        example="ruhu import households households.xlsx --dry-run --data /srv/ruhu",
        json_too=True,
    )
    parser.add_argument("kind", choices=tuple(KINDS), help="what the file holds")
    parser.add_argument("file", type=Path, help="CSV (UTF-8 or GB18030) or XLSX, headed like its template")
    parser.add_argument("--dry-run", action="store_true", help="say row by row what is wrong; write nothing")
    parser.add_argument("--by", metavar="USER", default="", help="who does it (otherwise the machine)")
    add_couchdb(parser)


def run_import_file(options: argparse.Namespace) -> int:
    """0: taken over, or can be; 1: something is wrong with a row, and nothing was written."""
    kind, content = get_kind(options.kind), existing(options.file).read_bytes()
    rows = read_rows(content, kind.columns, most=_MOST_ROWS)
    with open_for_command(read_settings(options)) as district, district.remembering():
        district.index.catch_up()
        actor = get_actor(district, options.by) if options.by else _AT_THE_MACHINE
        plan = try_import(district, actor, kind, rows)
        if not plan.wrong and not options.dry_run:
            plan = _take(options, district, actor, kind, rows)
    _tell(options, kind, plan, unknown_headings(content, kind.columns))
    return 1 if plan.wrong else 0


def _take(
    options: argparse.Namespace, district: District, actor: Actor, kind: ImportKind, rows: Sequence[Row]
) -> ImportPlan:
    """Shows how far it is; where it is broken off, says what is in and that the same file goes on."""
    line = ProgressLine(sys.stderr, wanted=not options.as_json)
    line.begin(choose("导入", "import"))
    taken = [0, 0]

    def report(done: int, of: int) -> None:
        taken[:] = done, of
        line.show(done, of)

    try:
        return run_import(district, actor, kind, rows, report)
    except KeyboardInterrupt:
        print(f"\n{_broken_off(*taken)}", file=sys.stderr)
        raise
    finally:
        line.end()


def _broken_off(done: int, of: int) -> str:
    return choose(
        f"断在第 {done} 项，共 {of} 项。导入了的都是完整的；同一个文件再运行一次，从这里接着导。",
        f"Broken off after {done} of {of}. What is in is whole; run the same file again and it goes on from"
        " there.",
    )


def _tell(options: argparse.Namespace, kind: ImportKind, plan: ImportPlan, passed_over: list[str]) -> None:
    faults = [fault for checked in plan.rows for fault in _faults(kind, checked)]
    done = not plan.wrong and not options.dry_run
    if not options.as_json:
        for fault in faults:
            print(f"{fault['row']}\t{fault['column']}\t{fault['code']}\t{_in_words(fault)}", file=sys.stdout)
    tell(
        options,
        {
            "ok": not plan.wrong,
            "imported": plan.new if done else 0,
            "new": plan.new,
            "known": plan.known,
            "wrong": plan.wrong,
            "faults": faults,
            "columns_passed_over": passed_over,
        },
        _sentence(plan, done=done),
    )


def _faults(kind: ImportKind, checked: Checked) -> Iterator[dict[str, Any]]:
    headings = {column.key: column.heading for column in kind.columns}
    for fault in checked.faults:
        yield {
            "row": checked.row.line,
            "column": headings.get(fault.column, ""),
            "code": fault.refusal.code,
            "zh": fault.refusal.sentence("zh"),
            "en": fault.refusal.sentence("en"),
        }


def _in_words(fault: dict[str, Any]) -> str:
    return choose(str(fault["zh"]), str(fault["en"]))


def _sentence(plan: ImportPlan, *, done: bool) -> str:
    if plan.wrong:
        return choose(
            f"{plan.wrong} 行不对，一行都没有导入。", f"{plan.wrong} rows are wrong; nothing was imported."
        )
    if done:
        return choose(
            f"导入了 {plan.new} 行，{plan.known} 行早就有了。",
            f"{plan.new} rows imported; {plan.known} were there already.",
        )
    return choose(
        f"都对：{plan.new} 行可以导入，{plan.known} 行早就有了。",
        f"All is well: {plan.new} rows can be imported; {plan.known} are there already.",
    )
