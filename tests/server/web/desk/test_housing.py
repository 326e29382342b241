"""Housing, campaigns and indicators at the desk: what is typed is kept, what is done is shown."""

from __future__ import annotations

from datetime import date

import pytest

from server.services.campaigns import get_campaign
from server.services.housing_lines import publish_lines
from tests.factories import COMMUNITY_ID, REVIEWER, TEAM, accepted_case
from tests.server.domain.homes import lines
from tests.server.services.reviewing import move_to
from tests.server.services.story import approved_case
from tests.server.services.test_campaigns import begun
from tests.server.services.test_housing_changes import moves, settled
from tests.server.web.browsing import words

SURVEY = {
    "kind": "first",
    "surveyed_on": "2026-03-02",
    "persons": "3",
    "guarantee": "dibao",
    "income": "400",
    "tenure": "rent",
    "dwelling": "flat",
    "floor": "30",
}


def test_a_home_is_surveyed_applied_for_and_decided(person, district):
    publish_lines(district, REVIEWER, lines(), "公告")
    page = f"/desk/housing/{accepted_case(district).number}"
    fang, xie = person("fang"), person("xie")
    answer = fang.send(f"{page}/survey", SURVEY | {"floor": "3o"})
    assert answer.status_code == 422
    assert 'value="3o"' in answer.text
    assert "最多两位小数" in words(answer)
    assert fang.do(f"{page}/survey", SURVEY) == page
    assert f'value="{district.today().isoformat()}"' in fang.get(page).text
    fang.do(f"{page}/application", {"applied_on": "2026-03-02", "mode": "subsidy"}, page)
    assert "给予的话，每月补 1,035.00 元。 3 人保障面积 45.00 平方米" in xie.text(page)
    xie.do(f"{page}/decision", {"granted": "yes", "reason": "符合"}, page)
    text = xie.text(page)
    assert "发租赁补贴 ，每月 1,035.00 元" in text
    assert "3 人保障面积 45.00 平方米 × 每平方米补贴 23.00 元" in text
    assert "1,035.00" in xie.get("/desk/housing.csv").get_data(as_text=True).replace("1035.00", "1,035.00")


def test_a_household_that_moves_is_shown_what_becomes_of_its_subsidy(person, district):
    publish_lines(district, REVIEWER, lines(), "公告")
    page = f"/desk/housing/{accepted_case(district).number}"
    fang, xie = person("fang"), person("xie")
    fang.do(f"{page}/survey", SURVEY | {"address": "槐安路 12 号"})
    fang.do(f"{page}/application", {"applied_on": "2026-03-02", "mode": "subsidy"}, page)
    xie.do(f"{page}/decision", {"granted": "yes", "reason": "符合"}, page)
    assert 'value="槐安路 12 号"' in fang.get(f"{page}/survey").text
    fang.do(f"{page}/survey", SURVEY | {"kind": "change", "persons": "4", "address": "梧桐巷 7 号"})
    shown = xie.text(page)
    for said in (
        "这家搬了家",
        "现在每月补 1,035.00 元；按最近的调查每月补 1,380.00 元",
        "以前的调查",
        "槐安路 12 号",
    ):
        assert said in shown, said
    xie.do(f"{page}/review", {"reason": "按搬家以后的情况"}, page)
    assert "，每月 1,380.00 元" in xie.text(page)
    assert "这家搬了家" not in xie.text(page)


def test_a_home_is_offered_and_the_support_ended_in_english(person, district):
    """Whoever decides reads which home; what ends is the support, not the session."""
    publish_lines(district, REVIEWER, lines(), "公告")
    page = f"/desk/housing/{accepted_case(district).number}"
    fang, xie = person("fang"), person("xie", "en")
    fang.do(f"{page}/survey", SURVEY)
    fang.do(f"{page}/application", {"applied_on": "2026-03-02", "mode": "letting"}, page)
    xie.do(f"{page}/decision", {"granted": "yes", "reason": "符合"}, page)
    assert "Ending the support" in xie.text(page)
    xie.do(f"{page}/offer", {"place": "示例小区 3 号楼"}, page)
    assert "Home offered: 示例小区 3 号楼" in xie.text(page)
    xie.do(f"{page}/exit", {"exit": "bought", "words": "买了房。"}, page)
    ended = xie.text(page)
    assert "Support ended" in ended
    assert ended.count("Sign out") == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_yearly_review_that_nobody_did_is_said_to_be_overdue(person, district, lang):
    publish_lines(district, REVIEWER, lines(), "公告")
    page = f"/desk/housing/{accepted_case(district).number}"
    fang = person("fang", lang)
    fang.do(f"{page}/survey", SURVEY)
    fang.do(f"{page}/application", {"applied_on": "2026-03-02", "mode": "subsidy"}, page)
    person("xie").do(f"{page}/decision", {"granted": "yes", "reason": "符合"}, page)
    late = {"zh": ("过期了", "过期没有复核"), "en": ("is overdue", "Review overdue")}[lang]
    assert ("申请了住房保障" if lang == "zh" else "applied for housing support") in fang.text(page)
    move_to(district, date(2027, 3, 2))
    on_time = person("fang", lang)
    assert late[0] not in on_time.text(page)
    assert late[1] not in on_time.text("/desk/housing")
    move_to(district, date(2027, 3, 3))
    after = person("fang", lang)
    assert late[0] in after.text(page)
    assert late[1] in after.text("/desk/housing")
    survey = {"zh": "今年还没调查", "en": "Not surveyed yet this year"}[lang]
    decision = {"zh": "等区里复核", "en": "the district reviews it"}[lang]
    work = {"zh": "住房：调查、决定、复核 1", "en": "Housing to survey, decide or review 1"}[lang]
    assert work in after.text("/desk/")
    assert survey in after.text("/desk/housing?state=mine")
    assert work not in person("xie", lang).text("/desk/")
    after.do(f"{page}/survey", SURVEY | {"surveyed_on": "2027-03-03", "kind": "yearly"})
    assert work not in after.text("/desk/")
    xie = person("xie", lang)
    assert work in xie.text("/desk/")
    assert decision in xie.text("/desk/housing?state=mine")


