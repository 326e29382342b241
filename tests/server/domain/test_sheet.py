"""CSV that leaves the house calculates nothing and is read as it was written."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.sheet import GB18030, UTF_8, csv_bytes
from server.errors import Refusal

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "  =1"])
def test_a_name_that_is_a_formula_is_shown_and_not_calculated(name: str) -> None:
    text = csv_bytes([(name, 1)]).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text, newline="")))[0] == f"'{name}"


def test_an_amount_below_zero_stays_a_number() -> None:
    assert csv_bytes([(-5,)]) == b"\xef\xbb\xbf-5\r\n"


@given(st.lists(st.lists(TEXT, min_size=2, max_size=4), max_size=4), st.sampled_from([UTF_8, GB18030]))
def test_what_is_written_is_read_again(rows: list[list[str]], encoding: str) -> None:
    codec = "utf-8-sig" if encoding == UTF_8 else encoding
    read = list(csv.reader(io.StringIO(csv_bytes(rows, encoding).decode(codec), newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]


def test_no_other_encoding() -> None:
    with pytest.raises(Refusal, match=r"sheet\.encoding"):
        csv_bytes([], "latin-1")
