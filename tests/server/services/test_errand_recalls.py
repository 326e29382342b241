"""A team is called off by hand: the task goes, the reason stays, what comes late waits for a person."""

from __future__ import annotations

import pytest

from server.errors import Refusal
from server.records.entries import SetAside
from server.services.campaigns import get_campaign
from server.services.district import District
from server.services.errand_recalls import (
    recall_campaign_team,
    recall_home_review,
    recall_job_team,
    recall_surveyors,
)
from server.services.housing import read_housing
from server.services.housing_teams import errands_for_home
from server.services.set_aside_decisions import accept_set_aside
from server.services.tasks import publish_outstanding, publish_tasks_of, task_id, tasks_name
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, OFFICER, TEAM, enrolled_tablet, reconcile
from tests.server.services.employed import SEEKER, receive, returned
from tests.server.services.reviewing import audited, sealed_at_home, sent_home
from tests.server.services.sent_out import codes, pushed
from tests.server.services.test_campaign_visits import check, send
from tests.server.services.test_campaign_visits import sent as sent_to_check
from tests.server.services.test_home_reviews import objected
from tests.server.services.test_housing_visits import sent as sent_to_survey
from tests.server.services.test_housing_visits import surveyed
from tests.server.services.test_job_visits import filled, period
from tests.server.services.test_job_visits import sent as sent_with_form
from tests.tablets import push_draft

WHY = "家里去外地了，回来再说"


def task_on(district: District, name: str) -> object:
    return district.database(tasks_name(TEAM[0])).find(name)


def test_a_home_review_is_called_off_and_an_objection_still_leads_to_the_home(district: District) -> None:
    tablet = enrolled_tablet(district)
    case = sent_home(district, objected(district).number)
    late = sealed_at_home(district, tablet, case, "1760.00")
    recalled = recall_home_review(district, OFFICER, case.number, WHY)
    assert recalled.reviews[-1].waits_for == "review_team_assigned"
    assert recalled.last.facts.keys() == {"reason"}
    assert district.get_text(case.number, "reason", recalled.last.facts["reason"]) == WHY
    publish_tasks_of(district, TEAM[0])
    publish_outstanding(district)
    assert task_on(district, task_id(case)) is None
    tablet.push(tablet.seal(late), [])
    reconcile(district)
    assert len(district.office.every(SetAside)) == 1
    assert district.get_case(case.number).reviews[-1].visit == ""
    with pytest.raises(Refusal, match=r"periodic_review\.order"):
        audited(district, case.number)  # not around the home
    assert verify(district).problems == []


def test_others_sent_later_go_on_from_what_was_begun_under_a_round_of_their_own(district: District) -> None:
    case, tablet = sent_home(district, objected(district).number), enrolled_tablet(district)
    push_draft(tablet, case, answers={"amount_now": "340.00"})
    reconcile(district)
    recall_home_review(district, OFFICER, case.number, WHY)
    again = sent_home(district, case.number)
    assert (case.team.round if case.team else 0, again.team.round if again.team else 0) == (2, 3)
    assert tablet.read(task_id(again))["draft"]["answers"] == {"amount_now": "340.00"}


def test_a_survey_is_called_off_before_the_first_and_accepted_by_a_person_all_the_same(
    district: District,
) -> None:
    tablet, errand = sent_to_survey(district)
    number = errand.case
    recall_surveyors(district, CLERK, number, WHY)
    [over] = errands_for_home(district, number)
    assert over.is_called_off
    assert task_on(district, f"task:{number}:{errand.team.round}") is None
    pushed(district, tablet, surveyed(district, tablet, errand))
    assert codes(district) == {"errand.called_off"}
    assert read_housing(district, CLERK, number) is None
    [entry] = district.office.every(SetAside)
    accept_set_aside(district, OFFICER, entry.id, "其实已经去过了")
    assert read_housing(district, CLERK, number) is not None
    assert verify(district).problems == []


def test_a_feedback_form_comes_back_on_paper_after_its_team_was_called_off(district: District) -> None:
    tablet, case, errand = sent_with_form(district)
    with pytest.raises(Refusal, match=r"errand\.reason"):
        recall_job_team(district, CLERK, case.number, SEEKER, period(case), "  ")
    case = recall_job_team(district, CLERK, case.number, SEEKER, period(case), WHY)
    assert [each.is_open for each in case.errands] == [False]
    with pytest.raises(Refusal, match=r"errand\.nobody_sent"):
        recall_job_team(district, CLERK, case.number, SEEKER, period(case), WHY)
    case = receive(district, case, returned(district))
    pushed(district, tablet, filled(district, tablet, errand))
    assert case.jobs[SEEKER].forms[-1].visit == ""
    assert len(codes(district)) == 1
    assert verify(district).problems == []


def test_a_campaigns_team_is_called_off_and_the_homes_are_still_to_be_checked(district: District) -> None:
    tablet, campaign, number = sent_to_check(district)
    late = check(district, tablet, campaign, number)
    campaign = recall_campaign_team(district, CLERK, campaign.id, COMMUNITY_ID, WHY)
    assert (campaign.missing, [each.is_open for each in campaign.errands]) == ((number,), [False])
    pushed(district, tablet, late)
    assert codes(district) == {"errand.called_off"}
    again = send(district, campaign)
    assert [each.is_open for each in again.errands] == [False, True]
    assert get_campaign(district, campaign.id).missing == (number,)
    assert verify(district).problems == []
