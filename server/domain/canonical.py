"""Canonical JSON (RFC 8785): the bytes every digest and every seal is made over.

What is stored is nearly always plain: text, whole numbers, true, false, null, under ASCII names. For that
the standard library's encoder writes the canonical bytes itself, some twenty times as fast as ``rfc8785``;
everything else (a float, a name whose UTF-16 order may differ, half of a surrogate pair) goes to ``rfc8785``,
and so does every refusal.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, Final

import rfc8785
from rfc8785 import CanonicalizationError

__all__ = ["CanonicalizationError", "canonical_bytes"]

_LARGEST: Final = 2**53 - 1  # RFC 8785 §3.2.2.3: beyond it a number is not every reader's number
_encode: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":"), sort_keys=True
).encode


def canonical_bytes(value: Any) -> bytes:
    """UTF-8 of the one way RFC 8785 writes ``value``; refuses what it cannot write."""
    with suppress(RecursionError, UnicodeEncodeError):
        if _is_plain(value):
            return _encode(value).encode("utf-8")
    return rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    """Whether both write it alike. Subclasses are not plain: how they are written is theirs to say."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return bool(-_LARGEST <= value <= _LARGEST)
    if kind is dict:
        return all(type(key) is str and key.isascii() and _is_plain(item) for key, item in value.items())
    return kind in (list, tuple) and all(map(_is_plain, value))
