"""Percentages are truncated, as article 4 prints them (S4-01, S4-02)."""

from hypothesis import given
from hypothesis import strategies as st

from server.domain.percent import share_words, truncated_percent


def test_the_rises_of_article_4() -> None:
    assert truncated_percent(67500 - 65000, 65000) == "3.84"
    assert truncated_percent(4332 - 4140, 4140) == "4.63"
    assert truncated_percent(1, 0) == ""
    assert truncated_percent(-25, 650) == "-3.84"


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_never_more_than_it_is(part: int, whole: int) -> None:
    text = truncated_percent(part, whole)
    hundredths = int(text.replace(".", ""))
    assert hundredths * whole <= part * 10_000 < (hundredths + 1) * whole


def test_a_share_is_said_in_whole_hundredths_or_as_it_is_written() -> None:
    assert share_words((1, 5)) == "20%"
    assert share_words((3, 20)) == "15%"
    assert share_words((1, 3)) == "1/3"
