"""What the pages show can be done: commands parse, links lead somewhere, variables are settings."""

from __future__ import annotations

import re

from server.cli import make_parser
from server.given import FILE, SETTINGS
from tests.conventions.tree import ROOT, sources
from tests.docs.pages import (
    FENCE,
    SPAN,
    Written,
    anchors,
    commands,
    examples,
    find_verb,
    is_taken,
    links,
    options_of,
    pages,
    resolve,
    verbs,
)

OURS = re.compile(r"(?:server|sync|forms|tests|docs|static/(?:app|desk|css|icons))/[\w/.-]+")
VARIABLE = re.compile(r"\bRUHU_[A-Z_]+\b")


def test_every_command_of_the_pages_is_one_the_parser_takes() -> None:
    shown = list(commands())
    assert len(shown) > 30
    wrong = [(str(one.page), " ".join(one.words)) for one in shown if not is_taken(one)]
    assert wrong == []


def test_a_command_that_is_no_more_would_be_found() -> None:
    page = next(pages())[0]
    for words in ("serv --data x", "serve --dat", "form compiled x.xlsx", "serve --data x --quick"):
        assert not is_taken(Written(page, tuple(words.split()), whole=False))
    assert not is_taken(Written(page, ("restore", "--data"), whole=True))


def test_every_option_of_the_pages_is_an_option_of_some_verb() -> None:
    known = {option for verb in verbs(make_parser()) for option in options_of(find_verb(verb))}
    wrong = [
        (str(page), span)
        for page, text in pages()
        for span in SPAN.findall(FENCE.sub("", text))
        if span.startswith("--") and span.split()[0].partition("=")[0] not in known
    ]
    assert wrong == []


def test_every_variable_of_the_pages_is_a_setting_or_one_of_the_tests() -> None:
    known = {FILE, *(setting.variable for setting in SETTINGS)}
    for _, text in (*sources(".py", ".mjs", under="tests/"), *sources("", under="Makefile")):
        known |= set(VARIABLE.findall(text))
    wrong = [
        (str(path), name)
        for path, text in (*pages(), *examples())
        for name in VARIABLE.findall(text)
        if name not in known
    ]
    assert wrong == []


def test_every_link_of_the_pages_leads_to_a_file_and_a_heading() -> None:
    wrong = []
    for page, target in links():
        place, name = resolve(page, target), target.partition("#")[2]
        if not place.exists() or (name and place.suffix == ".md" and name not in anchors(place)):
            wrong.append((str(page), target))
    assert wrong == []


def test_every_page_is_reached_from_the_readme_in_both_languages() -> None:
    for readme in ("README.md", "README.zh-CN.md"):
        linked = {resolve(page, target) for page, target in links() if page.as_posix() == readme}
        missing = [
            path.name
            for path, _ in pages()
            if path.parent.as_posix() == "docs" and resolve(path, path.name) not in linked
        ]
        assert missing == [], readme


def test_every_file_the_pages_name_is_there() -> None:
    named = [
        (str(page), span)
        for page, text in pages()
        for span in SPAN.findall(FENCE.sub("", text))
        if OURS.fullmatch(span)
    ]
    assert len(named) > 100
    assert [each for each in named if not (ROOT / each[1]).exists()] == []
