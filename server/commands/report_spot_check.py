"""``ruhu report spot-check``: what is drawn in a quarter, and with ``--verify`` whether it was drawn so."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, Final

from server.commands.options import add_couchdb, add_verb, choose, existing, read_settings, tell
from server.domain.draw import Draw, check_published, faults, format_published
from server.domain.quarter import parse_quarter
from server.errors import Refusal
from server.opening import open_for_command
from server.records.draw_rows import draws_of
from server.services.district import District
from server.services.draws import verify_quarter

_NO: Final = 1


def add_to(report: Any) -> None:
    parser = add_verb(
        report,
        "spot-check",
        run_spot_check,
        about="the communities drawn in a quarter; --verify draws them again and says what does not agree",
        example="ruhu report spot-check --quarter 2026-Q1 --verify --data .demo\n"
        "  ruhu report spot-check --file draw.json --verify   # a file from the public page, no data folder",
        json_too=True,
    )
    parser.add_argument("--quarter", metavar="QUARTER", help="such as 2026-Q1")
    parser.add_argument("--file", type=Path, metavar="FILE", help="the published file of one draw")
    parser.add_argument("--verify", action="store_true", help="draw again from frame, seed and head")
    add_couchdb(parser)


def run_spot_check(options: argparse.Namespace) -> int:
    if options.file is not None:
        found = [(published := _read(options.file), faults(published) if options.verify else [])]
        return _answer(options, found, {})
    if not options.quarter:
        raise Refusal("run.argument", why="--quarter 2026-Q1 | --file FILE")
    quarter = parse_quarter(options.quarter)
    with open_for_command(read_settings(options)) as district:
        checked = verify_quarter(district, quarter)
        covered = _coverage(district, str(quarter))
    found = [(_described(draw), wrong if options.verify else []) for draw, wrong in checked]
    return _answer(options, found, covered)


def _read(path: Path) -> dict[str, Any]:
    try:
        return check_published(json.loads(existing(path).read_text("utf-8")))
    except ValueError as error:
        raise Refusal("draw.unreadable") from error


def _described(draw: Draw) -> dict[str, Any]:
    return format_published(draw) | {"covered": list(draw.covered), "uncovered": list(draw.uncovered)}


def _coverage(district: District, quarter: str) -> dict[str, str]:
    """The last day of each draw, by its file."""
    return {row.file: row.due_on for row in draws_of(district.index, (), quarter)}


def _answer(
    options: argparse.Namespace, found: list[tuple[dict[str, Any], list[str]]], due: dict[str, str]
) -> int:
    ok = not any(wrong for _, wrong in found)
    draws = [_with_due(draw, due) | ({"faults": wrong} if options.verify else {}) for draw, wrong in found]
    content = {"ok": ok, "verified": options.verify, "draws": draws}
    nothing = choose("这个季度没有抽取。", "Nothing was drawn in this quarter.")
    sentence = "\n".join(_sentence(draw, wrong, verified=options.verify) for draw, wrong in found)
    tell(options, content, sentence or nothing)
    return 0 if ok else _NO


def _with_due(draw: dict[str, Any], due: dict[str, str]) -> dict[str, Any]:
    frame = draw["frame"]
    last = due.get(f"draw:{frame['scope']}:{frame['quarter']}:{frame['kind']}")
    return draw | {"due_on": last} if last else draw


def _sentence(draw: dict[str, Any], wrong: list[str], *, verified: bool) -> str:
    frame = draw["frame"]
    name = f"{frame['scope']} {frame['quarter']} {frame['kind']}"
    drawn = ", ".join(draw["chosen"]) or choose("种子还封存着", "the seed is sealed")
    if "covered" in draw:
        drawn += choose("；去过", "; visited") + f" {len(draw['covered'])}/{frame['count']}"
    if not verified:
        return f"{name}: {drawn}"
    verdict = choose("对得上", "agrees") if not wrong else choose("对不上", "does not agree")
    return f"{name}: {drawn} — {verdict}{': ' if wrong else ''}{', '.join(wrong)}"
