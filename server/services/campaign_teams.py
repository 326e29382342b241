"""One team for the households of a community that nobody checked yet, each a task on the tablet (S3-PH-2)."""

from __future__ import annotations

from server.domain.campaign import Campaign, check_open
from server.domain.permission import Actor, check_in_area, check_may
from server.errors import Refusal
from server.services.campaigns import append, get_campaign
from server.services.district import District, draft_act
from server.services.errand_leavings import call_off
from server.services.errand_tasks import publish_errands
from server.services.errand_teams import Sending, team_facts
from server.services.errands import next_round
from server.services.forms import CAMPAIGN_CHECK


def send_team(
    district: District,
    actor: Actor,
    campaign_id: str,
    community: str,
    sending: Sending,
) -> Campaign:
    """Gives the lead a task for every household of the community that is not checked.

    Others may be sent instead of a team that has not been in the homes.
    """
    check_may(actor, "campaign.check")
    check_in_area(actor, district.area(community).parent, community)
    facts = team_facts(district, district.policy, CAMPAIGN_CHECK, sending)
    with district.casebook.turn:
        campaign = get_campaign(district, campaign_id)
        check_open(campaign)
        cases = to_check(campaign, community)
        if not cases:
            raise Refusal("campaign.nobody_missing")
        before = [each for each in campaign.errands if each.is_open and each.case in cases]
        facts["rounds"] = {case: next_round(district, district.get_case(case)) for case in cases}
        draft = draft_act(actor, "campaign.check", "campaign_team_assigned", facts)
        campaign = append(district, campaign, draft)
    call_off(district, before)
    publish_errands(district, [each for each in campaign.errands if each.is_open and each.case in cases])
    return campaign


def to_check(campaign: Campaign, community: str) -> list[str]:
    """The households of a community that are not checked, or are to be checked again."""
    return [case for case in campaign.missing if campaign.community_of[case] == community]
