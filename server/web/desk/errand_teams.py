"""Sending a team with a housing survey or a feedback form: who goes, who leads, until when (S8-SURV-01)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.case import Case
from server.domain.days import parse_date
from server.domain.permission import check_in_area
from server.services.assignments import NO_RELATION, list_assignable
from server.services.errand_teams import Sending
from server.services.housing_teams import send_surveyors
from server.services.job_teams import send_with_form
from server.services.jobs import view_jobs
from server.web.current import current_actor, current_district
from server.web.desk.acts import act
from server.web.desk.assignment import USUAL_DAYS
from server.web.desk.blueprint import desk
from server.web.employment_words import period_name
from server.web.form import Form
from server.web.guard import permit
from server.web.intake_words import KIN


@desk.route("/housing/<case:number>/team", methods=["GET", "POST"])
@permit("housing.survey")
def send_housing_team(number: str) -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    case = district.get_case(number)
    check_in_area(actor, case.street, case.community)
    row = district.index.find_case(number)
    return _team_page(
        case,
        lambda sending: send_surveyors(district, actor, number, sending),
        url_for("desk.show_home", number=number),
        title=gettext("派人调查%(head)s家的住房", head=row.head if row else number),
        back=gettext("回住房档案"),
        will=gettext("封存的调查表联网以后自动记进住房档案，和在这里录的一样。"),
        here="upkeep",
    )


@desk.route(
    "/cases/<case:number>/employment/<office:member>/forms/<int:year>/<int:period>/team",
    methods=["GET", "POST"],
)
@permit("job.record")
def send_job_team(number: str, member: str, year: int, period: int) -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    view = view_jobs(district, actor, number)
    form = period_name(year, period, view.policy.employment.feedback_forms)
    return _team_page(
        view.case,
        lambda sending: send_with_form(district, actor, number, member, (year, period), sending),
        url_for("desk.show_jobs", number=number),
        title=gettext(
            "派人填%(name)s的反馈表（%(period)s）", name=view.find(member).row.name or member, period=form
        ),
        back=gettext("回就业情况"),
        will=gettext("封存的反馈表联网以后自动登记收回，和在这里录的一样。"),
        here="find",
    )


def _team_page(case: Case, send: Callable[[Sending], object], then: str, **words: Any) -> ResponseReturnValue:
    """One team, one task on the lead's tablet."""
    district, chosen = current_district(), request.form.getlist("assessors")
    policy = district.policy_of(case.policy)
    return act(
        "errands/team.html",
        lambda form: _send(form, chosen, send),
        gettext("派好了。主办人的平板下次联网就会收到。"),
        then,
        {"due_on": (district.today() + USUAL_DAYS).isoformat()},
        file_page=then,
        assessors=list_assignable(district, case.street),
        chosen=chosen,
        min_team=policy.visit.min_team,
        barred=(),
        kin=[(code, KIN[code]) for code in policy.conflict.near_relatives],
        no_relation=NO_RELATION,
        **words,
    )


def _send(form: Form, chosen: list[str], send: Callable[[Sending], object]) -> None:
    sending = read_sending(form, chosen)
    if not form.errors:
        send(sending)


def read_sending(form: Form, chosen: list[str]) -> Sending:
    """Who is to go, as it was filled in; a team needs somebody who leads it."""
    due_on = form.read("due_on", parse_date, current_district().today())
    if not form.text("lead"):
        form.refuse("lead", gettext("选一位主办人：由他的平板填表、封存。"))
    relations = {assessor: form.text(f"relation-{assessor}") for assessor in chosen}
    return Sending(chosen, form.text("lead"), due_on, relations)
