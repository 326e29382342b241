"""A district told act by act says every printed line of Pingba's 2020, by the code of any other (S4)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.domain.annual import format_annual
from server.domain.period import year_period
from server.opening import open_for_command, reach
from server.records.index import CaseFilter
from server.services.annuals import work_out_annual
from server.services.district import District
from server.services.people import get_actor
from server.services.seeding.pingba import gather_pingba
from server.services.verification import verify
from server.services.visits import read_visit
from server.settings import Settings

WAN = 1_000_000  # 万元 in fen


@pytest.fixture(scope="module")
def pingba(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    folder: Path = tmp_path_factory.mktemp("pingba") / "data"
    settings = Settings(data=folder, demo=True)
    gathered = gather_pingba(settings)
    with reach(settings) as opened:
        gathered.write_to(opened.couch)
    with open_for_command(settings) as district:
        yield district


def _count(line: dict[str, Any]) -> tuple[int, int]:
    return line["households"], line["persons"]


def _subsidy(line: dict[str, Any]) -> tuple[int, int]:
    return line["person_times"], line["amount_fen"]


def test_every_computed_line_is_what_was_printed(pingba: District) -> None:
    annual = work_out_annual(pingba, year_period(2020))
    assert [check for check in annual.checks if not check.holds] == []
    lines = format_annual(annual)
    assert (lines["S4-01"]["before_fen"], lines["S4-01"]["standard_fen"]) == (65_000, 67_500)
    assert (lines["S4-02"]["before_fen"], lines["S4-02"]["standard_fen"]) == (414_000, 433_200)
    assert (lines["S4-01"]["rise_percent"], lines["S4-02"]["rise_percent"]) == ("3.84", "4.63")
    parts = ("rural", "urban")
    for rule, printed in (
        ("S4-04", ((3666, 7233), (3341, 6686), (325, 547))),
        ("S4-06", ((968, 2515), (898, 2364), (70, 151))),
        ("S4-07", ((208, 384), (190, 350), (18, 34))),
    ):
        line = lines[rule]
        assert (_count(line), *(_count(line[part]) for part in parts)) == printed
    paid = lines["S4-05"]
    assert paid["amount_fen"] * 100 == 238_102 * WAN
    assert [paid[part]["amount_fen"] * 100 for part in parts] == [203_568 * WAN, 34_534 * WAN]
    subsidy = lines["S4-08"]
    assert _subsidy(subsidy) == (58_992, 31_143 * WAN // 100)
    assert [_subsidy(subsidy[part]) for part in parts] == [
        (54_446, 26_801 * WAN // 100),
        (4_546, 4_342 * WAN // 100),
    ]


def test_every_reported_line_is_what_was_printed(pingba: District) -> None:
    lines = format_annual(work_out_annual(pingba, year_period(2020)))
    said = {
        rule: [value for key, value in line.items() if key not in ("origin", "sources", "units")]
        for rule, line in lines.items()
        if line["origin"] == "reported"
    }
    assert said == {
        "S4-03": ["三环节、十步骤"],
        "S4-09": [123, 9270],
        "S4-10": [33, 16_640_000],
        "S4-11": [97_500, 101_250],
        "S4-12": [487, 490, 718_490_000],
        "S4-13": [4370, 23_780_000],
        "S4-14": [96, 96, 19, 19],
        "S4-15": [2, 76, 24_715, "93.34", 9845, "61.90"],
        "S4-16": ["1:3、1:6、1:10"],
        "S4-17": ["乡镇、本人、照料人签订委托照料协议，定期走访"],
        "S4-18": [27_000_000],
        "S4-19": [100_000, 200_000, "4月1日"],
        "S4-20": [237, 53_820_000, 119, 25_190_000],
    }


def test_the_record_holds(pingba: District) -> None:
    report = verify(pingba)
    assert report.problems == []
    assert report.acts > 24_000
    assert pingba.index.damaged() == {}


def test_those_added_were_visited_under_a_seal_that_holds(pingba: District) -> None:
    reviewer = get_actor(pingba, "district")
    rows = pingba.index.cases(CaseFilter(), limit=10_000)
    visited = [row.number for row in rows if pingba.get_case(row.number).visit][:: 968 // 5]
    assert len(visited) >= 5
    for number in visited:
        view = read_visit(pingba, reviewer, number)
        assert (view.refusals, view.differences, view.damaged_photos) == ((), (), ())
