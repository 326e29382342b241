"""Pictures people hand in at a desk: read with care, drawn anew, without what else the file held.

A picture is refused before it is unpacked when it would be too large (a decompression bomb), and what is
kept is drawn from its pixels alone: nothing hidden behind or beside them (a polyglot, a place) survives.
"""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from server.errors import Refusal

_READABLE: Final = ("JPEG", "PNG")
_MOST_PIXELS: Final = 50_000_000
_SHEET_SIDE: Final = 2400  # an A4 sheet at 200 dpi: every signature can be read
_SHEET_QUALITY: Final = 80


def upright(content: bytes) -> Image.Image:
    """The picture as it was held, in colour; refuses what is no JPEG or PNG or is far too large."""
    try:
        with Image.open(io.BytesIO(content), formats=_READABLE) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise Refusal("image.unreadable")
            return ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refusal("image.unreadable") from error


def jpeg(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()


def normal_sheet(content: bytes) -> bytes:
    """A photographed or scanned sheet as a JPEG, large enough to read."""
    image = upright(content)
    image.thumbnail((_SHEET_SIDE, _SHEET_SIDE))
    return jpeg(image, _SHEET_QUALITY)
