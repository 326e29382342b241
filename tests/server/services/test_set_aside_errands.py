"""What was set aside of a campaign, a survey, a form or a review is accepted at the desk, or sent back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.domain.campaign import Result
from server.domain.days import format_instant
from server.domain.permission import Actor
from server.errors import Refusal
from server.records.entries import SetAside
from server.services.campaign_closings import close_campaign
from server.services.campaigns import get_campaign, record_check
from server.services.district import District
from server.services.housing import read_housing
from server.services.housing_teams import errands_for_home, send_surveyors
from server.services.periodic_reviews import Change, begin_review
from server.services.set_aside_decisions import accept_set_aside, close_set_aside, return_set_aside
from server.services.set_asides import read_set_aside
from server.services.tasks import tasks_name
from server.services.verification import verify
from tests.factories import CLERK, OFFICER, REVIEWER, TEAM, PaperTablet, enrolled_tablet, reconcile
from tests.server.services.employed import SEEKER
from tests.server.services.reviewing import sealed_at_home, sent_home, told
from tests.server.services.sent_out import codes, pushed, sending
from tests.server.services.test_campaign_visits import check, send
from tests.server.services.test_campaign_visits import sent as sent_to_check
from tests.server.services.test_housing_visits import INSIDE, OUTSIDE, surveyed
from tests.server.services.test_housing_visits import sent as sent_to_survey
from tests.server.services.test_job_visits import filled
from tests.server.services.test_job_visits import sent as sent_with_form
from tests.server.services.test_standards import taken_over


def entry_of(district: District) -> SetAside:
    (entry,) = district.office.every(SetAside)
    return entry


def test_an_unsigned_check_is_accepted_by_the_district_into_its_campaign(district: District) -> None:
    tablet, campaign, number = sent_to_check(district)
    name = pushed(district, tablet, check(district, tablet, campaign, number, signatures=[]))
    assert codes(district) == {"visit.signature_missing"}
    entry = entry_of(district)
    view = read_set_aside(district, REVIEWER, entry.id)
    assert (view.barrier, view.record, view.goes_beside, view.may_return) == (None, None, False, True)
    with pytest.raises(Refusal, match=r"set_aside\.district_releases"):
        accept_set_aside(district, OFFICER, entry.id, "人在场")
    visits = district.get_case(number).visit
    accept_set_aside(district, REVIEWER, entry.id, "当场拍了照")
    campaign = get_campaign(district, campaign.id)
    assert campaign.checks[number].result is Result.ADJUST
    assert (campaign.last.kind, campaign.last.facts["released"]) == ("campaign_checked", entry.id)
    case = district.get_case(number)
    assert (case.last.kind, case.visit) == ("set_aside_accepted", visits)
    assert case.last.facts["overridden"] == ["visit.signature_missing"]
    receipt = tablet.receipt(name)
    assert (receipt["status"], receipt["act"]) == ("accepted", campaign.last.n)
    assert verify(district).problems == []


def test_accepted_work_of_the_team_before_lets_the_new_one_off(district: District) -> None:
    tablet, campaign, number = sent_to_check(district)
    old = check(district, tablet, campaign, number)
    campaign = send(district, campaign)
    pushed(district, tablet, old)
    assert codes(district) == {"visit.not_their_case"}
    accept_set_aside(district, OFFICER, entry_of(district).id, "前一组其实去过了")
    campaign = get_campaign(district, campaign.id)
    assert [each.is_open for each in campaign.errands] == [False, False]
    tasks = district.database(tasks_name(TEAM[0]))
    assert tasks.find(f"task:{number}:{campaign.errands[1].team.round}") is None


def test_a_closed_campaign_takes_nothing_more(district: District) -> None:
    tablet, campaign, number = sent_to_check(district)
    visit = check(district, tablet, campaign, number)
    record_check(district, CLERK, campaign.id, number, Result.KEEP, district.today(), "电话问过")
    close_campaign(district, REVIEWER, campaign.id, "查完了")
    pushed(district, tablet, visit)
    entry = entry_of(district)
    barrier = read_set_aside(district, REVIEWER, entry.id).barrier
    assert barrier is not None
    assert (barrier.code, barrier.facts["code"]) == ("set_aside.not_released", "campaign.closed")
    close_set_aside(district, OFFICER, entry.id, "核查结束了")


def test_closing_a_campaign_takes_the_tasks_away_and_keeps_what_was_begun(district: District) -> None:
    tablet, campaign, number = sent_to_check(district)
    [errand] = campaign.errands
    begun = {"state": "draft", "case": number, "round": errand.team.round, "answers": {"living_note": "半"}}
    name = f"visit:{number}:{errand.team.round}:{tablet.id}"
    tablet.push_document(name, begun | {"photos": [], "team": [], "saved_at": format_instant(district.now())})
    assert reconcile(district).moved == 0  # somebody goes on with it
    record_check(district, CLERK, campaign.id, number, Result.KEEP, district.today(), "电话问过")
    campaign = close_campaign(district, REVIEWER, campaign.id, "查完了")
    assert not any(each.is_open for each in campaign.errands)
    assert district.database(tasks_name(TEAM[0])).find(f"task:{number}:{errand.team.round}") is None
    entry = entry_of(district)
    assert (codes(district), entry.case) == ({"errand.over"}, number)
    view = read_set_aside(district, OFFICER, entry.id)
    assert view.answers["living_note"] == "半"
    assert view.barrier is not None
    assert view.barrier.code == "set_aside.unsealed"
    assert tablet.receipt(name)["status"] == "set_aside"
    tablet.push_document(name, begun | {"answers": {"living_note": "半，又写了"}, "photos": []})
    assert reconcile(district).set_aside == 1


def test_a_survey_goes_back_to_the_tablet_with_words_and_comes_again(district: District) -> None:
    tablet, errand = sent_to_survey(district)
    first = surveyed(district, tablet, errand) | {"signatures": []}
    pushed(district, tablet, first, [OUTSIDE, INSIDE])
    entry = entry_of(district)
    return_set_aside(district, OFFICER, entry.id, "请户主补签")
    name = f"task:{errand.case}:{errand.team.round}"
    assert tablet.read(name)["returned"]["words"] == "请户主补签"
    pushed(district, tablet, surveyed(district, tablet, errand), [OUTSIDE, INSIDE])
    assert read_housing(district, CLERK, errand.case) is not None
    assert not errands_for_home(district, errand.case)[-1].is_open


@pytest.mark.parametrize("actor", [OFFICER, REVIEWER])
def test_a_survey_of_a_team_that_was_replaced_is_accepted(district: District, actor: Actor) -> None:
    tablet, errand = sent_to_survey(district)
    send_surveyors(district, CLERK, errand.case, sending(district))
    pushed(district, tablet, surveyed(district, tablet, errand), [OUTSIDE, INSIDE])
    accept_set_aside(district, actor, entry_of(district).id, "两组都去了")
    housing = read_housing(district, CLERK, errand.case)
    assert housing is not None
    assert housing.survey.visit
    assert not any(each.is_open for each in errands_for_home(district, errand.case))
    assert verify(district).problems == []


def test_a_form_with_too_few_hands_is_accepted_by_the_district(district: District) -> None:
    tablet, case, errand = sent_with_form(district)
    form = filled(district, tablet, errand)
    few = form | {"team": form["team"][:2], "signatures": form["signatures"][:3]}
    pushed(district, tablet, few)
    assert "visit.too_few_assessors" in codes(district)
    accept_set_aside(district, REVIEWER, entry_of(district).id, "一人临时有事")
    returned = district.get_case(case.number).jobs[SEEKER].forms[-1]
    assert (returned.outcome, bool(returned.visit)) == ("employed", True)
    assert verify(district).problems == []


def at_review(district: District) -> tuple[PaperTablet, str]:
    """A household whose home review a team is sent to."""
    tablet = enrolled_tablet(district)
    [number] = taken_over(district, 1)
    begin_review(district, CLERK, number, "change", change=Change("income", district.today()))
    told(district, number, "adjust", "只有一个月多。", incomes={"m1": "1500.00"})
    sent_home(district, number)
    return tablet, number


def test_an_unsigned_home_review_is_accepted_as_the_review_it_is(district: District) -> None:
    tablet, number = at_review(district)
    visit = sealed_at_home(district, tablet, district.get_case(number), "1000.00") | {"signatures": []}
    pushed(district, tablet, visit)
    assert "visit.signature_missing" in codes(district)
    entry = entry_of(district)
    assert read_set_aside(district, OFFICER, entry.id).may_return
    accept_set_aside(district, REVIEWER, entry.id, "家里按了手印，纸在街道")
    assert district.get_case(number).last.kind == "review_visited"
    assert verify(district).problems == []


def test_a_visit_of_the_application_is_no_home_review(district: District) -> None:
    tablet, number = at_review(district)
    started = format_instant(district.now() - timedelta(minutes=90))
    pushed(district, tablet, tablet.fill_in(district.get_case(number), signatures=[], started_at=started))
    with pytest.raises(Refusal, match=r"set_aside\.too_late"):
        accept_set_aside(district, REVIEWER, entry_of(district).id, "收下")
