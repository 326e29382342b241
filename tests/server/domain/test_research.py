"""Nobody stands alone in a release for research (S1-VAR-01)."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.research import K, Subject, code, release

SUBJECTS = st.lists(
    st.builds(
        Subject,
        months_to_work=st.none() | st.integers(0, 60),
        amount_fen=st.integers(0, 200_000),
        months_received=st.integers(0, 40),
        sex=st.sampled_from(("male", "female", "")),
        age=st.integers(16, 70),
        education=st.sampled_from(("none", "primary", "junior", "senior", "college", "degree", "")),
    ),
    max_size=120,
)


@given(SUBJECTS, st.integers(1, 8))
def test_every_line_shares_its_traits_with_enough_others(subjects: list[Subject], k: int) -> None:
    made = release(subjects, k)
    sizes = Counter(line.traits for line in made.lines)
    assert all(size >= k for size in sizes.values())
    assert len(made.lines) + made.left_out == len(subjects)
    assert made.withheld == sum(line.x1 == "" for line in made.lines)


@given(SUBJECTS, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_says_nothing(subjects: list[Subject], rng) -> None:
    shuffled = list(subjects)
    rng.shuffle(shuffled)
    assert release(shuffled) == release(subjects)


def test_an_amount_on_the_public_list_leads_back_to_nobody() -> None:
    """The one who receives 437 yuan is known by name; the release must not have a line of their own."""
    many = [Subject(None, 30_000, 12, "female", 45, "junior") for _ in range(K)]
    known = Subject(9, 43_700, 12, "female", 45, "junior")
    made = release([*many, known])
    assert all(line.x1 != "400" for line in made.lines)
    assert made.left_out == 1


@pytest.mark.parametrize(
    ("age", "coded"), [(16, "1"), (30, "1"), (31, "2"), (39, "2"), (40, "3"), (49, "3"), (50, "4"), (59, "4")]
)
def test_ages_are_coded_as_the_article_does_and_exactly_thirty_is_within(age: int, coded: str) -> None:
    assert code(Subject(None, 0, 0, "male", age, "none")).x4 == coded


def test_amounts_and_months_are_the_lower_end_of_their_band() -> None:
    line = code(Subject(7, 43_799, 17, "male", 33, "degree"))
    assert (line.y, line.x1, line.x2, line.x3, line.x5) == ("7", "400", "12", "1", "5")
