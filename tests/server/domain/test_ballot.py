"""Two thirds, counted in whole numbers (S7-MEET-A7)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.ballot import Ballot, Choice, count_hands, passes
from server.errors import Refusal

TWO_THIRDS = (2, 3)


@given(st.integers(min_value=1, max_value=500), st.data())
def test_passes_exactly_when_the_share_is_two_thirds(base: int, data: st.DataObject) -> None:
    agree = data.draw(st.integers(min_value=0, max_value=base))
    assert passes(agree, base) == (Fraction(agree, base) >= Fraction(2, 3))


@pytest.mark.parametrize(
    ("agree", "base", "passed"), [(2, 3, True), (7, 11, False), (8, 11, True), (6, 9, True)]
)
def test_a_ballot_passes_at_exactly_two_thirds(agree: int, base: int, passed: bool) -> None:
    assert passes(agree, base) is passed


def test_no_ballots_are_not_unanimity() -> None:
    assert not passes(0, 0)
    with pytest.raises(Refusal, match=r"meeting\.empty_base"):
        count_hands([], 0, TWO_THIRDS)


def test_an_abstention_is_not_agreement() -> None:
    hands = [Ballot("a", Choice.AGREE), Ballot("b", Choice.ABSTAIN), Ballot("c", Choice.ABSTAIN)]
    tally = count_hands(hands, 3, TWO_THIRDS)
    assert not tally.passed
    assert (tally.agree, tally.abstain, tally.needed) == (1, 2, 2)


def test_those_who_do_not_vote_stay_in_the_base() -> None:
    hands = [Ballot(str(n), Choice.AGREE) for n in range(8)]
    tally = count_hands([*hands, Ballot("x", Choice.AGAINST)], 11, TWO_THIRDS)
    assert (tally.needed, tally.not_voting, tally.passed) == (8, 2, True)


def test_a_member_counted_twice_is_refused() -> None:
    with pytest.raises(Refusal, match=r"meeting\.ballot_twice"):
        count_hands([Ballot("a", Choice.AGREE), Ballot("a", Choice.AGREE)], 3, TWO_THIRDS)


@given(st.integers(min_value=1, max_value=400))
def test_needed_is_the_smallest_number_that_passes(base: int) -> None:
    needed = count_hands([], base, TWO_THIRDS).needed
    assert passes(needed, base)
    assert not passes(needed - 1, base)
