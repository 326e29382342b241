"""Photos that look alike have hashes that nearly agree; others do not."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image, ImageEnhance

from server.domain.likeness import ALIKE_BITS, bits_between
from server.services.photo_hashes import hash_photo


def scene(seed: int) -> Image.Image:
    """A room of patches, as no two rooms have them."""
    rng = random.Random(seed)
    small = Image.new("L", (9, 7))
    small.putdata([rng.randrange(256) for _ in range(63)])
    return small.resize((640, 480), Image.Resampling.BICUBIC).convert("RGB")


def jpeg(picture: Image.Image, quality: int = 80) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def hashed(picture: Image.Image, quality: int = 80) -> int:
    found = hash_photo(jpeg(picture, quality))
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(5))
def test_a_photo_saved_again_smaller_or_darker_is_alike(seed: int) -> None:
    first = scene(seed)
    for again in (first.resize((320, 240)), ImageEnhance.Brightness(first).enhance(0.9)):
        assert bits_between(hashed(first), hashed(again, quality=40)) <= ALIKE_BITS


def test_other_scenes_are_not_alike() -> None:
    hashes = [hashed(scene(seed)) for seed in range(40)]
    pairs = [(one, other) for place, one in enumerate(hashes) for other in hashes[:place]]
    assert min(bits_between(*pair) for pair in pairs) > ALIKE_BITS


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0 broken", jpeg(scene(1))[:300]])
def test_what_is_no_picture_has_no_hash(content: bytes) -> None:
    assert hash_photo(content) is None


def test_a_thumb_on_the_lens_is_like_nothing() -> None:
    assert hash_photo(jpeg(Image.new("RGB", (640, 480), "#402020"))) is None


def test_a_picture_too_large_to_open_is_refused_unopened() -> None:
    assert hash_photo(jpeg(Image.new("L", (60_000, 2_000)), 10)) is None
