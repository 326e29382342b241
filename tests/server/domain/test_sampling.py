"""A draw anybody can repeat: exact shares, every weight counted, the same in Python and JavaScript."""

from __future__ import annotations

import hmac
import json
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.sampling import sample, share_of
from server.errors import Refusal

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "draws.json").read_text("utf-8")
)
KEYS = st.binary(min_size=32, max_size=32)
WEIGHTS = st.lists(st.integers(1, 10**6), min_size=1, max_size=60)


@pytest.mark.parametrize("each", VECTORS["samples"])
def test_a_sample_is_that_of_the_vectors(each: dict[str, Any]) -> None:
    key = bytes.fromhex(each["key"])
    assert sample(key, each["context"], each["weights"], each["count"]) == each["chosen"]


@given(KEYS, WEIGHTS, st.data())
def test_a_sample_draws_each_place_once_and_repeats_itself(key: bytes, weights: list[int], data: Any) -> None:
    count = data.draw(st.integers(1, len(weights)))
    drawn = sample(key, "f", weights, count)
    assert len(set(drawn)) == count
    assert drawn == sample(key, "f", weights, count)
    assert sample(key, "f", weights, len(weights))[:count] == drawn


@given(KEYS, WEIGHTS)
def test_a_sample_agrees_with_the_plain_way_of_counting(key: bytes, weights: list[int]) -> None:
    """Without the tree: of those left, in order, the first at which the weights pass the number."""
    left, expected = list(enumerate(weights)), []
    for step in range(1, len(weights) + 1):
        total = sum(weight for _, weight in left)
        rest = int.from_bytes(hmac.digest(key, f"f:{step}:1".encode(), "sha256"), "big") % total
        for at, (place, weight) in enumerate(left):
            if rest < weight:
                expected.append(place)
                del left[at]
                break
            rest -= weight
    assert sample(key, "f", weights, len(weights)) == expected


def test_a_heavier_place_is_drawn_as_often_as_its_weight_says() -> None:
    draws = Counter(sample(bytes([n % 256, n // 256]), "f", [1, 3, 6], 1)[0] for n in range(10_000))
    for place, weight in enumerate((1, 3, 6)):
        assert abs(draws[place] - 1000 * weight) < 200  # four standard deviations and more


@given(st.integers(1, 200), st.integers(1, 200), st.integers(1, 20_000))
def test_a_share_is_the_least_number_that_is_no_less(part: int, more: int, whole: int) -> None:
    share = (part, part + more - 1)
    count = share_of(share, whole)
    assert 1 <= count <= whole
    assert Fraction(count, whole) >= Fraction(*share) > Fraction(count - 1, whole)


@pytest.mark.parametrize("each", VECTORS["shares"])
def test_a_share_is_that_of_the_vectors(each: dict[str, Any]) -> None:
    assert share_of(tuple(each["share"]), each["whole"]) == each["count"]


@pytest.mark.parametrize("share", [(3, 2), (0, 1), (-1, 2)])
def test_a_share_above_one_or_of_nothing_is_refused(share: tuple[int, int]) -> None:
    with pytest.raises(Refusal) as refusal:
        share_of(share, 5)
    assert refusal.value.code == "draw.share"


def test_nothing_is_drawn_from_nothing() -> None:
    with pytest.raises(Refusal) as refusal:
        share_of((1, 2), 0)
    assert refusal.value.code == "draw.empty"


@pytest.mark.parametrize(("weights", "count"), [([], 1), ([1], 2), ([1, 0], 1), ([1], 0)])
def test_a_sample_that_cannot_be_is_refused(weights: list[int], count: int) -> None:
    with pytest.raises(Refusal) as refusal:
        sample(b"k" * 32, "f", weights, count)
    assert refusal.value.code == "draw.frame"
