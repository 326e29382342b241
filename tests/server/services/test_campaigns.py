"""A campaign from its opening to its report: nobody missed, everything corrected (article 3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from server.domain.campaign import Campaign, Kind, Phase, ProblemKind, Result
from server.errors import Refusal
from server.records.campaign_rows import open_campaigns_of
from server.services.campaign_closings import close_campaign
from server.services.campaign_reports import campaign_report_pdf
from server.services.campaign_views import list_campaigns, list_households, view_campaign
from server.services.campaigns import (
    Plan,
    add_household,
    correct_problem,
    file_removed,
    get_campaign,
    open_campaign,
    record_check,
    register_problem,
)
from server.services.district import District
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, HEAD_OF_BUREAU, OFFICER, REVIEWER, accepted_case
from tests.server.services.story import approved_case, move

PLAN = Plan("农村低保专项清理核查", "民政发[2012]1号", "每一户都走到")


def phases_from(day: date) -> list[Phase]:
    """Mobilised yesterday, homes checked from today for ten days, then corrected and reported."""
    days = [(-1, -1), (0, 9), (10, 19), (20, 29)]
    return [Phase(day + timedelta(first), day + timedelta(last)) for first, last in days]


def opened(district: District) -> tuple[Campaign, str]:
    """A campaign over the one household in receipt."""
    case = approved_case(district)
    return begun(district), case.number


def begun(district: District) -> Campaign:
    phases = phases_from(district.today())
    return open_campaign(district, REVIEWER, PLAN, [COMMUNITY_ID], phases, phases[3].last)


def test_every_household_in_receipt_of_the_scope_is_on_the_list(district: District) -> None:
    case = approved_case(district)
    outside = accepted_case(district)
    campaign = begun(district)
    assert dict(campaign.households) == {case.number: Kind.RECIPIENT}
    assert campaign.missing == (case.number,)
    assert outside.number not in campaign.households
    [(row, name)] = list_campaigns(district, CLERK)
    assert (row.file, row.missing, name) == (campaign.id, 1, PLAN.name)


def test_a_campaign_ends_only_when_nobody_is_missed_and_all_is_corrected(district: District) -> None:
    campaign, number = opened(district)
    today = district.today()
    with pytest.raises(Refusal, match=r"campaign\.missing"):
        close_campaign(district, REVIEWER, campaign.id, "总结")
    record_check(district, CLERK, campaign.id, number, Result.CHECK, today, "没有见到人")
    assert get_campaign(district, campaign.id).missing == (number,)
    record_check(district, CLERK, campaign.id, number, Result.REMOVE, today, "有两套房")
    campaign = register_problem(
        district, OFFICER, campaign.id, ProblemKind.RECIPIENT, "", number, "不符合，由所里改", today
    )
    with pytest.raises(Refusal, match=r"campaign\.not_corrected"):
        close_campaign(district, REVIEWER, campaign.id, "总结")
    [problem] = campaign.problems
    correct_problem(district, OFFICER, campaign.id, problem.id, "停发手续已经办")
    with pytest.raises(Refusal, match=r"campaign\.corrected_already"):
        correct_problem(district, OFFICER, campaign.id, problem.id, "再改一次")
    with pytest.raises(Refusal, match=r"campaign\.not_filed"):
        close_campaign(district, REVIEWER, campaign.id, "总结")
    file_removed(district, OFFICER, campaign.id, number, "公示三天，专档在一号柜")
    assert [row.result for row in open_campaigns_of(district.index, number)] == ["remove"]
    closed = close_campaign(district, REVIEWER, campaign.id, "查了一户\n清退一户")
    assert closed.closed_on == today
    assert open_campaigns_of(district.index, number) == []
    assert campaign_report_pdf(district, REVIEWER, campaign.id).startswith(b"%PDF")
    with pytest.raises(Refusal, match=r"campaign\.closed"):
        record_check(district, CLERK, campaign.id, number, Result.KEEP, today, "改主意")
    assert verify(district).ok


def test_a_result_changes_nothing_of_what_a_household_receives(district: District) -> None:
    campaign, number = opened(district)
    before = district.get_case(number)
    record_check(district, CLERK, campaign.id, number, Result.REMOVE, district.today(), "有两套房")
    assert district.get_case(number).acts == before.acts


def test_somebody_who_does_not_receive_is_added_with_what_kind_they_are(district: District) -> None:
    campaign, _ = opened(district)
    reported = accepted_case(district)
    with pytest.raises(Refusal, match=r"campaign\.not_in_scope"):
        record_check(district, CLERK, campaign.id, reported.number, Result.ADD, district.today(), "困难")
    add_household(district, CLERK, campaign.id, reported.number, Kind.REPORTED)
    with pytest.raises(Refusal, match=r"campaign\.already_in"):
        add_household(district, CLERK, campaign.id, reported.number, Kind.REPORTED)
    with pytest.raises(Refusal, match=r"campaign\.result"):
        record_check(district, CLERK, campaign.id, reported.number, Result.KEEP, district.today(), "困难")
    record_check(district, CLERK, campaign.id, reported.number, Result.ADD, district.today(), "困难")
    view = view_campaign(district, CLERK, campaign.id)
    assert [(each.total, each.checked, each.missing) for each in view.progress] == [(2, 1, 1)]
    assert list_households(district, CLERK, campaign.id, result="missing").total == 1


def test_nothing_is_checked_before_its_phase_nor_on_a_day_that_has_not_come(district: District) -> None:
    case = approved_case(district)
    later = phases_from(district.today() + timedelta(5))
    campaign = open_campaign(district, HEAD_OF_BUREAU, PLAN, [COMMUNITY_ID], later, later[3].last)
    with pytest.raises(Refusal, match=r"campaign\.too_early"):
        record_check(district, CLERK, campaign.id, case.number, Result.KEEP, district.today(), "好")
    now = begun(district)
    tomorrow = district.today() + timedelta(1)
    with pytest.raises(Refusal, match=r"campaign\.check_day"):
        record_check(district, CLERK, now.id, case.number, Result.KEEP, tomorrow, "好")
    with pytest.raises(Refusal, match=r"campaign\.words"):
        record_check(district, CLERK, now.id, case.number, Result.KEEP, district.today(), " ")


def test_what_is_found_after_the_phase_of_correction_is_still_registered(district: District) -> None:
    campaign, number = opened(district)
    move(district, days=(campaign.phases[2].last - district.today()).days + 1)
    where = (district, OFFICER, campaign.id, ProblemKind.RECIPIENT, "", number, "车没有报")
    with pytest.raises(Refusal, match=rf"campaign\.deadline.*{campaign.report_due}"):
        register_problem(*where, campaign.report_due + timedelta(1))
    assert register_problem(*where, campaign.report_due).problems[-1].due_on == campaign.report_due
    move(district, days=(campaign.report_due - district.today()).days + 1)
    assert register_problem(*where, district.today()).problems[-1].due_on == district.today()


def test_a_correction_is_due_within_its_phase(district: District) -> None:
    campaign, number = opened(district)
    late = campaign.phases[2].last + timedelta(1)
    with pytest.raises(Refusal, match=r"campaign\.deadline"):
        register_problem(district, OFFICER, campaign.id, ProblemKind.FUNDS, "", number, "晚发", late)


@pytest.mark.parametrize(
    ("plan", "scope", "code"),
    [
        (Plan("", "文件", "方案"), [COMMUNITY_ID], "campaign.unnamed"),
        (PLAN, [], "campaign.scope"),
        (PLAN, ["songlin"], "campaign.scope"),
    ],
)
def test_a_campaign_without_name_or_scope_is_not_opened(district, plan, scope, code) -> None:
    phases = phases_from(district.today())
    with pytest.raises(Refusal) as refused:
        open_campaign(district, REVIEWER, plan, scope, phases, phases[3].last)
    assert refused.value.code == code


def test_the_acts_hold_no_words(district: District) -> None:
    campaign, number = opened(district)
    record_check(district, CLERK, campaign.id, number, Result.KEEP, district.today(), "老人独居")
    facts = str([act.facts for act in get_campaign(district, campaign.id).acts])
    assert "老人" not in facts
    assert PLAN.name not in facts
