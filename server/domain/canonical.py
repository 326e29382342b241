"""Canonical JSON (RFC 8785): the bytes every digest and every seal is made over.

What is stored is nearly always plain: text, whole numbers, true, false, null, under ASCII names. For that
``msgspec`` writes the canonical bytes itself, some hundred times as fast as ``rfc8785``; everything else (a
float, a name whose UTF-16 order may differ, half of a surrogate pair) goes to ``rfc8785``, and so does every
refusal.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Final

import msgspec
import rfc8785
from rfc8785 import CanonicalizationError

__all__ = ["CanonicalizationError", "canonical_bytes", "canonical_bytes_of_json"]

_LARGEST: Final = 2**53 - 1  # RFC 8785 §3.2.2.3: beyond it a number is not every reader's number
_encode: Final = msgspec.json.Encoder(order="sorted").encode
# A number that is a float or may be too large, or text that looks like one.
_DOUBTFUL: Final = re.compile(rb"[:,\[]-?(?:[0-9]{16}|[0-9]+[.e])").search
# The same with every digit a nought: what is found by none of these has no such number in it, and they are
# looked for many times as fast. Where a float has no point, one digit stands before its exponent.
_NOUGHTS: Final = bytes.maketrans(b"123456789", b"000000000")
_DOUBTS: Final = (b"0.", b"0" * 16, b":0e", b",0e", b"[0e", b":-0e", b",-0e", b"[-0e")
_BELOW_SUPPLEMENTARY: Final = bytes(range(0xF0))


def canonical_bytes(value: Any) -> bytes:
    """UTF-8 of the one way RFC 8785 writes ``value``; refuses what it cannot write."""
    with suppress(RecursionError, UnicodeEncodeError):
        if _is_plain(value):
            return _encode(value)
    return rfc8785.dumps(value)


def canonical_bytes_of_json(value: dict[str, Any]) -> bytes:
    """:func:`canonical_bytes` of an object parsed from JSON, so that nothing in it is of another kind.

    Then the bytes themselves tell whether they are canonical: no number in doubt, and no character of four
    bytes, which alone make the order of names in UTF-16 another one than in UTF-8 (RFC 8785 §3.2.3).
    """
    with suppress(RecursionError, UnicodeEncodeError):
        written = _encode(value)
        if not _has_supplementary(written) and not _has_doubtful_number(written):
            return written
    return canonical_bytes(value)


def _has_doubtful_number(written: bytes) -> bool:
    noughts = written.translate(_NOUGHTS)
    for doubt in _DOUBTS:
        if doubt in noughts:
            return _DOUBTFUL(written) is not None
    return False


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
