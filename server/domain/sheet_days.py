"""Days and months as people and office programs write them: 2026-03-12, 2026/3/12, 2026年3月12日."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from server.errors import Refusal

_PARTS: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})?)?\s*日?")


def parse_day(text: str) -> date:
    """A whole day; refuses a month alone."""
    found = _PARTS.fullmatch(text.strip())
    if found is None or found[3] is None:
        raise Refusal("date.malformed", text=text)
    return _date(text, int(found[1]), int(found[2]), int(found[3]))


def parse_month(text: str) -> str:
    """A month as ``2026-03``; of a day its month, since office programs make days of months."""
    found = _PARTS.fullmatch(text.strip())
    if found is None:
        raise Refusal("import.month", text=text)
    try:
        return _date(text, int(found[1]), int(found[2]), int(found[3] or 1)).isoformat()[:7]
    except Refusal as refusal:
        raise Refusal("import.month", text=text) from refusal


def _date(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Refusal("date.malformed", text=text) from error
