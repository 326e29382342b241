"""Sets a typst template with the facts of a paper: PDF/A-2b, the same bytes for the same facts.

The facts travel as JSON in ``sys.inputs``, so nothing of them is ever read as markup. The creation date is
an argument. A character that no installed font can print makes typst refuse the PDF/A; that refusal reaches
the person with the character named, and no paper leaves with a box in a name.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, Final

import typst

from server.documents.fonts import Fonts, find_fonts
from server.errors import Refusal

_FOLDER: Final = Path(__file__).parent
_STANDARD: Final = "a-2b"
_UNPRINTABLE: Final = re.compile(r'the text `("(?:[^"\\]|\\.)*")` could not be displayed')
# Characters for private use look otherwise in every font that has them, and U+FFFD stands for one that was
# lost: whatever a font draws for them, it is not what stands in somebody's name.
_SHAPELESS: Final = re.compile(r"[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd]")
_ANY_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)
_compiling = Lock()


def typeset(
    template: str,
    facts: Mapping[str, Any],
    created_at: datetime,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The PDF of ``<template>.typ`` filled with ``facts``, dated ``created_at`` (an aware instant).

    ``pictures`` are files the facts name, of a JPEG or PNG each.
    """
    fonts, text = find_fonts(), json.dumps(facts, ensure_ascii=False)
    shapeless = _SHAPELESS.findall(text)
    inputs = {"facts": text, "serif": fonts.serif, "sans": fonts.sans}
    try:
        pdf = _set(template, fonts, inputs, created_at, pictures)
    except typst.TypstError as error:
        raise _refusal(error, shapeless) from error
    if shapeless:
        raise _unprintable(shapeless)
    return pdf


def check_printable(facts: Mapping[str, Any]) -> None:
    """Refuses a paper with a character no font can print, before it is issued; the refusal names it."""
    texts = "".join(text for text in _texts(facts) if not text.startswith("<svg"))
    unprintable = find_unprintable("".join(sorted(set(texts))))
    if unprintable:
        raise Refusal("paper.glyph", characters=unprintable)


def find_unprintable(text: str) -> str:
    """What of a text no installed font can print, each character once; empty where everything can be.

    Asked of the typesetter itself, so that what it says and what comes out of the printer are one judgement.
    """
    if text.isascii():
        return ""
    try:
        typeset("line", {"text": text}, _ANY_DAY)
    except Refusal as refusal:
        if refusal.code != "paper.glyph":
            raise
        return str(refusal.facts["characters"])
    return ""


def _texts(value: Any) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _texts(each)


def _set(
    template: str,
    fonts: Fonts,
    inputs: dict[str, str],
    created_at: datetime,
    pictures: Mapping[str, bytes] | None,
) -> bytes:
    if pictures:
        return _compile_beside(pictures, template, fonts, inputs, created_at)
    with _compiling:
        return _compile(_compiler(_FOLDER, fonts), _FOLDER / f"{template}.typ", inputs, created_at)


def _compile_beside(
    pictures: Mapping[str, bytes], template: str, fonts: Fonts, inputs: dict[str, str], created_at: datetime
) -> bytes:
    """Sets a template in a folder of its own with the pictures: typst reads only what lies below its root."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for source in _FOLDER.glob("*.typ"):
            shutil.copyfile(source, folder / source.name)
        for picture, content in pictures.items():
            (folder / picture).write_bytes(content)
        compiler = typst.Compiler(root=str(folder), font_paths=_typst_fonts(fonts))
        return _compile(compiler, folder / f"{template}.typ", inputs, created_at)


def _compile(compiler: typst.Compiler, source: Path, inputs: dict[str, str], created_at: datetime) -> bytes:
    pdf = compiler.compile(
        str(source),
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=_STANDARD,
        timestamp=int(created_at.timestamp()),
    )
    if not isinstance(pdf, bytes):  # a list comes of several pictures, None of writing to a file
        raise TypeError(type(pdf).__name__)
    return pdf


@cache
def _compiler(root: Path, fonts: Fonts) -> typst.Compiler:
    return typst.Compiler(root=str(root), font_paths=_typst_fonts(fonts))


@cache
def _typst_fonts(fonts: Fonts) -> typst.Fonts:
    return typst.Fonts(include_embedded_fonts=True, font_paths=[str(folder) for folder in fonts.folders])


def _refusal(error: typst.TypstError, shapeless: list[str]) -> Exception:
    """The refusal that names what cannot be printed; any other fault of a template is ours and is raised."""
    texts = _UNPRINTABLE.findall(error.diagnostic)
    if not texts:
        return error
    return _unprintable([*shapeless, *(character for text in texts for character in _unquote(text))])


def _unprintable(characters: Sequence[str]) -> Refusal:
    named = "、".join(f"{character} (U+{ord(character):04X})" for character in dict.fromkeys(characters))
    return Refusal("paper.glyph", characters=named)


def _unquote(literal: str) -> str:
    """The characters of a Rust string literal such as ``"\\u{e000}"``."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), literal[1:-1])
