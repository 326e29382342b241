"""Options several verbs share, and how a verb answers: in words, or as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from server.errors import Refusal
from server.given import read_given
from server.settings import DEFAULT_DATA, Settings, read_language

Run = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is a refusal like any other."""

    def error(self, message: str) -> NoReturn:
        raise Refusal("run.argument", why=f"{message} ({self.prog} --help)")


def add_verb(verbs: Any, name: str, run: Run, *, about: str, example: str, json_too: bool = False) -> Parser:
    """A verb with ``--data``, its example under ``--help``, and ``--json`` where it answers something."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser: Parser = verbs.add_parser(
        name, help=about, description=about, epilog=f"Example:\n  {example}", formatter_class=formatter
    )
    parser.set_defaults(run=run, as_json=False)
    default = read_given().get("data", str(DEFAULT_DATA))
    parser.add_argument("--data", type=Path, default=Path(default), metavar="DIR", help="the data folder")
    if json_too:
        parser.add_argument("--json", dest="as_json", action="store_true", help="answer as JSON")
    return parser


def add_group(verbs: Any, name: str, about: str) -> Any:
    """A verb that has verbs of its own, such as ``ruhu form check``."""
    return verbs.add_parser(name, help=about).add_subparsers(
        dest=f"{name}_verb", required=True, metavar="VERB"
    )


def add_couchdb(parser: argparse.ArgumentParser) -> None:
    """``--couchdb`` and ``--prefix``: where the district's databases are."""
    given = read_given()
    parser.add_argument(
        "--couchdb",
        metavar="URL",
        default=given.get("couchdb"),
        help="an Apache CouchDB instead of the own store: http://user:password@host:5984",
    )
    parser.add_argument(
        "--prefix", default=given.get("prefix", ""), help="begins the name of every database of this district"
    )


def read_settings(options: argparse.Namespace, **rest: Any) -> Settings:
    """The settings the shared options give."""
    couchdb = getattr(options, "couchdb", None)
    return Settings(data=options.data, couchdb=couchdb, prefix=getattr(options, "prefix", ""), **rest)


def tell(options: argparse.Namespace, content: Any, sentence: str) -> None:
    """Answers: ``content`` as JSON where it was asked for, else the sentence."""
    text = json.dumps(content, ensure_ascii=False) if options.as_json else sentence
    print(text, file=sys.stdout, flush=True)


def choose(zh: str, en: str) -> str:
    """The sentence in the language of whoever runs the command."""
    return zh if read_language() == "zh" else en


def existing(path: Path) -> Path:
    """A file that is there; refuses one that is not."""
    if not path.is_file():
        raise Refusal("run.argument", why=f"{path}: {choose('没有这个文件', 'no such file')}")
    return path
