"""Streets and communities: what their ids and codes may be. Acts and case numbers hold both for ever."""

from __future__ import annotations

import re
from typing import Final

from server.errors import Refusal

STREET: Final = "street"
COMMUNITY: Final = "community"
KIND_WORDS: Final = {STREET: ("街道", "street"), COMMUNITY: ("社区", "community")}
_ID: Final = re.compile(r"[a-z][a-z0-9-]{1,31}")
_NO_ID: Final = "new"  # the address of the page where one is added
# A street's code opens case numbers (SL-2026-0137), a community's the numbers of its meetings (M-SLHA-…).
_CODES: Final = {STREET: re.compile(r"[A-Z]{2,6}"), COMMUNITY: re.compile(r"[A-Z][A-Z0-9]{1,11}")}


def check_area_id(area_id: str) -> str:
    if not _ID.fullmatch(area_id) or area_id == _NO_ID:
        raise Refusal("area.bad_id")
    return area_id


def check_kind(kind: str) -> str:
    if kind not in KIND_WORDS:
        raise Refusal("area.kind")
    return kind


def check_code(kind: str, code: str) -> str:
    if not _CODES[check_kind(kind)].fullmatch(code):
        raise Refusal("area.code")
    return code
