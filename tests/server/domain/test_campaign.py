"""Phases of a campaign, and whom its lists count (S3-PH-1…4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.campaign import ITEMS, RESULTS_OF, Kind, Phase, check_phases
from server.errors import Refusal

SOURCE = (
    Phase(date(2012, 3, 16), date(2012, 3, 18)),
    Phase(date(2012, 3, 19), date(2012, 4, 25)),
    Phase(date(2012, 4, 26), date(2012, 5, 5)),
    Phase(date(2012, 5, 6), date(2012, 5, 20)),
)
DUE = date(2012, 5, 20)


def test_the_phases_of_the_source_hold_and_last_as_long_as_it_says() -> None:
    check_phases(SOURCE, DUE)
    assert [(phase.last - phase.first).days + 1 for phase in SOURCE] == [3, 38, 10, 15]


@given(st.integers(0, 3), st.integers(1, 60))
def test_phases_that_overlap_or_end_before_they_begin_are_refused(which: int, days: int) -> None:
    phases = list(SOURCE)
    if which:
        phases[which] = replace(phases[which], first=phases[which - 1].last - timedelta(days - 1))
    else:
        phases[0] = Phase(phases[0].last + timedelta(days), phases[0].last)
    with pytest.raises(Refusal, match=r"campaign\.phases"):
        check_phases(phases, DUE)


@pytest.mark.parametrize("due", [date(2012, 5, 5), date(2012, 5, 21)])
def test_the_report_is_due_within_the_last_phase(due: date) -> None:
    with pytest.raises(Refusal, match=r"campaign\.report_due"):
        check_phases(SOURCE, due)


def test_three_phases_are_too_few() -> None:
    with pytest.raises(Refusal, match=r"campaign\.phases"):
        check_phases(SOURCE[:3], DUE)


def test_the_checklist_is_the_printed_one_and_its_fifth_item_is_open() -> None:
    assert [len(checks) for _, _, checks in ITEMS] == [3, 4, 1, 1, 1]
    assert ITEMS[-1][1] is None


def test_every_kind_of_household_has_its_results() -> None:
    assert set(RESULTS_OF) == set(Kind)
