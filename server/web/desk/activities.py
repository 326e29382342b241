"""Public-benefit activities of a community, and who came (S7-EMP-08, S7-DUTY-C5)."""

from __future__ import annotations

from datetime import date

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from server.domain.days import parse_date
from server.domain.employment import ATTENDED
from server.errors import Refusal
from server.services.activities import list_for, organise_activity, record_attendance, view_attendance
from server.services.sentences_employment import ATTENDED_WORDS
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.jobs import parse_count
from server.web.employment_words import WORDS, options_of
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.language import sentence_of
from server.web.paging import asked_page


@desk.get("/activities")
@permit("employment.read")
def show_activities() -> ResponseReturnValue:
    district = current_district()
    return render_template(
        "activities/list.html",
        found=list_for(district, current_actor(), asked_page()),
        enabled=district.policy.public_service.enabled,
        here="upkeep",
        **WORDS,
    )


@desk.route("/activities/new", methods=["GET", "POST"])
@permit("activity.record")
def new_activity() -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    form = (
        posted_form()
        if request.method == "POST"
        else Form({"on": district.today().isoformat(), "hours": "2"})
    )
    status = 200
    if request.method == "POST":
        on, hours = form.read("on", parse_date, date.min), form.read("hours", parse_count, 0)
        try:
            if not form.errors:
                activity = organise_activity(district, actor, actor.community, on, hours, form.text("words"))
                flash(gettext("活动记下了。到日子以后记谁来了。"))
                return see(url_for("desk.show_attendance", file=activity.id))
        except Refusal as refusal:
            form.refuse_with("", refusal)
            status = refusal.status
    page = render_template("activities/new.html", form=form, here="upkeep")
    return page, 422 if form.errors and status == 200 else status


@desk.get("/activities/<office:file>")
@permit("employment.read")
def show_attendance(file: str) -> ResponseReturnValue:
    return _attendance_page(file)


@desk.post("/activities/<office:file>")
@permit("activity.record")
def take_activity(file: str) -> ResponseReturnValue:
    """Who came: a choice for each, nothing for those nobody knows yet."""
    found = {}
    for name, how in posted_form().values.items():
        number, _, member = name.partition("/")
        if member and how in ATTENDED:
            found[(number, member)] = how
    try:
        count = record_attendance(current_district(), current_actor(), file, found)
    except Refusal as refusal:
        return _attendance_page(file, sentence_of(refusal), found), refusal.status
    flash(ngettext("记了 %(num)d 人。", "记了 %(num)d 人。", count))
    return see(url_for("desk.show_attendance", file=file))


def _attendance_page(file: str, refused: str = "", chosen: dict[tuple[str, str], str] | None = None) -> str:
    district = current_district()
    view = view_attendance(district, current_actor(), file)
    return render_template(
        "activities/attendance.html",
        view=view,
        chosen={**view.how, **(chosen or {})},
        refused=refused,
        held=view.activity.on <= district.today(),
        options=options_of(ATTENDED_WORDS),
        here="upkeep",
        **WORDS,
    )
