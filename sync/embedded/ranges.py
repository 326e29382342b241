"""Byte ranges (RFC 9110 §14)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_ONE = re.compile(r"bytes=([0-9]*)-([0-9]*)")


def parse_range(header: str, length: int) -> tuple[int, int] | None:
    """First and last byte of a single range; None when everything is to be sent.

    First is beyond last when no byte of the range is there. A header that is not one range of bytes is
    ignored, as RFC 9110 allows.
    """
    found = _ONE.fullmatch(header.replace(" ", ""))
    if found is None or found[1] == found[2] == "":
        return None
    if found[1] == "":
        return max(0, length - int(found[2])), length - 1
    first = int(found[1])
    if first >= length:
        return 1, 0
    last = min(int(found[2]), length - 1) if found[2] else length - 1
    return (first, last) if first <= last else None


def slice_chunks(chunks: Iterable[bytes], first: int, last: int) -> Iterator[bytes]:
    """The bytes from ``first`` to ``last`` of a stream."""
    position = 0
    for chunk in chunks:
        end = position + len(chunk)
        if end > first:
            yield chunk[max(0, first - position) : last + 1 - position]
        if end > last:
            return
        position = end
