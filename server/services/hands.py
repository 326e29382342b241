"""A signature somebody gives at a desk: drawn on the pad, or on paper, with a picture of the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.services.district import District
from server.services.pictures import normal_sheet
from server.services.signing import keep_ink

Signed = Mapping[str, Any] | bytes | None


def keep_hand(district: District, number: str, who: str, signed: Signed) -> str:
    """The digest of the ink or of the sheet; ``on_paper`` where the paper alone was signed."""
    if isinstance(signed, bytes):
        return district.evidence.put_photo(number, normal_sheet(signed), "image/jpeg")
    return keep_ink(district, number, who, signed)
