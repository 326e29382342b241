"""The work list: what waits for whom."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from server.domain.objection import IN_PERSON, Statement
from server.records.case_filter import CaseFilter
from server.records.entries import User
from server.records.rebuild import fill_index
from server.services.district import open_sources
from server.services.objections import record_objection
from tests.factories import OFFICER, accepted_case, assigned_case, household, visited_case
from tests.server.services.packs import use_pack
from tests.server.services.story import convened, move, noticed_case, ripe_case


def test_each_sees_what_waits_for_them(person, district):
    case = accepted_case(district)
    assert f"派评估员 {household()['address']}" in person("gao").text("/desk/")
    assert "现在没有等您办的" in person("fang").text("/desk/")
    assert case.number in person("fang").text("/desk/?queue=others")


def test_a_late_visit_is_late(person, district):
    assigned_case(district)
    move(district, days=9)
    text = person("gao").text("/desk/?queue=others")
    assert "过期的：入户 1 件。" in text
    assert "过期 2 天 应在" in text
    assert "周例平" in person("gao").text("/desk/?queue=late")


def test_what_stands_still_is_told_with_why(person, district):
    case, _ = noticed_case(district)
    record_objection(district, OFFICER, case.number, IN_PERSON, Statement("不住在这里。"))
    text = person("gao").text("/desk/")
    assert "期限停着的：有异议，重新调查 1 件。" in text
    assert "停着 有异议，重新调查" in person("gao").text("/desk/?queue=stopped")
    assert "期限停着的 1 件 有异议，重新调查 1" in person("gao").text("/desk/overview")


def test_a_notice_that_ended_is_ripe_for_the_meeting(person, district):
    noticed_case(district)
    lin = person("lin")
    assert "公示还有 3 天" in lin.text("/desk/")
    assert "meetings/new" not in lin.get("/desk/").text
    move(district, days=4)
    lin.sign_in()
    assert "公示期满" in lin.text("/desk/")
    assert "meetings/new" not in lin.get("/desk/").text  # the residents' committee convenes (S7-DUTY-C2)


def test_a_case_whose_notice_ended_long_ago_is_late_not_only_ripe(person, district):
    checked = replace(district.policies["cn-2021@1"].info_check, enabled=False)
    use_pack(district, "cn-2021@1", info_check=checked)  # the seed's rules give no days for the whole (C-19)
    case, _ = noticed_case(district)
    page, gao = f"/desk/cases/{case.number}", person("gao")
    assert "公示还有 7 天" in bar_of(gao.get(page).text)
    move(district, days=80)
    gao.sign_in()
    assert re.search(r"过期 \d+ 天", bar_of(gao.get(page).text))
    for rows in ("/desk/", "/desk/?queue=late", "/desk/cases"):
        text = gao.text(rows)
        assert re.search(r"过期 \d+ 天", text), rows
        assert "公示期满 3月" not in text, rows


def bar_of(page: str) -> str:
    """The clock in the bar with the next act."""
    return page.partition("clock-bar")[2].partition("</p>")[0]


def test_the_clerk_is_told_of_a_meeting_to_convene_until_it_is_convened(person, district):
    case = ripe_case(district)
    assert "公示期满，待召集议事会 1" in person("fang").text("/desk/")
    assert f"/desk/meetings/{convened(district, [case.number]).id}" in person("lin").get("/desk/").text
    assert "公示期满，待召集议事会 0" in person("fang").text("/desk/")


def test_filters_are_in_the_address(person, district):
    accepted_case(district)
    gao = person("gao")
    assert "没有找到" in gao.text("/desk/?q=无此人")
    assert "周例平" in gao.text("/desk/?q=例平&community=huaian")


def test_a_page_that_does_not_exist_shows_the_nearest(person, district):
    accepted_case(district)
    gao = person("gao")
    for page in ("0", "99", "-1", "x", "1e3"):
        assert "周例平" in gao.text(f"/desk/?page={page}")


def test_an_assessor_is_told_the_work_is_on_the_tablet(person, district):
    gao = district.office.get(User, "gao")
    district.office.save(User("luo", "罗样青", ("assessor",), gao.password, "songlin", "", "a-0218"))
    assert "您的活在平板上" in person("luo").text("/desk/")


@pytest.mark.parametrize("who", ["fang", "gao", "lin", "xie", "qian", "admin"])
def test_nothing_a_start_page_leads_to_is_refused(person, district, who):
    """A link that ends in “not yours” is a dead end; what waits is there, one more click away at most."""
    ripe_case(district)
    visited_case(district)
    somebody = person(who)
    page = somebody.get("/desk/").text
    assert somebody.get("/desk/").status_code == 200
    for address in sorted({unescape(found) for found in re.findall(r'<a [^>]*href="(/desk/[^"#]*)"', page)}):
        if "sign-out" not in address:
            assert somebody.get(address).status_code == 200, address


@pytest.mark.parametrize("page", ["/desk/", "/desk/overview"])
def test_a_file_that_broke_is_told_to_those_who_watch_and_shown_as_far_as_it_holds(person, district, page):
    number = accepted_case(district).number
    assert "案卷断了" not in person("xie").text(page)
    database = district.casebook.database
    database.put(database.get(f"act:{number}:000002") | {"by": "somebody"})
    district.index.clear()  # built anew it has no row of what does not hold
    fill_index(district.index, database, open_sources(district.settings, district.couch))
    assert not district.index.cases(CaseFilter())
    for watching in ("xie", "admin"):
        text = person(watching).text(page)
        assert "1 个案卷断了" in text
        assert number in text
    assert "案卷断在第 2 件" in person("xie").text(f"/desk/cases/{number}")
    assert "案卷断了" not in person("gao").text(page)
