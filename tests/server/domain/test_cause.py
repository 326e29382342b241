"""Ranks, shares and groups of causes as article 2 counts them (S2-CAUSE)."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from server.domain.article_causes import CAUSES_GIVEN, NEEDS_GIVEN
from server.domain.cause import (
    ARTICLE_CAUSES,
    CAUSES,
    GROUPS,
    NEEDS,
    Code,
    as_article,
    by_group,
    distribution,
    permille,
    rank,
    read_codes,
)

COUNTS = st.dictionaries(st.sampled_from(CAUSES), st.integers(0, 500))
HOUSEHOLDS = st.lists(st.frozensets(st.sampled_from(CAUSES)), max_size=40)


def test_the_articles_order_comes_out_of_its_shares_with_the_tie_it_prints() -> None:
    """First, second, third twice, fifth, sixth: 并列第三 … 第五 (S2-CAUSE-03, S2-CAUSE-05)."""
    counts = {"no_fixed_job": 40, "laid_off": 16, "schooling": 14, "other": 14, "accident": 10, "disaster": 6}
    assert rank(counts) == {code: given.rank for code, given in CAUSES_GIVEN.items()}


def test_the_article_gives_two_shares_and_no_others() -> None:
    assert {code: given.permille for code, given in CAUSES_GIVEN.items() if given.permille} == {
        "no_fixed_job": 400,
        "laid_off": 160,
    }
    assert [given.permille for given in NEEDS_GIVEN.values()] == [None] * 5
    assert set(CAUSES_GIVEN) == set(ARTICLE_CAUSES)
    assert set(NEEDS_GIVEN) < set(NEEDS)


@given(COUNTS)
def test_ranks_count_everybody_who_stands_before(counts: dict[str, int]) -> None:
    ranks = rank(counts)
    assert set(ranks) == {code for code, count in counts.items() if count}
    for code, place in ranks.items():
        before = [other for other in ranks if counts[other] > counts[code]]
        assert place == len(before) + 1
    assert sorted(Counter(ranks.values())) == sorted(set(ranks.values()))


@given(COUNTS, st.integers(0, 500))
def test_a_distribution_has_every_code_once_most_first(counts: dict[str, int], asked: int) -> None:
    lines = distribution(counts, CAUSES, asked)
    assert sorted(line.code for line in lines) == sorted(CAUSES)
    assert [line.count for line in lines] == sorted((line.count for line in lines), reverse=True)
    assert all((line.permille is None) == (asked == 0) for line in lines)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_share_is_rounded_half_up_to_a_tenth_of_a_per_cent(part: int, whole: int) -> None:
    tenths = permille(part, whole)
    assert tenths is not None
    assert -whole < 2 * (tenths * whole - 1000 * part) <= whole


@given(HOUSEHOLDS)
def test_what_the_article_counts_under_other_counts_once_a_household(
    households: list[frozenset[str]],
) -> None:
    found = as_article(Counter(households))
    assert set(found) <= set(ARTICLE_CAUSES)
    for code in ARTICLE_CAUSES[:3]:
        assert found[code] == sum(code in causes for causes in households)
    assert found["other"] == sum(
        bool(causes - set(ARTICLE_CAUSES) | causes & {"other"}) for causes in households
    )


@given(HOUSEHOLDS)
def test_every_cause_has_one_group_and_a_household_counts_once_a_group(
    households: list[frozenset[str]],
) -> None:
    placed = [code for members in GROUPS.values() for code in members]
    assert sorted(placed) == sorted(CAUSES)
    assert all(count <= len(households) for count in by_group(Counter(households)).values())


def test_codes_are_read_and_words_are_not() -> None:
    answers = {
        "causes": ["laid_off", "other", "nonsense"],
        "cause_note": "说不清",
        "needs": ["job"],
        "urgent": ["none"],
        "member": [{"special": ["sanwu"]}, {"special": ["lone_parent"]}, {}],
    }
    assert list(read_codes(answers)) == [
        Code("cause", "laid_off"),
        Code("cause", "other"),
        Code("need", "job"),
        Code("sanwu", "sanwu", 1),
    ]
    assert list(read_codes({})) == []
