"""Calling a team off without sending another: why, and what becomes of the task (S7-CRED-05)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.employment import form_id
from server.domain.errand import Errand
from server.domain.periodic_review import awaits_home
from server.domain.permission import check_in_area
from server.errors import Refusal
from server.services.campaigns import get_campaign
from server.services.errand_recalls import (
    recall_campaign_team,
    recall_home_review,
    recall_job_team,
    recall_surveyors,
    sent_to,
)
from server.services.housing_teams import errands_for_home
from server.services.jobs import get_case_in_area
from server.services.sentences import Names
from server.web.current import current_actor, current_district
from server.web.desk.acts import act
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit
from server.web.words import area


@desk.route("/cases/<case:number>/reviews/team/off", methods=["GET", "POST"])
@permit("team.assign")
def call_off_home_review(number: str) -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    case = district.get_case(number)
    check_in_area(actor, case.street, case.community)
    return _page(
        lambda reason: recall_home_review(district, actor, number, reason),
        url_for("desk.show_reviews_of", number=number),
        gettext("入户复核不派人去了"),
        case.team.lead if case.team and awaits_home(case) else "",
        gettext("复核接着办；家里有异议的，还要另派人去。"),
        here="upkeep",
    )


@desk.route("/housing/<case:number>/team/off", methods=["GET", "POST"])
@permit("housing.survey")
def call_off_housing_team(number: str) -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    case = district.get_case(number)
    check_in_area(actor, case.street, case.community)
    return _page(
        lambda reason: recall_surveyors(district, actor, number, reason),
        url_for("desk.show_home", number=number),
        gettext("住房调查不派人去了"),
        _lead(errands_for_home(district, number)),
        gettext("住房档案里记着叫停了；可以照纸上的录，也可以另派人。"),
        here="upkeep",
    )


@desk.route(
    "/cases/<case:number>/employment/<office:member>/forms/<int:year>/<int:period>/team/off",
    methods=["GET", "POST"],
)
@permit("job.record")
def call_off_job_team(number: str, member: str, year: int, period: int) -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    case = get_case_in_area(district, actor, number, "job.record")
    about = form_id(member, year, period)
    return _page(
        lambda reason: recall_job_team(district, actor, number, member, (year, period), reason),
        url_for("desk.show_jobs", number=number),
        gettext("填反馈表不派人去了"),
        _lead([each for each in case.errands if each.about == about]),
        gettext("反馈表还等着收回；可以照纸上的登记，也可以另派人。"),
        here="find",
    )


@desk.route("/campaigns/<campaign:campaign_id>/teams/<office:community>/off", methods=["GET", "POST"])
@permit("campaign.check")
def call_off_campaign_team(campaign_id: str, community: str) -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    campaign = get_campaign(district, campaign_id)
    if community not in campaign.communities:
        raise Refusal("campaign.scope")
    check_in_area(actor, district.area(community).parent, community)
    return _page(
        lambda reason: recall_campaign_team(district, actor, campaign_id, community, reason),
        url_for("desk.show_campaign", campaign_id=campaign_id),
        gettext("%(community)s不派人去核查了", community=area(community)),
        _lead(sent_to(campaign, community)),
        gettext("没有查的户还要查；可以另派人，也可以在这里录。"),
        here="upkeep",
    )


def _recall(recall: Callable[[str], object], form: Form) -> None:
    """Does it; where no reason is given, that is said at its field."""
    try:
        recall(form.text("reason"))
    except Refusal as refusal:
        if refusal.code != "errand.reason":
            raise
        form.refuse_with("reason", refusal)


def _page(
    recall: Callable[[str], object], then: str, title: str, lead: str, after: str, *, here: str
) -> ResponseReturnValue:
    """Who is on the way (``lead``; empty: nobody), why they are not to go, and what follows."""
    return act(
        "errands/off.html",
        lambda form: _recall(recall, form),
        gettext("叫停了。任务下次联网就从平板上撤掉。"),
        then,
        file_page=then,
        title=title,
        lead=lead,
        names=Names(current_district()),
        after=after,
        here=here,
    )


def _lead(errands: Sequence[Errand]) -> str:
    """Who leads the team that is on the way."""
    return next((each.team.lead for each in errands if each.is_open), "")
