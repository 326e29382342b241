"""Byte ranges (RFC 9110 §14), as far as Apache CouchDB serves them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sync.embedded.errors import RangeNotSatisfiable

Range = tuple[int, int]

_UNIT = "bytes="
_ONE = re.compile(r"([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18})")
# A header with more ranges than this is ignored.
_MOST = 9


def parse_ranges(header: str, length: int) -> list[Range]:
    """First and last byte of each range asked for, in that order; none when everything is to be sent.

    A header that is not made of ranges, or of too many, is ignored, and so is one that asks for everything
    (``0-``). RangeNotSatisfiable when one of them is empty here.
    """
    if not header.startswith(_UNIT):
        return []
    found = [_ONE.fullmatch(part.strip()) for part in header.removeprefix(_UNIT).split(",")]
    ranges = [_clipped(one, length) for one in found if one is not None and one[0] != "0-"]
    return ranges if len(ranges) == len(found) <= _MOST else []


def _clipped(found: re.Match[str], length: int) -> Range:
    if found[3] is not None:
        first, last = max(0, length - int(found[3])), length - 1
    else:
        first, last = int(found[1]), min(int(found[2] or length), length - 1)
    if last < first:
        raise RangeNotSatisfiable(length)
    return first, last


def format_range(wanted: Range, length: int) -> str:
    """The value of Content-Range."""
    return f"bytes {wanted[0]}-{wanted[1]}/{length}"


def slice_chunks(chunks: Iterable[bytes], wanted: Range) -> Iterator[bytes]:
    """The bytes from the first to the last of a stream."""
    first, last = wanted
    position = 0
    for chunk in chunks:
        end = position + len(chunk)
        if end > first:
            yield chunk[max(0, first - position) : last + 1 - position]
        if end > last:
            return
        position = end
