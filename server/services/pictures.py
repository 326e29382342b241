"""Pictures people hand in at a desk: read with care, drawn anew, without what else the file held.

A picture is refused before it is unpacked when it would be too large (a decompression bomb), and what is
kept is drawn from its pixels alone: nothing hidden behind or beside them (a polyglot, a place) survives.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from server.domain.days import format_instant
from server.errors import Refusal

_READABLE: Final = ("JPEG", "PNG")
_MOST_PIXELS: Final = 50_000_000
_SHEET_SIDE: Final = 2400  # an A4 sheet at 200 dpi: every signature can be read
_SHEET_QUALITY: Final = 80
_PHOTO_SIDE: Final = 1600
_PHOTO_QUALITY: Final = 80
# What opens a PDF, an archive or a page: a photo taken by a camera holds none of it.
_OTHER_FILES: Final = (
    b"%PDF-",
    b"PK\x03\x04\x14\x00",
    b"PK\x05\x06\x00\x00\x00\x00",
    b"<script",
    b"<!doctype",
    b"<html",
    b"<?php",
)
_UNREADABLE: Final = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
)


def upright(content: bytes) -> Image.Image:
    """The picture as it was held, in colour; refuses what is no JPEG or PNG or is far too large."""
    try:
        with Image.open(io.BytesIO(content), formats=_READABLE) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise Refusal("image.unreadable")
            return ImageOps.exif_transpose(image).convert("RGB")
    except _UNREADABLE as error:
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


@dataclass(frozen=True)
class Noted:
    """What a camera wrote into a photo; empty where it wrote nothing, or nothing that can be read."""

    taken_at: str = ""  # UTC
    position: Mapping[str, str] = field(default_factory=dict)  # latitude, longitude as decimal text, WGS-84


def read_noted(content: bytes) -> Noted:
    """Time and place as EXIF has them (CIPA DC-008); a time without a zone is China's."""
    try:
        with Image.open(io.BytesIO(content), formats=_READABLE) as image:
            exif = image.getexif()
            return Noted(_exif_time(exif), _exif_position(exif))
    except _UNREADABLE:
        return Noted()


def normal_photo(content: bytes) -> bytes:
    """A photo as a JPEG without what the camera noted; refuses a file that is something else besides."""
    if any(sign in content for sign in _OTHER_FILES):
        raise Refusal("image.mixed")
    image = upright(content)
    image.thumbnail((_PHOTO_SIDE, _PHOTO_SIDE))
    return jpeg(image, _PHOTO_QUALITY)


def _exif_time(exif: Image.Exif) -> str:
    written = exif.get_ifd(ExifTags.IFD.Exif)
    text = str(written.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime) or "")
    zone = str(written.get(ExifTags.Base.OffsetTimeOriginal) or "+08:00")
    try:
        return format_instant(datetime.strptime(f"{text.strip()}{zone.strip()}", "%Y:%m:%d %H:%M:%S%z"))
    except ValueError:
        return ""


def _exif_position(exif: Image.Exif) -> dict[str, str]:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    found = {
        "latitude": _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), 90),
        "longitude": _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), 180),
    }
    return found if all(found.values()) else {}


def _degrees(parts: Any, side: Any, most: int) -> str:
    """``36.09160`` of degrees, minutes and seconds; empty where they are none."""
    try:
        degrees, minutes, seconds = (Decimal(str(part)) for part in parts)
        found = degrees + minutes / 60 + seconds / 3600
    except (TypeError, ValueError, ArithmeticError):
        return ""
    if not 0 <= found <= most:
        return ""
    return f"{-found if side in ('S', 'W') else found:.5f}"
