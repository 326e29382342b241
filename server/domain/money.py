"""Money is integer fen; text has two decimals (ui.md §2: money always two decimals)."""

from __future__ import annotations

import re

from server.errors import Refusal

_CENTS = tuple(f".{cents:02d}" for cents in range(100))
_YUAN = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,2}))?")


def parse_yuan(text: str) -> int:
    """Fen from a decimal text in yuan such as ``"1,860.00"``; refuses anything else."""
    cleaned = text.strip()
    if not cleaned:
        raise Refusal("money.missing")
    if cleaned.startswith("-"):
        raise Refusal("money.negative")
    found = _YUAN.fullmatch(cleaned)
    if found is None:
        raise Refusal("money.malformed", text=text)
    whole, cents = found.groups()
    return int(whole.replace(",", "")) * 100 + int((cents or "").ljust(2, "0"))


def format_yuan(fen: int) -> str:
    """Text in yuan with two decimals and thousands separated, such as ``"1,860.00"``."""
    if fen < 0:
        return f"-{format_yuan(-fen)}"
    return f"{fen // 100:,}{_CENTS[fen % 100]}"


def plain_yuan(fen: int) -> str:
    """Decimal text without separators, as answers of a form carry it: ``"1860.00"``."""
    return format_yuan(fen).replace(",", "")


def divide_fen(total_fen: int, parts: int) -> int:
    """``total_fen / parts`` rounded half up to a whole fen; ``parts`` is at least one."""
    return (2 * total_fen + parts) // (2 * parts)
