"""The photos a paper names by digest, read and made small when it is printed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, Final

from PIL import Image, ImageOps

from server.errors import Refusal
from server.services.district import District

_SIDE: Final = 900  # pixels of a photo's long side: 250 dpi on 88 mm
_QUALITY: Final = 80


def with_pictures(
    district: District, file: str, says: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """A paper with the file name of each of its photos, and those files; one that is lost has none."""
    pictures: dict[str, bytes] = {}
    blocks = [_with_files(district, file, block, pictures) for block in says["blocks"]]
    return {**says, "blocks": blocks}, pictures


def printable_photo(content: bytes, side: int = _SIDE) -> bytes:
    """A photo upright, its long side of at most ``side`` pixels."""
    with Image.open(io.BytesIO(content)) as photo:
        upright = ImageOps.exif_transpose(photo).convert("RGB")
        upright.thumbnail((side, side))
        kept = io.BytesIO()
        upright.save(kept, "JPEG", quality=_QUALITY)
        return kept.getvalue()


def _with_files(
    district: District, file: str, block: Mapping[str, Any], pictures: dict[str, bytes]
) -> dict[str, Any]:
    if block["kind"] != "photos":
        return dict(block)
    named = [dict(photo) | {"file": f"{photo['digest']}.jpg"} for photo in block["photos"]]
    for photo in named:
        try:
            original = district.evidence.get_photo(file, photo["digest"])
        except Refusal:
            photo["file"] = ""
        else:
            pictures[photo["file"]] = printable_photo(original)
    return dict(block) | {"photos": named}
