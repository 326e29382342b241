"""What a browser left on the disk, read byte by byte: the files of its profile, whatever their format.

LevelDB keeps its older blocks compressed with snappy
(https://github.com/google/snappy/blob/main/format_description.txt), where a text may be torn into literals
and references to what stood before; so a text is looked for whole and in pieces. Strings of IndexedDB lie in
UTF-16LE or Latin-1, JSON and names in UTF-8.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path


def search(folder: Path, texts: dict[str, str]) -> list[tuple[str, str, str]]:
    """Where any of the texts is found: its name, how it was written, the file."""
    needles = [(name, how, needle) for name, text in texts.items() for how, needle in _spellings(text)]
    found = []
    for path, content in _files(folder):
        found += [(name, how, path) for name, how, needle in needles if needle in content]
    return found


def search_bytes(folder: Path, content: bytes, piece: int = 48) -> list[str]:
    """The files that hold a stretch from the middle of some binary content."""
    middle = len(content) // 2
    needle = content[middle : middle + piece]
    return [path for path, held in _files(folder) if needle in held]


def _spellings(text: str) -> Iterator[tuple[str, bytes]]:
    for encoding in ("utf-8", "utf-16-le"):
        whole = text.encode(encoding)
        yield encoding, whole
        for piece in _pieces(text):
            yield f"a piece in {encoding}", piece.encode(encoding)
        for shift in range(3):  # RFC 4648: three ways to stand in a longer text
            yield f"{encoding} in base64", _in_base64(whole, shift)
    yield "escaped JSON", json.dumps(text).strip('"').encode("ascii")


def _in_base64(content: bytes, shift: int) -> bytes:
    """The characters that this content alone decides, when so many bytes stand before it."""
    encoded = base64.b64encode(b"\0" * shift + content)
    return encoded[-(-shift * 8 // 6) : (shift + len(content)) * 8 // 6]


def _pieces(text: str) -> set[str]:
    """Three Chinese characters in a row are somebody's; of digits it takes more to say whose they are."""
    size = 3 if all(ord(character) > 0x2FF for character in text) else 9
    return {text[at : at + size] for at in range(len(text) - size + 1)}


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder).as_posix(), path.read_bytes()