def test_the_lines_of_a_year_are_given_back_with_what_is_wrong(person):
    entered = {
        "year": "2026",
        "income": "1500",
        "difficulty": "13",
        "guaranteed": "20 三十",
        "source": "公告",
    }
    answer = person("xie").send("/desk/housing/lines", entered)
    assert answer.status_code == 422
    assert "20 三十" in answer.text
    bands = {"guarantee-0": "dibao", "per_m2-0": "23", "percent-0": "100"}
    person("xie").do("/desk/housing/lines", entered | bands | {"guaranteed": "20，30 45"})
    assert "20.00" in person("fang").text("/desk/housing/lines")


def test_a_check_of_a_campaign_is_recorded_from_the_list_of_who_is_missing(person, district):
    number = approved_case(district).number
    campaign = begun(district)
    page = f"/desk/campaigns/{campaign.id}/households"
    fang = person("fang")
    assert number in fang.text(f"{page}?result=missing")
    entered = {"checked_on": district.today().isoformat(), "words": "老人独居"}
    answer = fang.send(f"{page}/{number}", entered)
    assert answer.status_code == 422
    assert "老人独居" in answer.text
    fang.do(f"{page}/{number}", entered | {"result": "keep"})
    assert number not in fang.text(f"{page}?result=missing")
    assert "每一户都查了" in fang.text(f"/desk/campaigns/{campaign.id}")


def test_a_team_is_sent_to_a_community_from_the_page_of_the_campaign(person, district):
    approved_case(district)
    campaign = begun(district)
    page, to = f"/desk/campaigns/{campaign.id}", f"/desk/campaigns/{campaign.id}/teams/{COMMUNITY_ID}"
    fang = person("fang")
    assert f'href="{to}"' in fang.get(page).text
    chosen = {"assessors": list(TEAM), "due_on": district.today().isoformat()}
    answer = fang.send(to, chosen | {"lead": TEAM[0]})
    assert (answer.status_code, "checked" in answer.text) == (422, True)
    fang.do(to, chosen | {"lead": TEAM[0]} | {f"relation-{one}": "none" for one in TEAM})
    assert [each.team.lead for each in get_campaign(district, campaign.id).errands] == [TEAM[0]]
    assert "Send a team to check" in person("gao", lang="en").text(to)


def test_a_figure_is_entered_with_its_source_and_nothing_typed_is_lost(person):
    xie = person("xie")
    wage = {"kind": "wage", "year": "2019", "value": "45000", "source": ""}
    answer = xie.send("/desk/indicators", wage)
    assert answer.status_code == 422
    assert 'value="45000"' in answer.text
    assert "没有出处的数不录" in words(answer)
    xie.do("/desk/indicators", wage | {"source": "统计年鉴"})
    assert "统计年鉴" in xie.text("/desk/indicators")
    assert "45000.00" in xie.get("/desk/indicators.csv").get_data(as_text=True)
    standard = {"kind": "standard", "year": "2020", "value": "675", "since": "2020-01-01"}
    xie.do("/desk/indicators", standard | {"source": "文件", "method": "consultation", "set_by": "区政府"})
    page = xie.text("/desk/indicators")
    assert page.count("18.00 %") == 2  # of the year and of the years
    assert "平均是 20.82 %" in page


def test_a_case_shows_the_other_address_of_its_housing_file(person, district):
    housing = settled(district)
    shown = person("fang").text(f"/desk/cases/{housing.case}")
    moves(district, housing)
    after = person("fang").get(f"/desk/cases/{housing.case}")
    assert "住房档案上的住址是 梧桐巷 7 号 102" in words(after)
    assert "梧桐巷" not in shown
    assert f"/desk/housing/{housing.case}" in after.text
