"""Teams are called off from the pages they were sent from; the reason is asked for and shown."""

from __future__ import annotations

from tests.factories import COMMUNITY_ID, accepted_case
from tests.server.services.employed import SEEKER, issued_case
from tests.server.services.reviewing import sent_home
from tests.server.services.test_campaign_visits import sent as sent_to_check
from tests.server.services.test_home_reviews import objected
from tests.server.web.browsing import words
from tests.server.web.desk.test_errand_teams import SENT

WHY = {"reason": "家里去外地了"}


def test_a_survey_is_called_off_with_a_reason_the_file_shows(person, district):
    number = accepted_case(district).number
    fang, page = person("fang"), f"/desk/housing/{number}"
    assert "现在没有派人" in fang.text(f"{page}/team/off")
    fang.do(f"{page}/team", SENT | {"due_on": district.today().isoformat()})
    assert "不派人去了" in fang.text(page)
    answer = fang.send(f"{page}/team/off", {"reason": ""})
    assert answer.status_code == 422
    assert "写明为什么不派人去了" in words(answer)
    assert 'href="#reason"' in answer.text
    fang.do(f"{page}/team/off", WHY)
    said = fang.text(page)
    assert "派了人去调查" not in said
    assert WHY["reason"] in said


def test_a_feedback_forms_team_is_called_off(person, district):
    case = issued_case(district)
    form = case.jobs[SEEKER].forms[-1]
    page = f"/desk/cases/{case.number}/employment"
    sent = f"{page}/{SEEKER}/forms/{form.year}/{form.period}/team"
    fang = person("fang")
    fang.do(sent, SENT | {"due_on": district.today().isoformat()})
    assert "不派人去了" in fang.text(page)
    fang.do(f"{sent}/off", WHY)
    assert "派人带平板去填" in fang.text(page)
    assert person("xie").get(f"{sent}/off").status_code == 403


def test_a_home_review_is_called_off_by_the_street(person, district):
    case = sent_home(district, objected(district).number)
    page = f"/desk/cases/{case.number}/reviews"
    officer = person("gao")
    assert "不派人去了" in officer.text(page)
    assert "主办的一组" in officer.text(f"{page}/team/off")
    officer.do(f"{page}/team/off", WHY)
    assert "不派人去了" not in officer.text(page)


def test_a_campaigns_page_says_who_called_the_team_off_and_why(person, district):
    _, campaign, _ = sent_to_check(district)
    fang, page = person("fang"), f"/desk/campaigns/{campaign.id}"
    fang.do(f"{page}/teams/{COMMUNITY_ID}/off", WHY)
    assert f"方示宁叫停了去槐安社区核查的一组：{WHY['reason']}" in fang.text(page)
