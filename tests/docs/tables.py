"""``make tables``: the pages that list what the program knows: verbs, refusals, permissions.

The test beside it compares each page with the program, so that none is named nowhere.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Final

from server.cli import make_parser
from server.domain.permission import PERMISSIONS, ROLES
from server.errors import CATALOGUE
from server.web.permission_words import GROUPS, ROLE_WORDS, words_of
from tests.conventions.tree import ROOT
from tests.docs import protocol
from tests.docs.pages import find_verb, verbs

MADE: Final = "This page is made from the program by `make tables`."


def commands() -> Iterator[str]:
    """Every verb with its options, in the order of ``ruhu --help``."""
    yield "# Commands"
    yield (
        f"`ruhu VERB --help` says the same with an example. {MADE} Exit status: 0 yes, 1 no, 2 an argument or"
        " a folder that cannot be used, with a code of [errors.md](errors.md). `--json` is for a script."
        " What can be written down once for every start is in [settings.md](settings.md)."
    )
    for verb in verbs(make_parser()):
        yield from _command(" ".join(verb), find_verb(verb))


def _command(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    yield f"## ruhu {name}"
    about = parser.description or ""
    yield about[:1].upper() + about[1:] + "."
    rows = [(f"`{_usage(each)}`", each.help or "") for each in parser._actions if each.dest != "help"]
    yield _table(("option", "what it is"), rows)


def _usage(action: argparse.Action) -> str:
    metavar = action.metavar or (action.dest if not action.option_strings else "")
    shown = " ".join(metavar) if isinstance(metavar, tuple) else str(metavar)
    if action.choices and not shown:
        shown = "|".join(map(str, action.choices))
    elif not shown and action.nargs != 0:
        shown = action.dest.upper()
    return " ".join([*action.option_strings[-1:], *([shown] if shown else [])])


def errors() -> Iterator[str]:
    """Every refusal by its code; what a code begins with is what it is about."""
    yield "# Refusals"
    yield (
        "What Ruhu refuses it refuses with a code, an HTTP status and a sentence in the reader's language."
        f" Codes are never used again for something else. {MADE}"
    )
    for subject, codes in groupby(sorted(CATALOGUE), key=lambda code: code.partition(".")[0]):
        yield f"## {subject}"
        rows = [(f"`{code}`", str(CATALOGUE[code][0]), *CATALOGUE[code][1:]) for code in codes]
        yield _table(("code", "status", "中文", "English"), rows)


def permissions() -> Iterator[str]:
    """The whole map: what is not ticked nobody may do."""
    yield "# Who may do what"
    yield (
        "The same map stands at the desk, *Who may do what* among the reference pages. Whoever is of a street"
        f" or a community does it there alone. What is not ticked nobody may do. {MADE}"
    )
    yield _table(("post", "岗位", "Post"), [(f"`{role}`", *ROLE_WORDS[role]) for role in ROLES])
    heads = ("permission", "办什么", "what", *(ROLE_WORDS[role][0] for role in ROLES))
    for subject, names in groupby(sorted(PERMISSIONS), key=lambda name: name.partition(".")[0]):
        yield f"## {subject}" + (f" {GROUPS[subject][0]}" if subject in GROUPS else "")
        yield _table(heads, [_permission(name) for name in names])


def _permission(name: str) -> tuple[str, ...]:
    ticks = ("✓" if role in PERMISSIONS[name] else "" for role in ROLES)
    return (f"`{name}`", *words_of(name), *ticks)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines)


PAGES: Final[Mapping[str, Callable[[], Iterator[str]]]] = {
    "commands.md": commands,
    "errors.md": errors,
    "permissions.md": permissions,
}


def make_page(name: str) -> str:
    return "\n\n".join(PAGES[name]()) + "\n"


def write_pages() -> None:
    for name in PAGES:
        (ROOT / "docs" / name).write_text(make_page(name), "utf-8")


if __name__ == "__main__":
    write_pages()
    protocol.write_page()
