"""``ruhu export``: cases or visits as a file, on the record of the person who takes it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, BinaryIO, Final

from server.commands.options import add_couchdb, add_verb, choose, read_settings
from server.commands.verbs import ABOUT
from server.domain.export import CASES, FORMATS, KINDS, read_filter
from server.errors import Refusal
from server.opening import open_for_command
from server.services.exports import Export, make_export
from server.services.people import get_actor
from server.settings import read_language

_FORMS: Final = tuple(dict.fromkeys(form for forms in FORMATS.values() for form in forms))


def add_to(verbs: Any) -> None:
    parser = add_verb(
        verbs,
        "export",
        run_export,
        about=ABOUT["export"],
        example="ruhu export visits --format geojson --as xie --first 2026-01-01 --output visits.geojson",
    )
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=" | ".join(KINDS))
    parser.add_argument("--format", choices=_FORMS, default=_FORMS[0], help="the format of the file (csv)")
    parser.add_argument("--as", dest="user", required=True, metavar="USER", help="who takes it")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where it goes; else to standard output")
    parser.add_argument("--street", default="", metavar="ID", help="only this street")
    parser.add_argument("--community", default="", metavar="ID", help="only this community")
    parser.add_argument("--stage", default="", metavar="STAGE", help="only cases at this stage")
    parser.add_argument("--first", default="", metavar="DAY", help="applied or visited on this day or later")
    parser.add_argument("--last", default="", metavar="DAY", help="applied or visited on this day or earlier")
    parser.add_argument(
        "--full-identity-numbers", action="store_true", help=f"whole identity numbers, of {CASES} alone"
    )
    add_couchdb(parser)


def run_export(options: argparse.Namespace) -> int:
    wanted = read_filter(vars(options))
    with open_for_command(read_settings(options)) as district:
        district.index.catch_up()
        made = make_export(
            district,
            get_actor(district, options.user),
            options.kind,
            options.format,
            wanted,
            language=read_language(),
            full=options.full_identity_numbers,
        )
        _write(made, options.output)
    print(choose(f"{made.rows} 行。", f"{made.rows} rows."), file=sys.stderr)
    return 0


def _write(made: Export, path: Path | None) -> None:
    if path is None:
        _write_pieces(made, sys.stdout.buffer)
        return
    try:
        with path.open("xb") as file:
            _write_pieces(made, file)
    except OSError as error:
        raise Refusal("run.argument", why=f"--output {path}: {error.strerror}") from error


def _write_pieces(made: Export, file: BinaryIO) -> None:
    for piece in made.pieces:
        file.write(piece)
