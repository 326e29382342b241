"""The ``ruhu`` command. Each verb says with ``--help`` what it does, with an example."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from pkgutil import resolve_name

from server.commands.options import Parser, choose
from server.commands.verbs import VERBS
from server.errors import Refusal

_BAD = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one verb; 0 is yes, 1 is no, 2 is an argument or a folder that cannot be used."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _write_anything()
    try:
        options = make_parser(given).parse_args(given)
        return int(options.run(options))
    except Refusal as refusal:
        _complain(refusal, as_json="--json" in given)
        return _BAD
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 141


def _write_anything() -> None:
    """What somebody gave may hold half a character or one the terminal lacks: it is written escaped."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def make_parser(given: Sequence[str] | None = None) -> Parser:
    """Every verb with its options; with ``given`` only the one that is asked for has them.

    What a verb works with takes seconds to load, so the others are names with a line of help.
    """
    parser = Parser(
        prog="ruhu",
        description=choose(
            "入户：最低生活保障的入户评估", "Ruhu: home assessments for the minimum guarantee"
        ),
        epilog="Example:\n  ruhu serve --data .demo",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB", parser_class=Parser)
    asked = None if given is None else next(iter(given), "")
    wanted = {verb.module for verb in VERBS if asked is None or verb.name == asked}
    for verb in VERBS:
        if verb.name in verbs.choices:
            continue
        if verb.module in wanted:
            resolve_name(f"server.commands.{verb.module}:add_to")(verbs)
        else:
            verbs.add_parser(verb.name, help=verb.about)
    return parser


def _complain(refusal: Refusal, *, as_json: bool) -> None:
    if as_json:
        message = {"zh": refusal.sentence("zh"), "en": refusal.sentence("en")}
        print(json.dumps({"ok": False, "code": refusal.code, "message": message}, ensure_ascii=False))
    print(f"{refusal.code}: {choose(refusal.sentence('zh'), refusal.sentence('en'))}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
