"""How far from the address each photo of a visit was taken, where both places are known (S7-EVAL-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.case import Case
from server.domain.flag import flag_far
from server.domain.position import metres_between, parse_position
from server.domain.seal import Photo
from server.records.entries import Flag
from server.services.district import District
from server.services.positions import find_home


@dataclass(frozen=True)
class PhotoPlace:
    """Metres over the ground between a photo and the address; ``is_far`` by the pack's own limit."""

    metres: int
    is_far: bool


def photo_places(district: District, case: Case, photos: Sequence[Photo]) -> dict[str, PhotoPlace]:
    """By the digest of each photo with a position; empty while nobody has said where the address is."""
    entry = find_home(district, case)
    home = parse_position(entry.position) if entry else None
    if home is None:
        return {}
    rules, found = district.policy_of(case.policy).checks, {}
    for photo in photos:
        taken = parse_position(photo.position)
        if taken is not None:
            is_far = any(flag_far(photo.digest, taken, home, rules))
            found[photo.digest] = PhotoPlace(metres_between(taken, home), is_far)
    return found


def dismissed_photos(district: District, case: Case) -> set[str]:
    """The photos far away that a person has looked at and said why nothing needs doing."""
    flags = (district.office.find(Flag, flag) for flag in case.dismissed)
    return {str(flag.facts["photo"]) for flag in flags if flag and flag.code == "flag.photo_far"}
