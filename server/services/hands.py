"""A signature somebody gives at a desk: drawn on the pad, or on paper, with a picture of the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from server.services.district import District
from server.services.meetings import SIGNATURE
from server.services.pictures import normal_sheet
from server.services.signing import checked_ink

ON_PAPER: Final = "on_paper"
Signed = Mapping[str, Any] | bytes | None


def keep_hand(district: District, number: str, who: str, signed: Signed) -> str:
    """The digest of the ink or of the sheet; ``on_paper`` where the paper alone was signed."""
    if signed is None:
        return ON_PAPER
    if isinstance(signed, bytes):
        return district.evidence.put_photo(number, normal_sheet(signed), "image/jpeg")
    content = {"who": who, "ink": checked_ink(signed)}
    return district.evidence.put(SIGNATURE, number, content, salt=district.new_salt())
