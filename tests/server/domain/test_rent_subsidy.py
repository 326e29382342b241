"""The rent subsidy of the places national-rules §10 names, and its laws (S8-CALC-01…03)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.housing_lines import Band
from server.domain.rent_subsidy import work_out_subsidy
from server.errors import Refusal
from tests.server.domain.homes import lines, survey

QINGDAO = lines(
    guaranteed_dm2=(1_500, 3_000, 4_500),
    bands=(
        Band("dibao", 0, 2_000),
        Band("", 81_000, 1_800),
        Band("", 181_000, 1_600),
        Band("", 293_600, 1_400),
    ),
)
DAQING = lines(guaranteed_dm2=(3_000, 3_500, 4_000, 5_000, 6_000), bands=(Band("dibao", 0, 1_000, 90),))


def test_qingdao_three_persons_on_the_guarantee_without_a_home_receive_900_yuan() -> None:
    assert work_out_subsidy(survey(), QINGDAO).monthly_fen == 90_000


@pytest.mark.parametrize(
    ("income", "yuan"), [(81_000, 810), (81_001, 720), (181_000, 720), (181_001, 630), (293_600, 630)]
)
def test_qingdao_pays_less_in_steps_of_income(income: int, yuan: int) -> None:
    found = work_out_subsidy(survey(guarantee="low", income_fen=income), QINGDAO)
    assert found.monthly_fen == yuan * 100


def test_an_income_above_every_band_has_no_subsidy() -> None:
    with pytest.raises(Refusal, match=r"housing\.not_eligible"):
        work_out_subsidy(survey(guarantee="low", income_fen=293_601), QINGDAO)


@pytest.mark.parametrize(("persons", "yuan"), [(1, 460), (2, 690), (3, 1035), (4, 1380), (5, 1380)])
def test_yongchuan_counts_20_metres_for_one_15_a_head_and_60_at_most(persons: int, yuan: int) -> None:
    assert work_out_subsidy(survey(persons=persons), lines()).monthly_fen == yuan * 100


def test_yongchuan_pays_four_fifths_to_families_not_on_the_guarantee() -> None:
    assert work_out_subsidy(survey(guarantee="low"), lines()).monthly_fen == 82_800


def test_yongchuan_does_not_pay_above_the_rent() -> None:
    capped = work_out_subsidy(survey(), lines(rent_cap=True))
    assert capped.monthly_fen == 60_000
    assert capped.steps[-1].amount_fen == 60_000 - 103_500


@pytest.mark.parametrize(("persons", "area"), [(1, 30), (2, 35), (3, 40), (4, 50), (5, 60), (9, 60)])
def test_daqing_counts_by_size_and_pays_nine_tenths(persons: int, area: int) -> None:
    assert work_out_subsidy(survey(persons=persons), DAQING).monthly_fen == area * 900


def test_a_city_may_pay_families_on_the_guarantee_the_whole_area_at_market_rent() -> None:
    """S8-CALC-03 subtracts nothing: not even a home of their own."""
    city = lines(dibao_whole=True, market_fen=3_000)
    own = survey(tenure="own", floor_dm2=2_000)
    assert work_out_subsidy(own, city).monthly_fen == 135_000
    assert (
        work_out_subsidy(survey(guarantee="low", tenure="own", floor_dm2=2_000), city).monthly_fen == 46_000
    )


@given(
    st.integers(1, 9),
    st.integers(1, 20_000),
    st.sampled_from(["own", "public", "rent", "lent"]),
    st.sampled_from(["dibao", "low"]),
    st.integers(1, 200_000),
    st.booleans(),
)
def test_the_steps_add_up_and_no_home_of_their_own_ever_adds(
    persons: int, floor: int, tenure: str, guarantee: str, rent: int, cap: bool
) -> None:
    city = lines(rent_cap=cap)
    found = work_out_subsidy(
        survey(persons=persons, floor_dm2=floor, tenure=tenure, guarantee=guarantee, rent_fen=rent), city
    )
    assert sum(step.amount_fen for step in found.steps) == found.monthly_fen >= 0
    without = work_out_subsidy(
        survey(persons=persons, tenure="none", floor_dm2=0, guarantee=guarantee, rent_fen=rent), city
    )
    assert found.monthly_fen <= without.monthly_fen
    assert not cap or found.monthly_fen <= rent


@given(st.integers(0, 4_500), st.integers(1, 99))
def test_the_amount_is_exact_to_half_a_fen(own: int, factor: int) -> None:
    city = lines(bands=(Band("", 0, 2_347, factor),))
    found = work_out_subsidy(survey(tenure="own", floor_dm2=own), city)
    exact = Fraction((4_500 - own) * 2_347 * factor, 100 * 100)
    assert abs(found.monthly_fen - exact) <= Fraction(1, 2)
