"""A campaign ends with its report; nobody goes to a home for it any more (S3-PH-4)."""

from __future__ import annotations

from server.domain.campaign import Campaign, check_closing
from server.domain.permission import Actor, check_may
from server.services.campaigns import append, get_campaign, put_words
from server.services.district import District, draft_act
from server.services.errand_leavings import call_off


def close_campaign(district: District, actor: Actor, campaign_id: str, report: str) -> Campaign:
    """Ends a campaign with its report; refuses while anything of it is left undone."""
    check_may(actor, "campaign.report")
    with district.casebook.turn:
        campaign = get_campaign(district, campaign_id)
        check_closing(campaign)
        facts = {"report": put_words(district, campaign, report), "on": district.today().isoformat()}
        closed = append(district, campaign, draft_act(actor, "campaign.report", "campaign_closed", facts))
    call_off(district, [each for each in campaign.errands if each.is_open])
    return closed
