"""Words as a search compares them: what people type in many ways is one word, and signs mean nothing."""

from __future__ import annotations

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.wording import (
    LONG,
    MANY,
    is_identity_number,
    join_plain,
    pairs,
    parse_tail,
    plain,
    query_words,
)
from server.errors import Refusal


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("３号楼 2-501", "3号楼2501"),
        ("SL-2026-0137", "sl20260137"),
        ("《梧桐路》", "梧桐路"),
        ("\uff38", "x"),  # full width
        ("ﬁ", "fi"),
        ('" OR 1=1 --', "or11"),
        ("\x00\ud800", ""),
    ],
)
def test_width_case_and_signs_do_not_tell_words_apart(typed: str, meant: str) -> None:
    assert plain(typed) == meant


@given(st.text())
def test_plain_words_hold_letters_digits_and_marks_alone_and_are_plain_already(text: str) -> None:
    word = plain(text)
    assert all(category(sign)[0] in "LMN" for sign in word)
    assert plain(word) == word


@given(st.lists(st.text(max_size=90), max_size=12))
def test_a_query_has_few_words_each_once(words: list[str]) -> None:
    found = query_words(" ".join(words))
    assert len(found) == len(set(found)) <= MANY
    assert all(0 < len(word) <= LONG for word in found)


def test_nothing_is_found_across_two_texts() -> None:
    assert join_plain(["周例平", "", "周例平", "平安里 3 号"]) == "周例平\n平安里3号"
    assert "平平" not in join_plain(["周例平", "平安里"])


def test_the_pairs_of_a_word_are_each_character_with_the_next() -> None:
    assert list(pairs("周例平")) == ["周例", "例平", "平"]


@pytest.mark.parametrize("text", ["001X", "001x", "001\uff38", "11010119900307001X", " 001X "])
def test_an_identity_number_is_known_by_its_last_four(text: str) -> None:
    assert parse_tail(text) == "001X"


@pytest.mark.parametrize("text", ["", "1", "12345", "X001", "00X1", "abcd", "%%%%"])
def test_what_is_no_end_of_an_identity_number_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"search\.tail"):
        parse_tail(text)


def test_a_whole_identity_number_is_told_from_other_numbers() -> None:
    assert is_identity_number("11010119900307001x")
    assert is_identity_number("110101900307001")
    assert not is_identity_number("0013")
    assert not is_identity_number("SL-2026-0137")
