"""Words as they are compared in a search: letters, digits and marks alone, width and case folded.

``３号楼 2-501`` and ``3号楼2501`` are the same to whoever looks for an address, and no query can hold a sign
that means something to SQL, LIKE or FTS5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from unicodedata import category, normalize

from server.errors import Refusal

MANY: Final = 8  # words of a query; what follows does not narrow
LONG: Final = 64  # characters of a word of a query; it is compared by its beginning
_TAIL: Final = re.compile(r"\d{3}[\dX]")
_WHOLE: Final = re.compile(r"\d{17}[\dX]|\d{15}")


class _Kept(dict[int, "int | None"]):
    """What ``str.translate`` leaves of a character: letters, digits and marks, each looked up once."""

    def __missing__(self, sign: int) -> int | None:
        self[sign] = kept = sign if category(chr(sign))[0] in "LMN" else None
        return kept


_KEPT: Final = _Kept()


def plain(text: str) -> str:
    """The text without spaces and signs, as NFKC and casefold leave it (Unicode §3.13, D145)."""
    folded = normalize("NFKC", normalize("NFKC", text).casefold())
    return normalize("NFKC", folded.translate(_KEPT))


def query_words(text: str) -> tuple[str, ...]:
    """The words somebody typed, each once: all of them must be found."""
    found = dict.fromkeys(plain(word)[:LONG] for word in text.split())
    return tuple(word for word in found if word)[:MANY]


def pairs(word: str) -> Iterator[str]:
    """Each character of a word with the one behind it; the last stands alone."""
    return (word[place : place + 2] for place in range(len(word)))


def join_plain(texts: Iterable[str]) -> str:
    """Texts as one, each on a line of its own, so that nothing is found across two of them."""
    return "\n".join(dict.fromkeys(filter(None, map(plain, texts))))


def parse_tail(text: str) -> str:
    """The last four of an identity number; a number typed in full is cut to them, anything else refused."""
    number = normalize("NFKC", text).strip().upper()
    if _TAIL.fullmatch(number) or is_identity_number(number):
        return number[-4:]
    raise Refusal("search.tail")


def is_identity_number(text: str) -> bool:
    """Whether this reads as a whole identity number (GB 11643: 18 characters, formerly 15)."""
    return _WHOLE.fullmatch(normalize("NFKC", text).strip().upper()) is not None
