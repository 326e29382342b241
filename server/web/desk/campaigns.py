"""Inspection campaigns at the desk: opened, followed, corrected, reported (article 3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.campaign import ITEMS, PHASES, Campaign, Phase, ProblemKind, Result
from server.domain.days import parse_date
from server.errors import Refusal
from server.records.entries import Area
from server.services import campaign_closings
from server.services import campaigns as services
from server.services.campaign_reports import campaign_report_pdf
from server.services.campaign_views import list_campaigns, view_campaign
from server.services.campaigns import Plan
from server.services.errand_recalls import sent_to
from server.services.sentences import Names
from server.web import campaign_words
from server.web.answers import pdf, see
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_page
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.language import in_language

_FIELDS: Final = {
    "campaign.scope": "communities",
    "campaign.report_due": "report_due",
    "campaign.phases": "first-0",
}
_WORDS: Final = ("name", "basis", "plan")


@desk.get("/campaigns")
@permit("campaign.read")
def show_campaigns() -> ResponseReturnValue:
    found = list_campaigns(current_district(), current_actor())
    return render_template("campaigns/list.html", found=found, here="upkeep")


@desk.get("/campaigns/new")
@permit("campaign.open")
def new_campaign() -> ResponseReturnValue:
    return _new_page(Form(), [])


@desk.post("/campaigns/new")
@permit("campaign.open")
def open_campaign() -> ResponseReturnValue:
    form, chosen = posted_form(), request.form.getlist("communities")
    plan = Plan(form.text("name"), form.text("basis"), form.text("plan"))
    phases = [
        Phase(form.read(f"first-{n}", parse_date, date.min), form.read(f"last-{n}", parse_date, date.min))
        for n in range(len(PHASES))
    ]
    due = form.read("report_due", parse_date, date.min)
    _note_missing(form, chosen)
    if not form.errors:
        try:
            campaign = services.open_campaign(current_district(), current_actor(), plan, chosen, phases, due)
        except Refusal as refusal:
            form.refuse_with(_FIELDS.get(refusal.code, ""), refusal)
        else:
            flash(gettext("专项核查开好了，名单上有 %(n)d 户。", n=len(campaign.households)))
            return see(url_for("desk.show_campaign", campaign_id=campaign.id))
    return _new_page(form, chosen), 422


@desk.get("/campaigns/<campaign:campaign_id>")
@permit("campaign.read")
def show_campaign(campaign_id: str) -> ResponseReturnValue:
    return _page(campaign_id, Form())


@desk.post("/campaigns/<campaign:campaign_id>/problems")
@permit("campaign.correct")
def register_problem(campaign_id: str) -> ResponseReturnValue:
    form = posted_form()
    kind = form.text("kind") if form.text("kind") in list(ProblemKind) else ProblemKind.RECIPIENT.value
    due_on = form.read("due_on", parse_date, date.min)
    return _act(
        campaign_id,
        form,
        lambda: services.register_problem(
            current_district(),
            current_actor(),
            campaign_id,
            ProblemKind(kind),
            form.text("community"),
            form.text("case"),
            form.text("words"),
            due_on,
        ),
        {
            "campaign.words": "words",
            "campaign.deadline": "due_on",
            "campaign.not_in_scope": "case",
            "campaign.scope": "community",
        },
    )


@desk.post("/campaigns/<campaign:campaign_id>/problems/<int:problem_id>")
@permit("campaign.correct")
def correct_problem(campaign_id: str, problem_id: int) -> ResponseReturnValue:
    form = posted_form()
    proof = form.text(f"proof-{problem_id}")
    return _act(
        campaign_id,
        form,
        lambda: services.correct_problem(current_district(), current_actor(), campaign_id, problem_id, proof),
        {"campaign.words": f"proof-{problem_id}"},
    )


@desk.post("/campaigns/<campaign:campaign_id>/removed/<case:number>")
@permit("campaign.correct")
def file_removed(campaign_id: str, number: str) -> ResponseReturnValue:
    form = posted_form()
    return _act(
        campaign_id,
        form,
        lambda: services.file_removed(
            current_district(), current_actor(), campaign_id, number, form.text(f"file-{number}")
        ),
        {"campaign.words": f"file-{number}"},
    )


@desk.post("/campaigns/<campaign:campaign_id>/report")
@permit("campaign.report")
def close_campaign(campaign_id: str) -> ResponseReturnValue:
    form = posted_form()
    return _act(
        campaign_id,
        form,
        lambda: campaign_closings.close_campaign(
            current_district(), current_actor(), campaign_id, form.text("report")
        ),
        {"campaign.words": "report"},
    )


@desk.get("/campaigns/<campaign:campaign_id>/report.pdf")
@permit("campaign.report")
def campaign_report(campaign_id: str) -> Response:
    content = campaign_report_pdf(current_district(), current_actor(), campaign_id)
    return pdf(content, f"{campaign_id}.pdf")


def _note_missing(form: Form, chosen: list[str]) -> None:
    """Everything that is wanting is said at once, and whose day it is."""
    for name in _WORDS:
        if not form.text(name):
            form.refuse_with(name, Refusal("campaign.unnamed"))
    if not chosen:
        form.refuse_with("communities", Refusal("campaign.scope"))
    for n, (zh, en, _) in enumerate(PHASES):
        phase = in_language(zh, en)
        form.labels[f"first-{n}"] = gettext("%(phase)s，从", phase=phase) + gettext("：")
        form.labels[f"last-{n}"] = gettext("%(phase)s，到", phase=phase) + gettext("：")
    form.labels["report_due"] = gettext("哪天以前上报") + gettext("：")


def _act(
    campaign_id: str, form: Form, do: Callable[[], Campaign], fields: Mapping[str, str]
) -> ResponseReturnValue:
    then = url_for("desk.show_campaign", campaign_id=campaign_id)
    return act_on_page(form, do, then, lambda sent: _page(campaign_id, sent), fields)


def _page(campaign_id: str, form: Form) -> str:
    district = current_district()
    view = view_campaign(district, current_actor(), campaign_id)
    return render_template(
        "campaigns/page.html",
        view=view,
        campaign=view.campaign,
        phases=PHASES,
        items=ITEMS,
        results=[result for result in Result if result is not Result.CHECK],
        said=campaign_words,
        words=lambda digest: services.get_words(district, view.campaign, digest),
        names=Names(district),
        on_way=lambda community: sent_to(view.campaign, community),
        today=district.today(),
        form=form,
        here="upkeep",
    )


def _new_page(form: Form, chosen: list[str]) -> str:
    areas = current_district().office.every(Area)
    return render_template(
        "campaigns/new.html",
        communities=sorted(
            (area for area in areas if area.kind == "community"), key=lambda area: (area.parent, area.id)
        ),
        chosen=chosen,
        phases=PHASES,
        form=form,
        here="upkeep",
    )
