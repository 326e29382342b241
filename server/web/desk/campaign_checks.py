"""The households of a campaign at the desk: who is missing, and what each check found (S3-PH-2)."""

from __future__ import annotations

from datetime import date

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.campaign import RESULTS_OF, Kind, Result
from server.domain.days import parse_date
from server.domain.sheet import format_csv
from server.errors import Refusal
from server.services.campaign_views import household_lines, list_households, view_check
from server.services.campaigns import add_household, get_campaign, get_plan, record_check
from server.services.errand_views import photo_of_check, read_sealed
from server.services.readings import read_out
from server.web import campaign_words
from server.web.answers import kept_photo, saved_file, see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.language import current_language
from server.web.paging import asked_page
from server.web.words import area


@desk.get("/campaigns/<campaign:campaign_id>/households")
@permit("campaign.read")
def show_campaign_households(campaign_id: str) -> ResponseReturnValue:
    return _list_page(campaign_id, Form())


@desk.post("/campaigns/<campaign:campaign_id>/households")
@permit("campaign.check")
def add_campaign_household(campaign_id: str) -> ResponseReturnValue:
    """Puts on the list somebody who does not receive."""
    form = posted_form()
    kind = form.text("kind") if form.text("kind") in list(Kind) else Kind.REPORTED.value
    number = form.text("number")
    try:
        add_household(current_district(), current_actor(), campaign_id, number, Kind(kind))
    except Refusal as refusal:
        form.refuse_with("number", refusal)
        return _list_page(campaign_id, form), 422
    flash(gettext("加进名单了。"))
    return see(url_for("desk.show_check", campaign_id=campaign_id, number=number))


@desk.get("/campaigns/<campaign:campaign_id>/households.csv")
@permit("campaign.read")
def campaign_households_csv(campaign_id: str) -> Response:
    community, result = _asked()
    found = list_households(current_district(), current_actor(), campaign_id, community, result, 0)
    header = [
        gettext("案号"),
        gettext("户主"),
        gettext("社区"),
        gettext("哪一种户"),
        gettext("核查结果"),
        gettext("核查日期"),
        gettext("专档号"),
    ]
    lines = household_lines(found, campaign_words.KINDS, campaign_words.RESULTS, area)
    return saved_file(format_csv(header, lines), f"{campaign_id}.csv")


@desk.get("/campaigns/<campaign:campaign_id>/households/<case:number>")
@permit("campaign.read")
def show_check(campaign_id: str, number: str) -> ResponseReturnValue:
    return _check_page(campaign_id, number, Form({"checked_on": current_district().today().isoformat()}))


@desk.post("/campaigns/<campaign:campaign_id>/households/<case:number>")
@permit("campaign.check")
def record_campaign_check(campaign_id: str, number: str) -> ResponseReturnValue:
    form = posted_form()
    checked_on = form.read("checked_on", parse_date, date.min)
    if form.text("result") not in list(Result):
        form.refuse_with("result", Refusal("campaign.result"))
    if not form.errors:
        try:
            record_check(
                current_district(),
                current_actor(),
                campaign_id,
                number,
                Result(form.text("result")),
                checked_on,
                form.text("words"),
            )
        except Refusal as refusal:
            form.refuse_with("words" if refusal.code == "campaign.words" else "", refusal)
        else:
            flash(gettext("核查结果记下了。"))
            return see(url_for("desk.show_campaign_households", campaign_id=campaign_id, result="missing"))
    return _check_page(campaign_id, number, form), 422


@desk.get("/campaigns/<campaign:campaign_id>/households/<case:number>/photos/<digest:digest>")
@permit("campaign.read")
def send_check_photo(campaign_id: str, number: str, digest: str) -> Response:
    content = photo_of_check(current_district(), current_actor(), campaign_id, number, digest)
    return kept_photo(content, digest)


def _list_page(campaign_id: str, form: Form) -> str:
    district = current_district()
    community, result = _asked()
    campaign = get_campaign(district, campaign_id)
    return render_template(
        "campaigns/households.html",
        campaign=campaign,
        plan=get_plan(district, campaign),
        found=list_households(district, current_actor(), campaign_id, community, result, asked_page()),
        community=community,
        result=result,
        said=campaign_words,
        form=form,
        here="upkeep",
    )


def _check_page(campaign_id: str, number: str, form: Form) -> str:
    view = view_check(current_district(), current_actor(), campaign_id, number)
    sealed = read_sealed(current_district(), campaign_id, view.check.visit) if view.check else None
    return render_template(
        "campaigns/check.html",
        campaign_id=campaign_id,
        number=number,
        view=view,
        sealed=sealed,
        sections=read_out(sealed.form, sealed.answers, current_language()) if sealed else (),
        results=RESULTS_OF[Kind(view.kind)],
        said=campaign_words,
        form=form,
        here="upkeep",
    )


def _asked() -> tuple[str, str]:
    result = request.args.get("result", "")
    known = result if result in (*campaign_words.RESULTS, "missing") else ""
    return request.args.get("community", "").strip(), known
