"""Tables that leave the house as CSV (RFC 4180), read by office programs and by banks."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from server.errors import Refusal

UTF_8: Final = "utf-8"
GB18030: Final = "gb18030"
# Office programs tell UTF-8 by its byte-order mark; GB18030 has none that they know.
_CODECS: Final = {UTF_8: "utf-8-sig", GB18030: "gb18030"}
# A cell that begins with one of these is calculated by an office program, not shown (CWE-1236).
_CALCULATED: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_bytes(rows: Iterable[Sequence[object]], encoding: str = UTF_8) -> bytes:
    """The rows as CSV; text that an office program would calculate is shown as text."""
    if encoding not in _CODECS:
        raise Refusal("sheet.encoding")
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return buffer.getvalue().encode(_CODECS[encoding])


def format_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table with a line of heads, as office programs open it."""
    return csv_bytes([header, *rows])


def as_words(text: str) -> str:
    """Text that an office program shows as it stands (OWASP, CSV injection)."""
    return f"'{text}" if text.lstrip(" ").startswith(_CALCULATED) else text


def _cell(value: object) -> str:
    return as_words(value) if isinstance(value, str) else str(value)


def csv_pieces(rows: Iterable[Sequence[object]], most: int = 200) -> Iterator[bytes]:
    """:func:`csv_bytes` in UTF-8, ``most`` rows at a time: a long table is never held as a whole."""
    mark, left = codecs.BOM_UTF8, iter(rows)
    while piece := list(islice(left, most)):
        yield mark + csv_bytes(piece).removeprefix(codecs.BOM_UTF8)
        mark = b""
