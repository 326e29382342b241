"""Every Chinese sentence of the pages has its English, and none is written past the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from server.errors import CATALOGUE
from server.web.language import TRANSLATIONS

WEB = TRANSLATIONS.parent
HAN = re.compile(r"[\u3400-\u9fff]")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
PLACES = re.compile(r"%\((\w+)\)[sd]")
# Words of a language's own name, and spaces between sentences, need no translation.
UNTRANSLATED = re.compile(r'lang="zh-CN" hreflang="zh-CN">中文<|　')


def extracted() -> dict[str, str | tuple[str, ...]]:
    found = extract_from_dir(WEB, METHODS, {}, KEYWORDS, strip_comment_tags=True)
    messages = (message for _file, _line, message, _comments, _context in found)
    return {message[0] if isinstance(message, tuple) else message: message for message in messages}


def english() -> Catalog:
    with (TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


def test_every_sentence_has_its_english() -> None:
    catalog = english()
    missing = [key for key in extracted() if not catalog.get(key) or not any(texts(catalog, key))]
    assert missing == []


def test_the_catalogue_holds_no_sentence_that_is_gone() -> None:
    keys = {
        message.id[0] if isinstance(message.id, tuple) else message.id for message in english() if message.id
    }
    assert keys - set(extracted()) == set()


def test_english_is_english_and_fills_in_the_same_facts() -> None:
    catalog, wrong = english(), []
    for key in extracted():
        for text in texts(catalog, key):
            if HAN.search(text) or set(PLACES.findall(text)) - set(PLACES.findall(key)):
                wrong.append((key, text))
    assert wrong == []


def test_nothing_is_fuzzy() -> None:
    assert [message.id for message in english() if message.id and message.fuzzy] == []


def test_the_catalogue_is_written_as_babel_writes_it() -> None:
    buffer = BytesIO()
    write_po(buffer, english(), width=0)
    assert buffer.getvalue().count(b"msgid ") == len(list(english()))


@pytest.mark.parametrize("page", sorted(WEB.glob("templates/**/*.html")), ids=lambda page: page.name)
def test_no_page_says_anything_past_the_catalogue(page: Path) -> None:
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", page.read_text("utf-8"), flags=re.DOTALL)
    assert re.search(HAN.pattern + "|[，。：；！？（）“”]", UNTRANSLATED.sub("", text)) is None


@pytest.mark.parametrize("page", sorted(WEB.glob("templates/**/*.html")), ids=lambda page: page.name)
def test_no_page_holds_a_script_or_a_style(page: Path) -> None:
    text = page.read_text("utf-8")
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:|hx-on", text)


def test_every_refusal_has_both_languages() -> None:
    wrong = [code for code, (_, zh, en) in CATALOGUE.items() if not HAN.search(zh) or HAN.search(en)]
    assert wrong == []


def texts(catalog: Catalog, key: str) -> Iterator[str]:
    message = catalog.get(key)
    strings = message.string if message else ""
    yield from (strings if isinstance(strings, tuple | list) else (strings,))
