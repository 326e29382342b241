"""Every household of a campaign is checked by a visit on the tablet, sealed and received (S3-PH-2)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forms.record import Record
from server.domain.campaign import Campaign, Result
from server.errors import Refusal
from server.records.entries import SetAside
from server.services.campaign_closings import close_campaign
from server.services.campaign_teams import send_team
from server.services.campaigns import get_campaign, record_check
from server.services.district import District
from server.services.errand_tasks import publish_open_errands
from server.services.errand_teams import Sending
from server.services.errands import find_errand, next_round
from server.services.forms import CAMPAIGN_CHECK, get_form
from server.services.tasks import tasks_name
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, REVIEWER, TEAM, PaperTablet, enrolled_tablet, reconcile
from tests.server.services.story import move
from tests.server.services.test_campaigns import opened

RECORDS = Path(__file__).parents[2] / "vectors" / "records"
ANSWERS = json.loads((RECORDS / "campaign-check.json").read_text("utf-8"))["answers"]


def sent(district: District) -> tuple[PaperTablet, Campaign, str]:
    """A campaign over one household, whose team has the task."""
    tablet = enrolled_tablet(district)
    campaign, number = opened(district)
    return tablet, send(district, campaign), number


def send(district: District, campaign: Campaign, due_on: date | None = None) -> Campaign:
    due_on = due_on or district.today()
    none = dict.fromkeys(TEAM, "none")
    return send_team(district, CLERK, campaign.id, COMMUNITY_ID, Sending(TEAM, TEAM[0], due_on, none))


def check(
    district: District, tablet: PaperTablet, campaign: Campaign, number: str, **changes: Any
) -> dict[str, Any]:
    """The check as a tablet of paper fills it in."""
    form, errand = get_form(district, CAMPAIGN_CHECK), campaign.errands[-1]
    given = ANSWERS | {"check_date": district.today().isoformat(), "problem": [], "problems_found": "no"}
    answers = Record(form, given, today=district.today().isoformat()).sealed()
    return tablet.fill_in(
        district.get_case(number),
        answers=answers,
        totals={name: answers[name] for name in ("persons", "income_total", "income_per_capita")},
        photos=[],
        **{
            "round": errand.team.round,
            "form": CAMPAIGN_CHECK,
            "form_digest": form["digest"],
            "task_assigned_at": errand.team.assigned_at,
        }
        | changes,
    )


def pushed(district: District, tablet: PaperTablet, visit: dict[str, Any]) -> str:
    tablet.push(tablet.seal(visit), [])
    reconcile(district)
    return f"visit:{visit['case']}:{visit['round']}:{tablet.id}"


def test_the_lead_has_a_task_for_every_household_nobody_checked(district: District) -> None:
    tablet, campaign, number = sent(district)
    [errand] = campaign.errands
    task = tablet.read(f"task:{number}:{errand.team.round}")
    assert (task["purpose"], task["form"], task["role"]) == ("campaign", CAMPAIGN_CHECK, "lead")
    assert task["prefill"]["standing"] == "recipient"
    assert [member["_id"] for member in task["prefill"]["member"]] == ["m1", "m2"]
    assert tablet.read(f"form:{CAMPAIGN_CHECK}")["digest"] == task["form_digest"]
    for colleague in TEAM[1:]:
        tasks = district.database(tasks_name(colleague))
        assert tasks.find(f"task:{number}:{errand.team.round}") is None
    publish_open_errands(district)
    assert tablet.read(f"task:{number}:{errand.team.round}") == task


def test_the_sealed_check_is_the_result_and_the_tablet_is_told(district: District) -> None:
    tablet, campaign, number = sent(district)
    before = district.get_case(number)
    name = pushed(district, tablet, check(district, tablet, campaign, number))
    campaign = get_campaign(district, campaign.id)
    found = campaign.checks[number]
    assert (found.result, found.by) == (Result.ADJUST, f"assessor:{tablet.assessor}")
    assert found.visit
    assert not campaign.missing
    assert not campaign.errands[0].is_open
    assert district.get_case(number).acts == before.acts
    assert tablet.receipt(name)["status"] == "accepted"
    reconcile(district)
    assert get_campaign(district, campaign.id).last == campaign.last
    assert verify(district).problems == []
    district.database("evidence").delete(
        district.database("evidence").get(f"visit:{campaign.id}:{found.visit}")
    )
    assert [problem.code for problem in verify(district).problems] == ["record.missing"]


def test_a_check_sealed_by_another_key_is_set_aside(district: District) -> None:
    tablet, campaign, number = sent(district)
    other = PaperTablet(district)
    tablet.push(tablet.seal(check(district, tablet, campaign, number), key=other.key), [])
    reconcile(district)
    assert codes(district) == {"visit.bad_seal"}
    assert get_campaign(district, campaign.id).missing == (number,)


def test_a_check_under_the_name_of_another_case_is_set_aside(district: District) -> None:
    tablet, campaign, number = sent(district)
    wrong = check(district, tablet, campaign, number) | {"case": "SL-2026-9999"}
    pushed(district, tablet, wrong)
    assert codes(district)
    assert get_campaign(district, campaign.id).missing == (number,)


def test_a_check_is_no_visit_of_the_case_and_a_visit_no_check(district: District) -> None:
    tablet, campaign, number = sent(district)
    case = district.get_case(number)
    assert case.team is not None
    pushed(district, tablet, check(district, tablet, campaign, number, round=case.team.round))
    assert "visit.already_received" in codes(district)
    assert district.get_case(number).acts == case.acts
    assert get_campaign(district, campaign.id).missing == (number,)


def test_what_comes_after_the_campaign_closed_is_set_aside_and_kept_whole(district: District) -> None:
    tablet, campaign, number = sent(district)
    visit = check(district, tablet, campaign, number)
    record_check(district, CLERK, campaign.id, number, Result.KEEP, district.today(), "电话问过")
    close_campaign(district, REVIEWER, campaign.id, "查完了")
    move(district, days=1)
    name = pushed(district, tablet, visit)
    [entry] = district.office.every(SetAside)
    assert (entry.case, codes(district)) == (number, {"campaign.closed"})
    assert tablet.receipt(name)["status"] == "set_aside"
    assert get_campaign(district, campaign.id).checks[number].result is Result.KEEP


def test_others_are_sent_instead_and_the_rounds_run_on(district: District) -> None:
    tablet, campaign, number = sent(district)
    first = campaign.errands[0]
    old = check(district, tablet, campaign, number)
    campaign = send(district, campaign)
    assert [each.is_open for each in campaign.errands] == [False, True]
    assert campaign.errands[1].team.round == first.team.round + 1
    assert next_round(district, district.get_case(number)) == first.team.round + 2
    assert find_errand(district, number, first.team.round) == campaign.errands[0]
    assert district.database(tasks_name(TEAM[0])).find(f"task:{number}:{first.team.round}") is None
    pushed(district, tablet, old)
    assert codes(district) == {"visit.not_their_case"}
    pushed(district, tablet, check(district, tablet, campaign, number))
    assert get_campaign(district, campaign.id).missing == ()


def test_nobody_is_sent_where_every_household_is_checked(district: District) -> None:
    campaign, number = opened(district)
    record_check(district, CLERK, campaign.id, number, Result.KEEP, district.today(), "看过了")
    with pytest.raises(Refusal, match=r"campaign\.nobody_missing"):
        send(district, campaign)


def codes(district: District) -> set[str]:
    return {reason["code"] for entry in district.office.every(SetAside) for reason in entry.reasons}
