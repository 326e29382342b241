"""A campaign at the desk, from its list to its report (article 3)."""

from __future__ import annotations

import pytest

from server.domain.campaign import Result
from server.services.campaign_closings import close_campaign
from server.services.campaigns import file_removed, record_check
from tests.factories import CLERK, OFFICER, REVIEWER
from tests.server.documents.papers import text_of
from tests.server.services.test_campaigns import opened
from tests.server.web.browsing import words

BASE = "/desk/campaigns"


def test_a_campaign_that_is_closed_asks_for_nothing_more(person, district):
    campaign, number = opened(district)
    xie, page = person("xie"), f"{BASE}/{campaign.id}"
    assert "看没有查的户" in xie.text(page)
    record_check(district, CLERK, campaign.id, number, Result.REMOVE, district.today(), "有两套房")
    assert "看没有查的户" not in xie.text(page)
    file_removed(district, OFFICER, campaign.id, number, "公示三天，专档在一号柜")
    close_campaign(district, REVIEWER, campaign.id, "都查了。")
    closed = xie.text(page)
    assert "正在" not in closed
    assert "结束了" in closed
    assert "开始复核" in person("fang").text(f"{page}/households/{number}")


def test_the_list_is_saved_in_the_words_of_the_page_and_the_report_adds_up(person, district):
    campaign, number = opened(district)
    record_check(district, CLERK, campaign.id, number, Result.REMOVE, district.today(), "有两套房")
    file_removed(district, OFFICER, campaign.id, number, "公示三天，专档在一号柜")
    close_campaign(district, REVIEWER, campaign.id, "都查了。")
    xie = person("xie")
    table = xie.get(f"{BASE}/{campaign.id}/households.csv").get_data(as_text=True)
    assert f"{number},周例平,槐安社区,正在享受低保,清退," in table
    report = text_of(xie.get(f"{BASE}/{campaign.id}/report.pdf").get_data())
    assert "应查 1 户，查了 1 户；新纳入 0 户，不纳入 0 户；清退的建专档 1 份" in " ".join(report.split())


@pytest.mark.parametrize(("lang", "whose"), [("zh", "宣传发动，从："), ("en", "Mobilisation")])
def test_everything_a_new_campaign_wants_is_said_at_once_by_its_name(person, district, lang, whose):
    xie = person("xie", lang)
    answer = xie.send(f"{BASE}/new", {"name": "春季核查"})
    assert answer.status_code == 422
    assert 'value="春季核查"' in answer.text
    for field in ("basis", "plan", "first-0", "last-3", "report_due"):
        assert f'id="{field}-why"' in answer.text
    assert 'id="name-why"' not in answer.text
    assert whose in words(answer)


def test_what_is_wrong_with_a_campaign_is_said_at_its_field_and_kept(person, district):
    campaign, _ = opened(district)
    xie, page = person("xie"), f"{BASE}/{campaign.id}"
    problem = {"kind": "funds", "community": "huaian", "case": "", "due_on": "2026-03-20", "words": ""}
    assert 'id="words-why"' in xie.send(f"{page}/problems", problem, page).text
    far = xie.send(f"{page}/problems", problem | {"words": "迟发", "due_on": "2199-01-01"}, page)
    assert 'id="due_on-why"' in far.text
    assert "迟发" in far.text
    other = xie.send(f"{page}/problems", problem | {"words": "迟发", "case": "SL-1999-0001"}, page)
    assert 'id="case-why"' in other.text
