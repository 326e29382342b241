"""Pages of a list that is there as a whole."""

from __future__ import annotations

import pytest
from flask import Flask

from server.web.paging import page_of


@pytest.mark.parametrize(
    ("asked", "page", "rows"),
    [("", 1, [0, 1]), ("2", 2, [2, 3]), ("3", 3, [4]), ("9", 3, [4]), ("0", 1, [0, 1]), ("x", 1, [0, 1])],
)
def test_a_page_holds_its_rows_and_none_is_behind_the_last(asked, page, rows):
    with Flask(__name__).test_request_context(f"/?page={asked}"):
        found = page_of(range(5), 2)
    assert (found.page, found.pages, found.total, list(found.rows)) == (page, 3, 5, rows)


def test_nothing_is_one_empty_page():
    with Flask(__name__).test_request_context("/?page=2"):
        found = page_of([], 20)
    assert (found.page, found.pages, found.total, found.rows) == (1, 1, 0, [])
