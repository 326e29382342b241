"""Bytes, metres and spans of time as people say them, in the language of the page."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext

from server.domain.position import format_distance
from server.web.language import in_language


def size(count: int) -> str:
    """``120 MB``: bytes in the unit a person reads, powers of ten as a tablet's own settings show them."""
    for unit, length in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= length:
            tenths = count * 10 // length
            return f"{tenths // 10}{f'.{tenths % 10}' if tenths < 100 and tenths % 10 else ''} {unit}"
    return f"{count} B"


def distance(metres: int) -> str:
    """Metres over the ground as people say them: ``42 米``, ``1.4 公里``."""
    return in_language(*format_distance(metres))


def lasting(time: timedelta) -> str:
    """How long something took, in the two largest units: ``2 分 10 秒``, ``3 天 4 小时``."""
    seconds = int(time.total_seconds())
    if seconds < 3600:
        return str(gettext("%(minutes)d 分 %(seconds)d 秒", minutes=seconds // 60, seconds=seconds % 60))
    if seconds < 24 * 3600:
        hours, minutes = seconds // 3600, seconds % 3600 // 60
        return str(gettext("%(hours)d 小时 %(minutes)d 分", hours=hours, minutes=minutes))
    return str(gettext("%(days)d 天 %(hours)d 小时", days=time.days, hours=seconds % 86400 // 3600))
