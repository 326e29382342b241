"""The language of a page: Chinese unless the person chose English, remembered in a cookie."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from flask import Flask, request
from flask_babel import Babel, gettext

from server.errors import Refusal

Lang = Literal["zh", "en"]

TRANSLATIONS: Final = Path(__file__).parent / "translations"
COOKIE: Final = "lang"
COOKIE_SECONDS: Final = 365 * 24 * 3600


def install_language(app: Flask) -> None:
    """Chinese is what the pages are written in; English is the catalogue."""
    Babel(
        app,
        default_locale="zh",
        default_translation_directories=str(TRANSLATIONS),
        default_timezone="Asia/Shanghai",
        locale_selector=current_language,
    )


def current_language() -> Lang:
    """The language of this request."""
    return "en" if request.cookies.get(COOKIE) == "en" else "zh"


def html_language() -> str:
    """The language as HTML writes it."""
    return "en" if current_language() == "en" else "zh-CN"


def in_language(zh: str, en: str) -> str:
    """One of two texts that both exist."""
    return en if current_language() == "en" else zh


def sentence_of(refusal: Refusal) -> str:
    """The sentence of a refusal in the person's language; the words it is filled with as well."""
    facts = {
        key: gettext(value) if value and isinstance(value, str) else value
        for key, value in refusal.facts.items()
    }
    return Refusal(refusal.code, **facts).sentence(current_language())
