"""The likeness hash of a photo's bytes, whatever they are."""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image

from server.domain.likeness import COLUMNS, ROWS, hash_greys

_MAX_PIXELS: Final = 100_000_000


def hash_photo(content: bytes) -> int | None:
    """The hash; None for what is no picture, is too large to be a photo, or shows nothing."""
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content)) as picture:
            warnings.simplefilter("error")
            if picture.width * picture.height > _MAX_PIXELS:
                return None
            picture.draft("L", (8 * COLUMNS, 8 * ROWS))  # a JPEG is read at an eighth of its size
            small = picture.convert("L").resize((COLUMNS, ROWS), Image.Resampling.BOX)
    except (OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError):
        return None
    return hash_greys(small.tobytes())
