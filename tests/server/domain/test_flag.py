"""Each rule at its edge, and every flag a sentence in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from server.domain.flag import (
    FLAG_WORDS,
    Flag,
    count_answers,
    flag_alike,
    flag_before_assignment,
    flag_clock,
    flag_difference,
    flag_far,
    flag_identity,
    flag_overlap,
    flag_speed,
    flag_unchecked,
    sentence_of,
)
from server.domain.policy import CheckRules
from server.domain.position import Position

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
RULES = CheckRules(difference_share=(1, 5), answer_seconds=2, clock_minutes=10, photo_metres=500)
HOME = Position(31.2, 121.5)


def codes(flags: Iterable[Flag]) -> list[str]:
    return [flag.code for flag in flags]


def test_a_photo_older_than_the_assignment_is_flagged() -> None:
    assert codes(flag_before_assignment("d", NOON - SECOND, NOON)) == ["flag.photo_before_assignment"]
    assert codes(flag_before_assignment("d", NOON, NOON)) == []


def test_a_far_photo_is_flagged_less_the_doubt_of_the_receiver() -> None:
    far = Position(31.206, 121.5)  # 667 m
    assert [flag.facts["metres"] for flag in flag_far("d", far, HOME, RULES)] == [667]
    assert codes(flag_far("d", Position(31.206, 121.5, accuracy_m=200), HOME, RULES)) == []
    assert codes(flag_far("d", None, HOME, RULES)) == codes(flag_far("d", far, None, RULES)) == []


@pytest.mark.parametrize(
    ("sealed", "issued", "minutes"),
    [(11, 0, [11]), (10, 0, []), (-60, -60, []), (-60, -49, [11]), (-60, -50, [])],
)
def test_a_clock_ahead_of_the_receipt_or_behind_the_roster_is_flagged(
    sealed: int, issued: int, minutes: list[int]
) -> None:
    flags = flag_clock(NOON + sealed * MINUTE, NOON + issued * MINUTE, NOON, RULES)
    assert [flag.facts["minutes"] for flag in flags] == minutes


@pytest.mark.parametrize(
    ("declared", "observed", "flagged"),
    [(100, 125, False), (100, 126, True), (100, 80, False), (100, 79, True), (0, 0, False), (0, 1, True)],
)
def test_a_difference_beyond_a_fifth_of_the_larger_is_flagged(
    declared: int, observed: int, flagged: bool
) -> None:
    assert bool(codes(flag_difference(declared, observed, RULES))) is flagged


def test_what_was_not_asked_is_no_difference() -> None:
    assert codes(flag_difference(100, None, RULES)) == []


def test_a_form_filled_faster_than_its_questions_can_be_asked_is_flagged() -> None:
    assert codes(flag_speed(120, 239 * SECOND, RULES)) == ["flag.too_fast"]
    assert codes(flag_speed(120, 240 * SECOND, RULES)) == []


def test_answers_are_counted_through_rows_and_not_their_ids() -> None:
    answers = {"a": "1", "b": "", "c": None, "d": ["x", "y"], "e": [{"_id": "m1", "name": "n", "rows": []}]}
    assert count_answers(answers) == 3


def raised() -> list[Flag]:
    far = Position(32, 121)
    return [
        flag_identity("SL-2026-0002"),
        flag_alike("a", "SL-2026-0002", "b", 2),
        flag_overlap("SL-2026-0002", NOON, NOON + MINUTE),
        *flag_before_assignment("d", NOON - SECOND, NOON),
        *flag_far("d", far, HOME, RULES),
        *flag_clock(NOON + timedelta(hours=1), NOON, NOON, RULES),
        *flag_difference(120000, 186000, RULES),
        *flag_speed(120, SECOND, RULES),
        flag_unchecked("flag.photo_far", 5),
    ]


def test_every_flag_has_a_sentence_in_both_languages() -> None:
    flags = raised()
    assert {flag.code for flag in flags} == set(FLAG_WORDS)
    for flag in flags:
        for lang in ("zh", "en"):
            assert "{" not in sentence_of(flag.code, flag.facts, lang)


def test_amounts_are_yuan_and_times_those_of_china() -> None:
    (flag,) = flag_difference(120000, 186000, RULES)
    assert sentence_of(flag.code, flag.facts) == "申报全家每月 1,200.00 元，入户问到 1,860.00 元，差得多。"
    overlap = flag_overlap("SL-2026-0002", NOON, NOON + MINUTE)
    assert "2026-03-02 12:00" in sentence_of(overlap.code, overlap.facts, "en")
