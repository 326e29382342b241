"""A district of any size: what is told of twins is what the services would have written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from server.domain.act import FIRST_PREVIOUS
from server.domain.period import year_period
from server.opening import open_for_command, reach
from server.records.index import CaseFilter
from server.services.annuals import work_out_annual
from server.services.district import District
from server.services.notices import get_notice_for_desk
from server.services.payrolls import get_payroll, read_lines
from server.services.people import get_actor
from server.services.seeding.large import gather_large
from server.services.verification import verify
from server.services.visits import read_visit
from server.settings import Settings

CASES = 200


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    settings = Settings(data=tmp_path_factory.mktemp("large") / "data", demo=True)
    told = gather_large(settings, CASES)
    with reach(settings) as opened:
        told.write_to(opened.couch, settings.prefix, lambda _done, _total: None)
    with open_for_command(settings) as district:
        assert dict(told.stages) == district.index.count_by_stage(CaseFilter())
        yield district


def numbers(large: District) -> list[str]:
    return [row.number for row in large.index.cases(CaseFilter(), limit=10 * CASES)]


def test_the_record_holds(large: District) -> None:
    report = verify(large)
    assert report.problems == []
    assert report.acts > 19 * CASES
    assert large.index.damaged() == {}
    assert len(numbers(large)) == CASES


def test_half_of_it_is_a_twin_with_streets_of_its_own(large: District) -> None:
    streets = Counter(row.street for row in large.index.cases(CaseFilter(), limit=10 * CASES))
    assert {street for street in streets if street.endswith("01")} == {"songlin01", "liuquan01", "qinghe01"}
    assert all(streets[f"{street}01"] == streets[street] for street in ("songlin", "liuquan", "qinghe"))


def test_a_twins_visits_hold_under_the_seals_of_its_own_tablets(large: District) -> None:
    reviewer = get_actor(large, "district")
    twins = [number for number in numbers(large) if "01-2020" in number and large.get_case(number).visit]
    assert len(twins) > CASES // 3
    for number in twins[:: len(twins) // 8]:
        view = read_visit(large, reviewer, number)
        assert (view.refusals, view.differences, view.damaged_photos) == ((), (), ())
        case = large.get_case(number)
        assert case.team is not None
        assert case.visit is not None
        assert all(int(one.removeprefix("a-")) >= 1000 for one in case.team.assessors)
        assert set(case.visit.confirmed) == set(case.team.assessors) - {case.team.lead}


def test_nothing_of_a_household_is_its_twins(large: District) -> None:
    """Salts, digests and identity numbers: nobody can tell from one record what another says."""
    seen: set[str] = set()
    identities: list[str] = []
    for number in numbers(large):
        case = large.get_case(number)
        own = {act.salt for act in case.acts} | {act.digest for act in case.acts} | {case.declared}
        own |= {act.previous for act in case.acts[1:]} - {act.digest for act in case.acts}
        assert not own & seen
        assert case.acts[0].previous == FIRST_PREVIOUS
        seen |= own
        household = large.evidence.get("declared", number, case.declared)
        identities += [one["identity_number"] for one in household["members"] if one["identity_number"]]
    assert len(identities) == len(set(identities))


def test_a_twins_notice_says_in_public_what_its_act_says(large: District) -> None:
    reviewer = get_actor(large, "district")
    number = next(number for number in numbers(large) if number.startswith("SL01-"))
    posted = next(act for act in large.get_case(number).acts if act.kind == "notice_posted")
    notice = get_notice_for_desk(large, reviewer, posted.facts["notice"])
    household = large.evidence.get("declared", number, large.get_case(number).declared)
    assert (notice.case, notice.street.id) == (number, "songlin01")
    assert notice.head == household["members"][0]["name"]


def test_a_twins_rolls_pay_its_own_households(large: District) -> None:
    reviewer = get_actor(large, "district")
    own, twin = (get_payroll(large, reviewer, f"payroll-{name}-2020-11") for name in ("songlin", "songlin01"))
    assert (own.total_fen, own.count) == (twin.total_fen, twin.count)
    assert {line.case[:5] for line in read_lines(large, twin)} == {"SL01-"}
    annual = work_out_annual(large, year_period(2020))
    assert [check for check in annual.checks if not check.holds] == []
