"""Sets a typst template with the facts of a paper: PDF/A-2b, the same bytes for the same facts.

The facts travel as JSON in ``sys.inputs``, so nothing of them is ever read as markup. The creation date is
an argument. A character that no installed font can print makes typst refuse the PDF/A; that refusal reaches
the person with the character named, and no paper leaves with a box in a name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import typst

from server.documents.fonts import Fonts, find_fonts
from server.errors import Refusal

_FOLDER: Final = Path(__file__).parent
_STANDARD: Final = "a-2b"
_UNPRINTABLE: Final = re.compile(r'the text `("(?:[^"\\]|\\.)*")` could not be displayed')
_compiling = Lock()


def typeset(template: str, facts: Mapping[str, Any], created_at: datetime) -> bytes:
    """The PDF of ``<template>.typ`` filled with ``facts``, dated ``created_at`` (an aware instant)."""
    fonts = find_fonts()
    inputs = {"facts": json.dumps(facts, ensure_ascii=False), "serif": fonts.serif, "sans": fonts.sans}
    source = str(_FOLDER / f"{template}.typ")
    try:
        with _compiling:
            return _compile(_compiler(fonts), source, inputs, created_at)
    except typst.TypstError as error:
        raise _refusal(error) from error


def _compile(compiler: typst.Compiler, source: str, inputs: dict[str, str], created_at: datetime) -> bytes:
    pdf = compiler.compile(
        source,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=_STANDARD,
        timestamp=int(created_at.timestamp()),
    )
    if not isinstance(pdf, bytes):  # a list comes of several pictures, None of writing to a file
        raise TypeError(type(pdf).__name__)
    return pdf


@cache
def _compiler(fonts: Fonts) -> typst.Compiler:
    return typst.Compiler(root=str(_FOLDER), font_paths=[str(folder) for folder in fonts.folders])


def _refusal(error: typst.TypstError) -> Exception:
    """The refusal that names what cannot be printed; any other fault of a template is ours and is raised."""
    texts = _UNPRINTABLE.findall(error.diagnostic)
    if not texts:
        return error
    characters = dict.fromkeys(character for text in texts for character in _unquote(text))
    named = "、".join(f"{character} (U+{ord(character):04X})" for character in characters)
    return Refusal("paper.glyph", characters=named)


def _unquote(literal: str) -> str:
    """The characters of a Rust string literal such as ``"\\u{e000}"``."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), literal[1:-1])
