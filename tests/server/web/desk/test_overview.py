"""The tab 统计 opens on what a post needs, of its own area (S4)."""

import re
from collections.abc import Callable

from server.services.district import District
from server.services.overviews import get_overview
from tests.factories import ADMINISTRATOR, CLERK, OFFICER, REVIEWER
from tests.server.services.story import approved_case
from tests.server.web.browsing import Person


def test_each_figure_leads_to_a_list_that_is_there(person: Callable[..., Person], district: District) -> None:
    approved_case(district)
    for user in ("fang", "gao", "xie"):
        somebody = person(user)
        page = somebody.get("/desk/overview").text
        links = re.findall(r'href="(/desk[^"]*)"', page[page.index('class="doors"') :])
        assert len(links) >= 6
        for link in links:
            assert somebody.get(link.replace("&amp;", "&")).status_code == 200, link


def test_the_figures_are_those_of_the_record(district: District) -> None:
    case = approved_case(district)
    for actor in (CLERK, OFFICER, REVIEWER):
        found = get_overview(district, actor)
        assert sum(found.visits) == 1
        assert sum(found.approved) == 1
        assert found.area == (actor.community or actor.street)
    assert case.receipt is not None
    begins = case.receipt.spells[0].since
    assert found.approved[found.months.index(begins)] == 1


def test_the_chart_draws_what_the_table_says(person: Callable[..., Person], district: District) -> None:
    approved_case(district)
    page = person("xie").get("/desk/overview").text
    table = re.findall(r'scope="row">(\d{4}-\d\d-\d\d)</th><td class="right">(\d+)<', page)
    drawn = re.findall(r"<title>(\d{4}-\d\d-\d\d) 入户次数 (\d+)</title>", page)
    assert len(table) == 12
    assert drawn == [(week, count) for week, count in table if count != "0"]


def test_another_area_sees_none_of_it(district: District) -> None:
    approved_case(district)
    elsewhere = get_overview(district, OFFICER.__class__("yao", "姚试舟", OFFICER.roles, "liuquan"))
    assert (sum(elsewhere.visits), sum(elsewhere.approved), elsewhere.due_fen) == (0, 0, 0)


def test_only_who_looks_after_the_record_sees_its_lag(district: District) -> None:
    assert get_overview(district, CLERK).lag is None
    assert get_overview(district, ADMINISTRATOR).lag is not None
