"""Hashes few bits apart share a band, so that a look-up by band misses none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.domain.likeness import ALIKE_BITS, bands_of, bits_between, hash_greys


def test_each_bit_is_a_step_down_to_the_right() -> None:
    assert hash_greys(bytes(range(0, 252, 28)) * 8) == 0
    assert hash_greys(bytes(range(252, 0, -28)) * 8) == 2**64 - 1
    assert hash_greys(bytes([100] * 72)) is None


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=ALIKE_BITS))
def test_hashes_few_bits_apart_share_a_band(photo_hash: int, flipped: set[int]) -> None:
    other = photo_hash
    for bit in flipped:
        other ^= 1 << bit
    assert bits_between(photo_hash, other) == len(flipped)
    assert any(one == two for one, two in zip(bands_of(photo_hash), bands_of(other), strict=True))
