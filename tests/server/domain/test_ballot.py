"""Two thirds, counted in whole numbers (S7-MEET-A7)."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.ballot import (
    Ballot,
    Choice,
    Counts,
    Rule,
    check_counts,
    check_slips,
    count_hands,
    passes,
    tally_of,
)
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
        count_hands([], Rule(0, TWO_THIRDS))


def test_an_abstention_is_not_agreement() -> None:
    hands = [Ballot("a", Choice.AGREE), Ballot("b", Choice.ABSTAIN), Ballot("c", Choice.ABSTAIN)]
    tally = count_hands(hands, Rule(3, TWO_THIRDS))
    assert not tally.passed
    assert (tally.agree, tally.abstain, tally.needed) == (1, 2, 2)


def test_those_who_do_not_vote_stay_in_the_base() -> None:
    hands = [Ballot(str(n), Choice.AGREE) for n in range(8)]
    tally = count_hands([*hands, Ballot("x", Choice.AGAINST)], Rule(11, TWO_THIRDS))
    assert (tally.needed, tally.not_voting, tally.passed) == (8, 2, True)


def test_a_member_counted_twice_is_refused() -> None:
    with pytest.raises(Refusal, match=r"meeting\.ballot_twice"):
        count_hands([Ballot("a", Choice.AGREE), Ballot("a", Choice.AGREE)], Rule(3, TWO_THIRDS))


@given(st.integers(min_value=1, max_value=400))
def test_needed_is_the_smallest_number_that_passes(base: int) -> None:
    needed = count_hands([], Rule(base, TWO_THIRDS)).needed
    assert passes(needed, base)
    assert not passes(needed - 1, base)


@given(st.integers(min_value=1, max_value=400), st.sampled_from(["at_least", "more_than"]), st.data())
def test_needed_and_passed_agree_whatever_the_pack_compares(
    base: int, comparator: str, data: st.DataObject
) -> None:
    whole = data.draw(st.integers(min_value=1, max_value=12))
    part = data.draw(st.integers(min_value=1, max_value=whole))
    agree = data.draw(st.integers(min_value=0, max_value=base))
    tally = tally_of(Counts(agree, 0, 0), Rule(base, (part, whole), comparator))
    assert tally.passed == (agree >= tally.needed)
    share = Fraction(agree, base) - Fraction(part, whole)
    assert tally.passed == (agree > 0 and (share > 0 if comparator == "more_than" else share >= 0))


def test_exactly_two_thirds_do_not_pass_where_more_is_asked() -> None:
    assert not tally_of(Counts(6, 3, 0), Rule(9, TWO_THIRDS, "more_than")).passed
    assert tally_of(Counts(7, 2, 0), Rule(9, TWO_THIRDS, "more_than")).passed


def refuses(counts: Counts, voters: int, check: Callable[[Counts, int], None] = check_slips) -> str:
    with pytest.raises(Refusal) as refusal:
        check(counts, voters)
    return refusal.value.code


def test_a_ballot_larger_than_the_roll_is_refused() -> None:
    assert refuses(Counts(9, 2, 1), 11, check_counts) == "meeting.ballot_too_large"
    assert refuses(Counts(12, 0, 0, issued=12, returned=12), 11) == "meeting.ballot_too_large"


def test_every_hand_counted_is_one_of_three() -> None:
    check_counts(Counts(8, 2, 1), 11)
    assert refuses(Counts(8, 2, 0), 11, check_counts) == "meeting.ballot_short"
    assert refuses(Counts(12, -1, 0), 11, check_counts) == "meeting.ballot_too_large"


def test_slips_that_do_not_add_up_are_refused() -> None:
    check_slips(Counts(8, 1, 0, invalid=1, issued=11, returned=10), 11)
    assert refuses(Counts(8, 1, 0, invalid=2, issued=10, returned=11), 11) == "meeting.slips_returned"
    assert refuses(Counts(8, 1, 0, invalid=0, issued=11, returned=10), 11) == "meeting.slips_sum"
    assert refuses(Counts(12, -2, 0, issued=11, returned=10), 11) == "meeting.slips_sum"
    assert refuses(Counts(0, 0, 0), 11) == "meeting.slips_none"


def test_an_invalid_slip_agrees_to_nothing_and_one_that_stayed_out_is_a_vote_not_given() -> None:
    tally = tally_of(Counts(7, 1, 0, invalid=1, issued=11, returned=9), Rule(11, TWO_THIRDS))
    assert (tally.passed, tally.invalid, tally.not_voting) == (False, 1, 2)
