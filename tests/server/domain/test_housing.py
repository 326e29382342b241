"""The test of the lines, the flags and the waiting list (S8-ELIG, S8-FLAG, S8-SURV-02)."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.housing import check_survey, find_hardship, is_hardship
from server.domain.housing_flags import flags_of
from server.domain.housing_lines import Band, check_lines, format_area, format_lines, parse_area, parse_lines
from server.domain.housing_queue import Waiting, order_queue
from server.errors import Refusal
from tests.server.domain.homes import DAY, lines, survey


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({"guarantee": "low", "income_fen": 150_000}, [True, True]),
        ({"guarantee": "low", "income_fen": 150_001}, [False, True]),
        ({"guarantee": "dibao", "income_fen": 999_999}, [True, True]),
        ({"tenure": "own", "floor_dm2": 3_900}, [True, True]),
        ({"tenure": "own", "floor_dm2": 3_901}, [True, False]),
        ({"tenure": "public", "floor_dm2": 3_901}, [True, False]),
        ({"tenure": "rent", "floor_dm2": 9_000}, [True, True]),
        ({"tenure": "rent", "others_dm2": 3_901}, [True, False]),
    ],
)
def test_both_lines_of_the_year_are_met_at_the_line_and_not_above(changes, holds) -> None:
    found = find_hardship(survey(**changes), lines())
    assert [finding.holds for finding in found] == holds
    assert is_hardship(survey(**changes), lines()) is all(holds)


def test_the_lines_are_told_as_the_ratios_they_stand_for() -> None:
    assert lines().income_share == lines().difficulty_share == pytest.approx(0.5)
    assert lines(income_base_fen=0).income_share is None


def test_earlier_homes_are_flagged_and_decide_nothing() -> None:
    bought = survey(affordable="yes", bought_on=date(2021, 3, 3), bought_again=True, welfare="yes")
    assert [rule for rule, _, _ in flags_of(bought, today=DAY)] == ["S8-FLAG-01", "S8-FLAG-02", "S8-FLAG-03"]
    assert "S8-FLAG-03" not in [rule for rule, _, _ in flags_of(bought, today=date(2026, 3, 3))]
    assert is_hardship(bought, lines())
    assert flags_of(survey(), today=DAY) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"persons": 0}, "housing.persons"),
        ({"guarantee": "rich"}, "housing.code"),
        ({"tenure": "castle"}, "housing.code"),
        ({"surveyed_on": date(2026, 3, 3)}, "housing.day"),
        ({"affordable": "yes"}, "housing.bought"),
        ({"floor_dm2": 0}, "housing.area"),
    ],
)
def test_a_survey_that_cannot_be_is_refused(changes, code) -> None:
    with pytest.raises(Refusal) as refused:
        check_survey(survey(**changes), today=DAY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "changes",
    [
        {"guaranteed_dm2": ()},
        {"guaranteed_dm2": (3_000, 2_000)},
        {"bands": ()},
        {"bands": (Band("", 0, 0),)},
        {"bands": (Band("", 0, 100, 101),)},
        {"difficulty_dm2": 0},
        {"dibao_whole": True},
        {"income_base_fen": 1},
    ],
)
def test_lines_with_a_hole_are_refused(changes) -> None:
    with pytest.raises(Refusal, match=r"housing\.lines"):
        check_lines(lines(**changes))


def test_lines_come_back_from_their_facts() -> None:
    check_lines(lines())
    assert parse_lines(format_lines(lines())) == lines()


@given(st.integers(0, 100_000))
def test_an_area_is_read_as_it_is_written(dm2: int) -> None:
    assert parse_area(format_area(dm2)) == dm2


@pytest.mark.parametrize("text", ["", "-3", "3.141", "1e3", "1000.01", "½"])
def test_what_is_no_area_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"housing\.area"):
        parse_area(text)


WAITING = [
    Waiting("SL-2026-0001", "low", 3, 0, "2026-01-01"),
    Waiting("SL-2026-0002", "dibao", 2, 2_000, "2026-02-01"),
    Waiting("SL-2026-0003", "dibao", 3, 2_000, "2026-02-02"),
    Waiting("SL-2026-0004", "dibao", 3, 2_000, "2026-02-01"),
    Waiting("SL-2026-0005", "low", 1, 0, "2026-03-01", "2026-03-02T01:00:00Z"),
    Waiting("SL-2026-0006", "dibao", 3, 2_000, "2026-02-01"),
]


def test_the_list_goes_by_moves_class_area_application_and_says_a_tie() -> None:
    places = order_queue(WAITING)
    assert [place.waiting.case[-1] for place in places] == ["5", "4", "6", "3", "2", "1"]
    assert [place.is_tied for place in places] == [False, True, True, False, False, False]
    assert "写明理由提前" in places[0].zh
    assert "按案号先后" in places[1].zh


@given(st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_the_households_are_told(rng: random.Random) -> None:
    mixed = WAITING[:]
    rng.shuffle(mixed)
    assert order_queue(mixed) == order_queue(WAITING)


def test_nobody_passes_another_by_leaving_the_list() -> None:
    order = [place.waiting.case for place in order_queue(WAITING)]
    for gone in WAITING:
        rest = [place.waiting.case for place in order_queue([one for one in WAITING if one is not gone])]
        assert rest == [case for case in order if case != gone.case]
