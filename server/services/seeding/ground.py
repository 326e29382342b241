"""Where the homes of the synthetic district lie: in Qinghai Lake, so that nobody's home is meant.

Positions follow from the number of the case alone, so that they cost no throw of the dice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

_NORTH, _EAST = 36_900_000, 100_150_000  # microdegrees
_TOWN: Final = 12_000  # about 1.3 km to each side
_DOOR: Final = 90  # about 10 m: what a receiver is off by near a wall
_AWAY: Final = 12_600  # 1.4 km to the north
_FAR: Final = 16  # of every so many visits one has a photo from elsewhere
_UNKNOWN: Final = 9  # of every so many addresses one has no position


def home_position(number: str) -> dict[str, str]:
    """Where a case's address lies, as the desk enters it; empty where nobody has looked it up."""
    north, east, rest, _ = _drawn(number)
    if rest % _UNKNOWN == 0:
        return {}
    return _position(_NORTH + north % _TOWN, _EAST + east % _TOWN) | {"system": "WGS-84"}


def photo_position(number: str, nth: int) -> Mapping[str, str]:
    """What the tablet noted with the ``nth`` photo of a visit: at the door, or now and then far from it."""
    north, east, _, odd = _drawn(number)
    aside, along, accuracy, _ = _drawn(f"{number}:{nth}")
    away = _AWAY if odd % _FAR == 0 and nth == 2 else 0
    here = _position(
        _NORTH + north % _TOWN + aside % _DOOR + away,
        _EAST + east % _TOWN + along % _DOOR,
    )
    return here | {"accuracy_m": str(4 + accuracy % 17)}


def _position(north: int, east: int) -> dict[str, str]:
    return {"lat": _degrees(north), "lon": _degrees(east)}


def _degrees(micro: int) -> str:
    return f"{micro // 1_000_000}.{micro % 1_000_000:06d}"


def _drawn(text: str) -> tuple[int, int, int, int]:
    digest = hashlib.sha256(text.encode()).digest()
    north, east, rest, odd = (int.from_bytes(digest[at : at + 4], "big") for at in (0, 4, 8, 12))
    return north, east, rest, odd
