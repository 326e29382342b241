"""Every row of a list is on exactly one page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from server.domain.page import ALL, cut_parts, page_of, span_of


@given(total=some.integers(0, 300), size=some.integers(1, 60))
def test_the_pages_of_a_list_are_the_list(total, size):
    rows = range(total)
    pages = [page_of(rows, n + 1, size) for n in range(span_of(total, 1, size).pages)]
    assert [row for page in pages for row in page.rows] == list(rows)
    assert all(len(page.rows) <= size for page in pages)


@given(total=some.integers(0, 300), asked=some.integers(-5, 10**6), size=some.integers(1, 60))
def test_no_page_lies_outside_the_list(total, asked, size):
    found = page_of(range(total), asked, size)
    assert 1 <= found.page <= found.pages
    assert list(found.rows) == list(range(total))[found.first - 1 :][: found.span.size]


def test_all_is_one_page():
    found = page_of(range(70), ALL, 20)
    assert (len(found.rows), found.page, found.pages, found.first) == (70, 1, 1, 1)
    assert (page_of([], ALL, 20).pages, page_of([], 9, 20).rows) == (1, [])


@given(some.lists(some.integers(0, 30), max_size=5), some.integers(1, 10))
def test_lists_that_follow_one_another_are_cut_as_one(totals, size):
    lists = [[(number, row) for row in range(total)] for number, total in enumerate(totals)]
    rows = [row for each in lists for row in each]
    for asked in range(1, span_of(len(rows), 1, size).pages + 1):
        span = span_of(len(rows), asked, size)
        parts = zip(lists, cut_parts(span, totals), strict=True)
        assert [row for each, (count, first) in parts for row in each[first : first + count]] == span.cut(
            rows
        )
