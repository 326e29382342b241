"""Pages of a list, asked for in the address and said as a sentence (``parts/_paging.html``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page; ``total`` are those of all."""

    rows: Sequence[Row]
    total: int
    page: int
    pages: int


def asked_page() -> int:
    """The page asked for; anything that is no page number is the first."""
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def page_of(rows: Sequence[Row], size: int) -> Page[Row]:
    """The page asked for of a list that is there as a whole; behind the last page there is only the last."""
    pages = max(1, -(-len(rows) // size))
    page = max(1, min(asked_page(), pages))
    return Page(rows[(page - 1) * size : page * size], len(rows), page, pages)
