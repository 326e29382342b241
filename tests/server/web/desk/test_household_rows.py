"""Rows of the application form: written and read again they are the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.web.desk.household_rows import (
    INCOME_FIELDS,
    MEMBER_FIELDS,
    MOST_ROWS,
    MemberRow,
    change_rows,
    read_rows,
    write_rows,
)

INCOME = st.fixed_dictionaries({name: st.text(max_size=8) for name in INCOME_FIELDS})
MEMBER = st.builds(
    MemberRow,
    st.fixed_dictionaries({name: st.text(max_size=8) for name in MEMBER_FIELDS}),
    st.lists(INCOME, max_size=4),
)


@given(st.lists(MEMBER, min_size=1, max_size=6))
def test_what_is_written_is_read(rows):
    assert read_rows(write_rows(rows)) == rows


@given(st.lists(MEMBER, min_size=1, max_size=4), st.text(max_size=20))
def test_no_button_loses_a_member_it_does_not_name(rows, asked):
    before = list(rows)
    change_rows(rows, asked)
    assert len(rows) >= len(before) - 1
    assert before[0] in rows


def test_rows_are_bounded():
    rows = [MemberRow() for _ in range(MOST_ROWS)]
    change_rows(rows, "add-member")
    assert len(rows) == MOST_ROWS
