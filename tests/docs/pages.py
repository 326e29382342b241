"""The pages people read: their commands, links and variables, as a test looks at them."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from server.cli import make_parser
from server.errors import Refusal
from tests.conventions.tree import ROOT, sources

FENCE = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
RUHU = re.compile(r"^\s*(?:[A-Z_]+=\S+ )*(?:\S*/)?ruhu (?=[a-z-])(.+)")
EXAMPLES = (".yaml", ".service", ".conf", ".toml")


@dataclass(frozen=True)
class Written:
    """A command line as it stands in a page; ``whole`` where it is shown to be typed."""

    page: Path
    words: tuple[str, ...]
    whole: bool


def pages() -> Iterator[tuple[Path, str]]:
    """Every page, the change log aside: it tells of what was."""
    for path, text in sources(".md"):
        if path.name != "CHANGELOG.md":
            yield path, text


def examples() -> Iterator[tuple[Path, str]]:
    """The files that stand beside the pages to be copied."""
    yield from sources(*EXAMPLES, under="docs/")


def commands() -> Iterator[Written]:
    """Every ``ruhu …`` that pages show."""
    for path, text in pages():
        for block in FENCE.findall(text):
            yield from _in_lines(path, block)
        for span in SPAN.findall(FENCE.sub("", text)):
            yield from _in_line(path, span, whole=False)


def _in_lines(path: Path, text: str) -> Iterator[Written]:
    for line in text.replace("\\\n", " ").splitlines():
        yield from _in_line(path, line, whole=True)


def _in_line(path: Path, line: str, *, whole: bool) -> Iterator[Written]:
    found = RUHU.match(line)
    if found is None:
        return
    words = shlex.split(re.sub(r"\[(--[^\]]*)\]", r"\1", found[1]), comments=True)
    yield Written(path, tuple("1" if word == "N" else word for word in words if word != "…"), whole)


def verbs(parser: argparse.ArgumentParser, before: Sequence[str] = ()) -> Iterator[tuple[str, ...]]:
    """Every verb that does something: ``("serve",)``, ``("form", "check")``."""
    below = find_below(parser)
    if not below:
        yield tuple(before)
    for name, each in below.items():
        yield from verbs(each, (*before, name))


def find_below(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The verbs of a verb; none where it has none."""
    found = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    return dict(found[0].choices) if found else {}


def find_verb(verb: Sequence[str]) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = make_parser()
    for name in verb:
        parser = find_below(parser)[name]
    return parser


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    return {option for action in parser._actions for option in action.option_strings}


def is_taken(written: Written) -> bool:
    """The parser takes the line; a mention in a sentence names a verb and perhaps some of its options."""
    with suppress(Refusal, SystemExit):
        make_parser().parse_args(written.words)
        return True
    return not written.whole and _is_mention(written.words)


def _is_mention(words: Sequence[str]) -> bool:
    parser: argparse.ArgumentParser = make_parser()
    rest = list(words)
    while rest and rest[0] in find_below(parser):
        parser = find_below(parser)[rest.pop(0)]
    return len(rest) < len(words) and set(rest) <= options_of(parser)


def links() -> Iterator[tuple[Path, str]]:
    """Every relative link of a page, as the page writes it."""
    for path, text in pages():
        for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", text)):
            if not re.match(r"[a-z]+:", target):
                yield path, target


def anchors(path: Path) -> set[str]:
    """What a link may name behind ``#``: each heading in lower case, spaces as hyphens, marks left out."""
    heads = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def resolve(page: Path, target: str) -> Path:
    return (ROOT / page.parent / target.partition("#")[0]).resolve()
