"""One team for the households of a community that nobody checked yet, each a task on the tablet (S3-PH-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from server.domain.campaign import Campaign, check_open
from server.domain.days import format_instant
from server.domain.permission import Actor, check_in_area, check_may
from server.errors import Refusal
from server.services.assignments import NO_RELATION, check_relations, check_team
from server.services.campaigns import append, get_campaign
from server.services.credentials import get_assessor
from server.services.district import District, draft_act
from server.services.errand_tasks import publish_errands, withdraw_errands
from server.services.errands import next_round
from server.services.forms import CAMPAIGN_CHECK, get_form


def send_team(
    district: District,
    actor: Actor,
    campaign_id: str,
    community: str,
    assessors: Sequence[str],
    lead: str,
    due_on: date,
    relations: Mapping[str, str],
) -> Campaign:
    """Gives the lead a task for every household of the community that is not checked.

    Others may be sent instead of a team that has not been in the homes.
    """
    check_may(actor, "campaign.check")
    check_in_area(actor, district.area(community).parent, community)
    team = [get_assessor(district, assessor) for assessor in assessors]
    check_team(team, lead, district.policy, on=district.today())
    check_relations(team, relations)
    if due_on < district.today():
        raise Refusal("team.due_past")
    get_form(district, CAMPAIGN_CHECK)
    with district.casebook.turn:
        campaign = get_campaign(district, campaign_id)
        check_open(campaign)
        cases = to_check(campaign, community)
        if not cases:
            raise Refusal("campaign.nobody_missing")
        before = [each for each in campaign.errands if each.is_open and each.case in cases]
        facts = {
            "rounds": {case: next_round(district, district.get_case(case)) for case in cases},
            "assessors": list(assessors),
            "lead": lead,
            "relations": {assessor: NO_RELATION for assessor in assessors},
            "form": CAMPAIGN_CHECK,
            "due_on": due_on.isoformat(),
            "assigned_at": format_instant(district.now()),
        }
        draft = draft_act(actor, "campaign.check", "campaign_team_assigned", facts)
        campaign = append(district, campaign, draft)
    withdraw_errands(district, before)
    publish_errands(district, [each for each in campaign.errands if each.is_open and each.case in cases])
    return campaign


def to_check(campaign: Campaign, community: str) -> list[str]:
    """The households of a community that are not checked, or are to be checked again."""
    return [case for case in campaign.missing if campaign.community_of[case] == community]
