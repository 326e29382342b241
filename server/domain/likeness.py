"""How alike two photos look: a difference hash of 64 bits (dHash), found by four bands of 16.

Each bit says whether a point of the photo, shrunk to 9 × 8 greys, is brighter than its right neighbour;
scaling, recompression and a change of brightness leave nearly all of them. Two hashes that differ in at
most three bits agree whole in at least one of four bands, so that a look-up by band misses none.
"""

from __future__ import annotations

from typing import Final

ALIKE_BITS: Final = 3
COLUMNS, ROWS = 9, 8
_BANDS: Final = 4
_BAND_BITS: Final = 16
_LEAST_CONTRAST: Final = 24  # of 255 greys; a lens with a thumb on it looks like every other


def hash_greys(greys: bytes) -> int | None:
    """The hash of 9 × 8 greys, row by row; None where they show nothing."""
    if max(greys) - min(greys) < _LEAST_CONTRAST:
        return None
    bits = 0
    for row in range(ROWS):
        for column in range(COLUMNS - 1):
            place = row * COLUMNS + column
            bits = bits << 1 | (greys[place] > greys[place + 1])
    return bits


def bands_of(photo_hash: int) -> tuple[int, ...]:
    """The four bands, the lowest bits first."""
    return tuple(photo_hash >> (_BAND_BITS * band) & 0xFFFF for band in range(_BANDS))


def bits_between(one: int, other: int) -> int:
    """In how many bits two hashes differ."""
    return (one ^ other).bit_count()
