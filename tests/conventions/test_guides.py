"""The guides say what the pages say: each button, page and sentence they quote is one of the product's.

A Chinese guide quotes in 「」, an English one in **bold**; both show pictures of the pages as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from server.errors import CATALOGUE
from tests.conventions.test_words import HAN, english
from tests.conventions.tree import ROOT, sources
from tests.journeys.guide_pictures import LANGUAGE_KEY, LARGEST

GUIDE = ROOT / "docs" / "guide"
PICTURES = GUIDE / "images"
MOST_PICTURES = 25
QUOTED = {"zh": re.compile("「([^」]+)」"), "en": re.compile(r"\*\*([^*]+)\*\*")}
SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINKED = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#:]+)(?:#[^)]*)?\)")
# What a page fills in: %(name)s of the catalogue, {n} of scripts and refusals, ${…} of the tablet.
FILLED = re.compile(r"%\(\w+\)[sd]|\$\{[^}]*\}|\{\w+\}")
TABLET_WORDS = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`([^`\n]*)`')
# Words of the field in both languages, as tables of the program hold them: ("已受理", "accepted").
PAIR = re.compile(rf'\("([^"\n]*{HAN.pattern}[^"\n]*)",\s*"([^"\n]*)"')
LETTERS = {"zh": HAN, "en": re.compile("[A-Za-z]")}


def guides(language: str) -> list[Path]:
    return sorted((GUIDE / language).glob("*.md"))


@pytest.mark.parametrize(
    "guide", [*guides("zh"), *guides("en")], ids=lambda guide: str(guide.relative_to(GUIDE))
)
def test_a_guide_quotes_the_product(guide: Path) -> None:
    language = guide.parent.name
    said = QUOTED[language].findall(guide.read_text("utf-8"))
    assert said
    assert [words for words in said if not is_of_the_product(words, language)] == []


def test_what_is_no_words_of_the_product_is_noticed() -> None:
    assert is_of_the_product("就派这几位", "zh")
    assert is_of_the_product("给林试远登记一台平板", "zh")
    assert not is_of_the_product("就派那几位", "zh")
    assert not is_of_the_product("Send these three", "en")


def test_every_guide_is_there_in_both_languages_and_in_the_index() -> None:
    names = [guide.name for guide in guides("zh")]
    assert names == [guide.name for guide in guides("en")]
    index = (GUIDE / "README.md").read_text("utf-8")
    assert [name for name in names for place in ("zh", "en") if f"({place}/{name})" not in index] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_picture_is_there_small_and_shown_in_its_language(language: str) -> None:
    shown = {
        Path(found[1]) for guide in guides(language) for found in SHOWN.findall(guide.read_text("utf-8"))
    }
    kept = {picture.name: picture for picture in (PICTURES / language).iterdir()}
    assert {path.parent.as_posix() for path in shown} == {f"../images/{language}"}
    assert {path.name for path in shown} == set(kept)
    assert len(kept) <= MOST_PICTURES
    assert [name for name, path in kept.items() if path.stat().st_size > LARGEST] == []
    assert {name: looked_at(path) for name, path in kept.items()} == dict.fromkeys(kept, ("P", language))


def test_each_guide_shows_the_same_pictures_in_both_languages() -> None:
    for zh, en in zip(guides("zh"), guides("en"), strict=True):
        ours, theirs = (
            [Path(path).name for _, path in SHOWN.findall(each.read_text("utf-8"))] for each in (zh, en)
        )
        assert ours == theirs
    assert {folder.name for folder in PICTURES.iterdir()} == {"zh", "en"}


def looked_at(picture: Path) -> tuple[str, str]:
    """How its colours are kept, and the language of the page it was taken of."""
    with Image.open(picture) as opened:
        return opened.mode, str(opened.info.get(LANGUAGE_KEY))


def test_every_picture_is_described() -> None:
    for guide in [*guides("zh"), *guides("en")]:
        assert [shown for shown, _ in SHOWN.findall(guide.read_text("utf-8")) if len(shown) < 5] == []


def test_every_link_of_a_guide_leads_somewhere() -> None:
    for guide in [GUIDE / "README.md", *guides("zh"), *guides("en")]:
        links = LINKED.findall(guide.read_text("utf-8"))
        assert [link for link in links if not (guide.parent / link).exists()] == []


def test_the_two_readmes_hold_the_same_sections_decisions_and_links() -> None:
    zh, en = ((ROOT / name).read_text("utf-8") for name in ("README.zh-CN.md", "README.md"))
    for alike in (r"^#+ ", r"^- \*\*(\d{4}-\d\d-\d\d) · ", r"\]\((docs/[^)]+|CHANGELOG\.md)\)"):
        assert re.findall(alike, zh, re.MULTILINE) == re.findall(alike, en, re.MULTILINE)


def is_of_the_product(words: str, language: str) -> bool:
    """Word for word, or a sentence of the product with something filled in."""
    plain, patterns = product(language)
    mid_sentence = words[:1].lower() + words[1:]  # a list begins each line with a capital
    return bool({words, mid_sentence} & plain) or any(fits(words, each) for each in patterns)


@cache
def product(language: str) -> tuple[frozenset[str], tuple[list[str], ...]]:
    """Every sentence somebody may read; one that has something filled in as the pieces around it."""
    letters = LETTERS[language]
    sentences = {each for each in parts(said(language)) if letters.search(each)}
    fixed = {each for each in sentences if not FILLED.search(each)}
    patterns = [
        FILLED.split(each) for each in sentences - fixed if len(letters.findall(FILLED.sub("", each))) > 1
    ]
    return frozenset(fixed), tuple(patterns)


def parts(sentences: Iterable[str]) -> Iterator[str]:
    """As people see them: without tags, and what the tablet sets in bold also by itself."""
    for sentence in sentences:
        seen = re.sub(r"</?[a-z]+>", "", sentence)
        yield seen.replace("**", "")
        yield from (part for part in seen.split("**") if "**" in seen)


def fits(words: str, pieces: list[str]) -> bool:
    """The pieces follow one another, from the first letter to the last, with something between."""
    if not (words.startswith(pieces[0]) and words.endswith(pieces[-1])):
        return False
    at = len(pieces[0])
    for piece in pieces[1:-1]:
        at = words.find(piece, at + 1)
        if at < 0:
            return False
        at += len(piece)
    return at < len(words) - len(pieces[-1])


def said(language: str) -> Iterator[str]:
    yield from (zh if language == "zh" else en for _, zh, en in CATALOGUE.values())
    for message in english():
        yield from several(message.id if language == "zh" else message.string)
    for _, text in sources(".py", under="server"):
        yield from (words for pair in PAIR.findall(text) for words in pair)
    for path, text in sources(".mjs", under="static/app/ui"):
        if "words" in path.name:
            yield from (one or other for one, other in TABLET_WORDS.findall(text))


def several(words: str | Iterable[str] | None) -> Iterable[str]:
    return [words] if isinstance(words, str) else words or []
