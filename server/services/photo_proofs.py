"""A photo that proves what somebody saw, kept with what its camera noted of time and place (S7-AMB-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from server.domain.days import format_instant, parse_instant, shanghai_date
from server.errors import Refusal
from server.services.district import District
from server.services.pictures import Noted, normal_photo, read_noted

DETAILS: Final = "notice-proof"


@dataclass(frozen=True)
class KeptPhoto:
    """The digests of a photo and of what its camera noted, and when it was taken."""

    photo: str
    taken_at: str
    details: str


def keep_photo(
    district: District, file: str, content: bytes, since: date, too_early: str = "notice.photo_before"
) -> KeptPhoto:
    """Keeps a photo in the evidence of a file; what the camera noted leaves the picture.

    Refuses with ``too_early`` one taken before ``since``, when what it shows was not there yet.
    """
    noted, photo = read_noted(content), normal_photo(content)
    taken_at = taken_when(district, noted, since, too_early)
    details = {"from_camera": bool(noted.taken_at), "position": dict(noted.position)}
    return KeptPhoto(
        photo=district.evidence.put_photo(file, photo, "image/jpeg"),
        taken_at=taken_at,
        details=district.evidence.put(DETAILS, file, details, salt=district.new_salt()),
    )


def taken_when(district: District, noted: Noted, since: date, too_early: str) -> str:
    """When the camera says it was, within what can be true; else when it was handed in."""
    taken_at = noted.taken_at or format_instant(district.now())
    if taken_at > format_instant(district.now()):
        raise Refusal("notice.photo_ahead", taken_at=taken_at)
    taken_on = shanghai_date(parse_instant(taken_at))
    if taken_on < since:
        raise Refusal(too_early, taken_on=taken_on.isoformat(), posted_on=since.isoformat())
    return taken_at
