"""The statistics of a period follow the record (S4)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from server.domain.annual import format_annual
from server.domain.annual_summary import summarise
from server.domain.count import Count
from server.domain.period import Period, year_period
from server.errors import Refusal
from server.services.annuals import get_annual, work_out_annual
from server.services.district import District
from server.services.figures import figures_of, report_figures
from server.services.recalculations import propose_standard
from server.services.standards import Wanted, confirm_standard
from server.services.taken_over import Takeover, take_over
from server.services.verification import verify
from tests.factories import ADMINISTRATOR, CLERK, HEAD_OF_BUREAU, OFFICER, REVIEWER, household
from tests.server.services.packs import use_pack


def takeover(**changes: Any) -> Takeover:
    usual: dict[str, Any] = {
        "household": household(),
        "community": "huaian",
        "residence": "rural",
        "klass": "A",
        "amount_fen": 60000,
        "since": "2025-06",
        "source": "原系统 2026 年 3 月名册",
    }
    return Takeover(**(usual | changes))


def test_a_household_taken_over_is_in_the_stock_and_the_record_holds(district: District) -> None:
    case = take_over(district, ADMINISTRATOR, takeover())
    persons = case.persons
    year = work_out_annual(district, year_period(2025))
    assert year.movements["rural"].stock == Count(1, persons)
    assert year.movements["rural"].added == Count(1, persons)
    assert year.movements["urban"].stock == Count()
    assert work_out_annual(district, year_period(2026)).movements["rural"].added == Count()
    assert year.ok
    assert verify(district).ok


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"since": "2027-01"}, "taken_over.since"),
        ({"since": "2025-6"}, "taken_over.since"),
        ({"amount_fen": 0}, "taken_over.amount"),
        ({"klass": "D"}, "taken_over.class"),
        ({"residence": "abroad"}, "application.residence"),
        ({"source": " "}, "taken_over.source"),
        ({"community": "nowhere"}, "area.unknown"),
        ({"household": household(members=[])}, "household.empty"),
    ],
)
def test_what_cannot_be_is_not_taken_over(district: District, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        take_over(district, ADMINISTRATOR, takeover(**changes))
    assert refused.value.code == code
    assert work_out_annual(district, year_period(2025)).all.stock == Count()


def test_only_the_administrator_takes_over(district: District) -> None:
    with pytest.raises(Refusal):
        take_over(district, CLERK, takeover())


def test_a_person_of_a_street_sees_that_street_alone(district: District) -> None:
    take_over(district, ADMINISTRATOR, takeover())
    period = Period("2026-01", "2026-03")
    assert get_annual(district, OFFICER, period).area == OFFICER.street
    assert get_annual(district, CLERK, period).area == CLERK.community
    assert get_annual(district, REVIEWER, period).area == ""
    with pytest.raises(Refusal):
        get_annual(district, CLERK, period, "songlin")


def test_reported_figures_are_replaced_item_by_item_and_keep_their_source(district: District) -> None:
    day = date(2025, 12, 31)
    report_figures(
        district, REVIEWER, 2025, {"S4-12.households": "487", "S4-18.reserve": "270000"}, day, "救助科年报"
    )
    report_figures(
        district, REVIEWER, 2025, {"S4-12.households": "488", "S4-15.files_share": "93.34"}, day, "更正"
    )
    found = figures_of(district, 2025)
    assert (found["S4-12.households"].value, found["S4-12.households"].source) == (488, "更正")
    assert found["S4-18.reserve"].value == 27000000
    lines = format_annual(work_out_annual(district, year_period(2025)))
    assert lines["S4-15"]["files_share_percent"] == "93.34"
    assert lines["S4-12"]["origin"] == "reported"
    assert lines["S4-13"]["person_times"] is None
    assert verify(district).ok


@pytest.mark.parametrize(
    ("given", "source", "code"),
    [
        ({"S4-12.households": "-1"}, "x", "figures.number"),
        ({"S4-99.x": "1"}, "x", "figures.unknown"),
        ({"S4-12.households": ""}, "x", "figures.empty"),
        ({"S4-12.households": "1"}, " ", "figures.source"),
    ],
)
def test_a_figure_that_is_none_is_refused(
    district: District, given: dict[str, str], source: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        report_figures(district, REVIEWER, 2025, given, date(2025, 12, 31), source)
    assert refused.value.code == code


def test_every_reported_number_says_its_unit(district: District) -> None:
    report = format_annual(work_out_annual(district, year_period(2025)))
    assert report["S4-09"]["units"] == {"persons": "persons", "grain": "jin (0.5 kg)"}
    assert report["S4-11"]["units"]["standard_fen"] == "fen/person/month"
    assert report["S4-20"]["units"]["amount_fen"] == "fen"


def test_the_standards_are_those_in_force_and_none_is_made_up(district: District) -> None:
    """S4-01, S4-02: a pack of the town says nothing of the countryside; a new standard counts in its year."""
    take_over(district, ADMINISTRATOR, takeover(residence="urban"))
    before = work_out_annual(district, year_period(2026)).standards
    assert (before["urban"].fen, before["rural"].fen) == (110_000, None)
    proposal = propose_standard(district, HEAD_OF_BUREAU, 120_000)
    wanted = Wanted(120_000, "", "2026-07", proposal.now_fen, proposal.then_fen, basis="示政发〔2026〕9号")
    confirmed = confirm_standard(district, HEAD_OF_BUREAU, wanted)
    year = work_out_annual(district, year_period(2026))
    assert (year.standards["urban"].fen, year.standards["urban"].source) == (120_000, confirmed.id)
    assert year.standards["rural"].fen is None
    assert work_out_annual(district, year_period(2025)).standards["urban"].fen == 110_000
    (line,) = (line for line in summarise(year) if line.rule == "S4-01")
    assert "1,200.00 元，比上年 1,100.00 元提高 9.09%" in line.zh
    assert "（2026年7月起的新标准）" in line.zh
    use_pack(district, "sifang-seed@1", benefit=replace(district.policy.benefit, mode="table"))
    assert work_out_annual(district, year_period(2025)).standards["urban"].fen is None
