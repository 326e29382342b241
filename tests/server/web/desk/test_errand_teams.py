"""Teams are sent with a survey or a feedback form from the desk; what is wrong keeps what was typed."""

from __future__ import annotations

from server.domain.employment import form_id
from server.services.housing_teams import errands_for_home
from tests.factories import TEAM, accepted_case
from tests.server.services.employed import SEEKER, issued_case
from tests.server.web.browsing import words

SENT = {"assessors": list(TEAM), "lead": TEAM[0], **{f"relation-{one}": "none" for one in TEAM}}


def test_a_team_is_sent_to_a_home_and_the_file_says_so(person, district):
    number = accepted_case(district).number
    fang, page = person("fang"), f"/desk/housing/{number}"
    answer = fang.send(f"{page}/team", SENT | {"lead": "", "due_on": district.today().isoformat()})
    assert answer.status_code == 422
    assert "选一位主办人" in words(answer)
    fang.do(f"{page}/team", SENT | {"due_on": district.today().isoformat()})
    assert errands_for_home(district, number)[-1].team.lead == TEAM[0]
    assert "派了人去调查" in fang.text(page)


def test_a_team_is_sent_with_a_feedback_form(person, district):
    case = issued_case(district)
    form = case.jobs[SEEKER].forms[-1]
    page = f"/desk/cases/{case.number}/employment"
    sent = f"{page}/{SEEKER}/forms/{form.year}/{form.period}/team"
    fang = person("fang")
    assert "派人带平板去填" in fang.text(page)
    fang.do(sent, SENT | {"due_on": district.today().isoformat()})
    [errand] = district.get_case(case.number).errands
    assert errand.about == form_id(SEEKER, form.year, form.period)
    assert "换人去" in fang.text(page)
    assert person("xie").get(sent).status_code == 403
