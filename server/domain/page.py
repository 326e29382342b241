"""A page of a list: which rows it holds, and how many there are in all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

Row = TypeVar("Row")
ALL: Final = 0  # asked for as a page: everything on one


@dataclass(frozen=True)
class Span:
    """Which page of a list this is, counted from one, and how many rows a page holds."""

    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """At least one: an empty list has an empty page."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """The rows before it."""
        return (self.page - 1) * self.size

    def cut(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Its rows of a list that is there as a whole."""
        return rows[self.offset : self.offset + self.size]


def span_of(total: int, asked: int, size: int) -> Span:
    """The page asked for: before the first there is only the first, behind the last only the last."""
    if asked == ALL:
        return Span(total, 1, max(1, total))
    last = Span(total, 1, size).pages
    return Span(total, min(max(1, asked), last), size)


def cut_parts(span: Span, totals: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Of each of several lists that follow one another, how many rows a page holds, and behind how many."""
    before = 0
    for total in totals:
        first = min(max(span.offset - before, 0), total)
        last = min(max(span.offset + span.size - before, 0), total)
        yield last - first, first
        before += total


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page, and which page it is."""

    rows: Sequence[Row]
    span: Span

    @property
    def total(self) -> int:
        return self.span.total

    @property
    def page(self) -> int:
        return self.span.page

    @property
    def pages(self) -> int:
        return self.span.pages

    @property
    def first(self) -> int:
        """The number of its first row among all, from one."""
        return self.span.offset + 1


def page_of(rows: Sequence[Row], asked: int, size: int) -> Page[Row]:
    """The page asked for of a list that is there as a whole."""
    span = span_of(len(rows), asked, size)
    return Page(span.cut(rows), span)
