"""A key's thumbprint for two people to read to each other: sixteen digits in four groups (design §4).

Digits, because they sound apart in every language and dialect of the district and are on every keypad.
Sixteen of them are 53 bits: nobody makes a key with the same digits in the half hour a code is open.
``static/app/core/thumbprint.mjs`` says the same; ``tests/vectors/thumbprints.json`` keeps both alike.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from typing import Final

_BYTES: Final = 8
_DIGITS: Final = 16
_GROUP: Final = 4


def spoken_thumbprint(thumbprint: str) -> str:
    """``4821 0937 5520 1846`` for an RFC 7638 thumbprint: its first 64 bits, modulo 10¹⁶."""
    raw = urlsafe_b64decode(thumbprint + "=" * (-len(thumbprint) % 4))
    digits = f"{int.from_bytes(raw[:_BYTES], 'big') % 10**_DIGITS:0{_DIGITS}d}"
    return " ".join(digits[at : at + _GROUP] for at in range(0, _DIGITS, _GROUP))
