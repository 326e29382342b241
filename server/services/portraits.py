"""Portraits: made alike when they come in, and small enough for every tablet to hold them all."""

from __future__ import annotations

import base64
from typing import Final

from PIL import ImageOps

from server.services.pictures import jpeg, upright

SIZE: Final = (390, 520)  # 30 × 40 mm at 330 dpi, as the badge prints it
_QUALITY: Final = 82
_SMALL: Final = (72, 96)
_SMALL_BYTES: Final = 3000


def normal_portrait(content: bytes) -> bytes:
    """A portrait as a JPEG of three to four, upright, without what the camera noted (place, time, model)."""
    picture = upright(content)
    width, height = min(SIZE[0], picture.width), min(SIZE[1], picture.height)
    fitted = ImageOps.fit(picture, (min(width, height * 3 // 4) or 1, min(height, width * 4 // 3) or 1))
    return jpeg(fitted, _QUALITY)


def small_portrait(portrait: bytes) -> str:
    """A portrait of at most 3 kB, as a ``data:`` address."""
    image = upright(portrait)
    image.thumbnail(_SMALL)
    sizes = (jpeg(image, quality) for quality in (70, 50, 30, 10))
    small = next((one for one in sizes if len(one) <= _SMALL_BYTES), b"")
    return "data:image/jpeg;base64," + base64.b64encode(small).decode("ascii") if small else ""
