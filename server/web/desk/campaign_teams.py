"""Sending a team to the households of a community that a campaign has not checked (S3-PH-2)."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.errors import Refusal
from server.services.assignments import NO_RELATION, list_assignable
from server.services.campaign_teams import send_team, to_check
from server.services.campaigns import get_campaign, get_plan
from server.web.current import current_actor, current_district
from server.web.desk.acts import act
from server.web.desk.assignment import USUAL_DAYS
from server.web.desk.blueprint import desk
from server.web.desk.errand_teams import read_sending
from server.web.form import Form
from server.web.guard import permit
from server.web.intake_words import KIN


@desk.route("/campaigns/<campaign:campaign_id>/teams/<office:community>", methods=["GET", "POST"])
@permit("campaign.check")
def send_campaign_team(campaign_id: str, community: str) -> ResponseReturnValue:
    """One team for all of them; each is a task on the lead's tablet."""
    district = current_district()
    campaign = get_campaign(district, campaign_id)
    if community not in campaign.communities:
        raise Refusal("campaign.scope")
    area, chosen = district.area(community), request.form.getlist("assessors")
    return act(
        "campaigns/team.html",
        lambda form: _send(form, campaign_id, community, chosen),
        gettext("派好了。主办人的平板下次联网就会收到核查表。"),
        url_for("desk.show_campaign", campaign_id=campaign_id),
        {"due_on": (district.today() + USUAL_DAYS).isoformat()},
        campaign=campaign,
        plan=get_plan(district, campaign),
        community=community,
        cases=to_check(campaign, community),
        assessors=list_assignable(district, area.parent),
        chosen=chosen,
        min_team=district.policy.visit.min_team,
        barred=(),
        kin=[(code, KIN[code]) for code in district.policy.conflict.near_relatives],
        no_relation=NO_RELATION,
        here="upkeep",
    )


def _send(form: Form, campaign_id: str, community: str, chosen: list[str]) -> None:
    sending = read_sending(form, chosen)
    if not form.errors:
        send_team(current_district(), current_actor(), campaign_id, community, sending)
