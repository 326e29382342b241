"""Pages of a list, asked for in the address and said as a sentence."""

from __future__ import annotations

from flask import request


def asked_page() -> int:
    """The page asked for; anything that is no page number is the first."""
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
