"""Pages of a list, asked for in the address and said as a sentence (``parts/_paging.html``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from flask import request

from server.domain import page as pages
from server.domain.page import Page

Row = TypeVar("Row")


def asked_page() -> int:
    """The page asked for; anything that is no page number is the first."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def page_of(rows: Sequence[Row], size: int) -> Page[Row]:
    """The page asked for in the address, of a list that is there as a whole."""
    return pages.page_of(rows, asked_page(), size)
