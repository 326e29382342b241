"""Canonical JSON (RFC 8785): the bytes every digest and every seal is made over.

What is stored is nearly always plain: text, whole numbers, true, false, null, under ASCII names. For that
``msgspec`` writes the canonical bytes itself, some hundred times as fast as ``rfc8785``; everything else (a
float, a name whose UTF-16 order may differ, half of a surrogate pair) goes to ``rfc8785``, and so does every
refusal.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final

import msgspec
import rfc8785
from rfc8785 import CanonicalizationError

__all__ = ["CanonicalizationError", "canonical_bytes", "canonical_bytes_of_json"]

_LARGEST: Final = 2**53 - 1  # RFC 8785 §3.2.2.3: beyond it a number is not every reader's number
_encode: Final = msgspec.json.Encoder(order="sorted").encode
_BELOW_SUPPLEMENTARY: Final = bytes(range(0xF0))


def canonical_bytes(value: Any) -> bytes:
    """UTF-8 of the one way RFC 8785 writes ``value``; refuses what it cannot write."""
    with suppress(RecursionError, UnicodeEncodeError):
        if _is_plain(value):
            return _encode(value)
    return rfc8785.dumps(value)


def canonical_bytes_of_json(value: dict[str, Any]) -> bytes:
    """:func:`canonical_bytes` of an object parsed from JSON, so that nothing in it is of another kind.

    Then it is plain where its numbers are, and where no character takes four bytes: these alone make the
    order of names in UTF-16 another one than in UTF-8 (RFC 8785 §3.2.3).
    """
    with suppress(RecursionError, UnicodeEncodeError):
        if _has_plain_numbers(value.values()):
            written = _encode(value)
            if not _has_supplementary(written):
                return written
    return canonical_bytes(value)


def _has_plain_numbers(values: Iterable[Any]) -> bool:
    """Whether every number in values parsed from JSON is whole and not too large. Most values are text."""
    for value in values:
        kind = type(value)
        if kind is str:
            continue
        if kind is dict or kind is list:
            if not _has_plain_numbers(value.values() if kind is dict else value):
                return False
        elif kind is float or (kind is int and not -_LARGEST <= value <= _LARGEST):
            return False
    return True


def _has_supplementary(written: bytes) -> bool:
    return not written.isascii() and bool(written.translate(None, _BELOW_SUPPLEMENTARY))


def _is_plain(value: Any) -> bool:
    """Whether both write it alike. Subclasses are not plain: how they are written is theirs to say."""
    kind = type(value)
    if kind is dict:
        return _is_plain_object(value)
    if kind is list or kind is tuple:
        return all(type(item) is str or _is_plain(item) for item in value)
    if kind is int:
        return bool(-_LARGEST <= value <= _LARGEST)
    return kind is str or kind is bool or value is None


def _is_plain_object(value: dict[Any, Any]) -> bool:
    """A loop and no generator: most of what is written is text under a name, and this is asked of each."""
    for key, item in value.items():
        if type(key) is not str or not key.isascii():
            return False
        if type(item) is not str and not _is_plain(item):
            return False
    return True
