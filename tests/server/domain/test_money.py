"""Money is exact: text to fen and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.money import divide_fen, format_yuan, parse_yuan, plain_yuan
from server.errors import Refusal


@given(st.integers(min_value=0, max_value=10**13))
def test_what_formats_also_parses(fen: int) -> None:
    assert parse_yuan(format_yuan(fen)) == fen
    assert parse_yuan(plain_yuan(fen)) == fen


@pytest.mark.parametrize("text", ["1e3", "12.345", "1,86", "一千", "0x10", "1 000", "NaN", "Infinity"])
def test_what_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"money\.malformed"):
        parse_yuan(text)


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_written_is_no_amount_and_says_so(text: str) -> None:
    with pytest.raises(Refusal, match=r"money\.missing"):
        parse_yuan(text)


def test_a_negative_amount_is_refused_by_its_own_code() -> None:
    with pytest.raises(Refusal, match=r"money\.negative"):
        parse_yuan("-5")


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=1, max_value=30))
def test_per_capita_is_within_half_a_fen(total: int, persons: int) -> None:
    assert abs(2 * divide_fen(total, persons) * persons - 2 * total) <= persons


def test_half_a_fen_goes_up() -> None:
    assert divide_fen(1, 2) == 1
    assert divide_fen(346000, 4) == 86500
