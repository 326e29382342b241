"""The community forwards or declines, the street accepts, an applicant withdraws (S7-PRE, S7-ACC-01)."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.case import Case
from server.errors import Refusal
from server.services.applications import (
    accept_application,
    decline_application,
    forward_application,
    withdraw_application,
)
from server.services.materials import list_materials
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit


@desk.route("/cases/<case:number>/forward", methods=["GET", "POST"])
@permit("case.forward")
def forward(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "cases/forward.html",
        lambda _form: forward_application(current_district(), current_actor(), number),
        gettext("转到街道了，您的签字和时间都记下了。"),
        papers=_papers(number),
    )


@desk.route("/cases/<case:number>/not-handled", methods=["GET", "POST"])
@permit("case.forward")
def decline(number: str) -> ResponseReturnValue:
    """Declines, with the reason; the family is told of the street (S7-PRE-03, S7-PRE-04)."""
    return act_on_case(
        number,
        "cases/not_handled.html",
        lambda form: _decline(form, number),
        gettext("记下了。申请人可以直接到街道申请，街道应当受理。"),
        papers=_papers(number),
    )


@desk.route("/cases/<case:number>/accept", methods=["GET", "POST"])
@permit("case.accept")
def accept(number: str) -> ResponseReturnValue:
    case = current_district().get_case(number)
    return act_on_case(
        number,
        "cases/accept.html",
        lambda _form: accept_application(current_district(), current_actor(), number),
        gettext("受理了。下一步：派评估员。"),
        papers=_papers(number),
        declined=_declined(case),
    )


@desk.route("/cases/<case:number>/withdrawal", methods=["GET", "POST"])
@permit("case.withdraw")
def withdraw(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "cases/withdrawal.html",
        lambda form: withdraw_application(current_district(), current_actor(), number, form.text("reason")),
        gettext("撤回了，以前记的都留着。"),
    )


def _decline(form: Form, number: str) -> None:
    told = form.text("told") == "yes"
    decline_application(current_district(), current_actor(), number, form.text("reason"), told=told)


def _papers(number: str) -> object:
    district = current_district()
    return list_materials(district, district.get_case(number))


def _declined(case: Case) -> str:
    """Why the community did not handle it; empty where it did, or where the words are gone."""
    if not case.not_handled:
        return ""
    try:
        return current_district().get_text(case.number, "reason", case.not_handled)
    except Refusal:
        return ""
