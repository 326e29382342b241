"""Public-benefit activities of a community, and who came (S7-EMP-08, S7-DUTY-C5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from server.domain.activity import Activity
from server.domain.days import parse_date
from server.domain.employment import ATTENDED
from server.errors import Refusal
from server.services.activities import (
    Stood,
    call_off_activity,
    correct_activity,
    list_for,
    organise_activity,
    record_attendance,
    view_attendance,
)
from server.services.sentences_employment import ATTENDED_WORDS
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.acts import act
from server.web.desk.blueprint import desk
from server.web.desk.jobs import parse_count
from server.web.employment_words import WORDS, options_of
from server.web.form import Form, posted_form
from server.web.guard import permit
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
    return _plan_page(
        {"on": district.today().isoformat(), "hours": "2"},
        lambda plan: organise_activity(district, actor, actor.community, *plan),
        gettext("活动记下了。到日子以后记谁来了。"),
    )


@desk.route("/activities/<office:file>/correction", methods=["GET", "POST"])
@permit("activity.record")
def put_activity_right(file: str) -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    view = view_attendance(district, actor, file)
    activity = view.activity
    return _plan_page(
        {"on": activity.on.isoformat(), "hours": str(activity.hours), "words": view.words},
        lambda plan: correct_activity(district, actor, file, *plan),
        gettext("改好了。"),
        activity,
    )


@desk.route("/activities/<office:file>/called-off", methods=["GET", "POST"])
@permit("activity.record")
def call_activity_off(file: str) -> ResponseReturnValue:
    """It is not held: it rained, or nobody could come."""
    district, actor = current_district(), current_actor()
    return act(
        "activities/call_off.html",
        lambda form: _call_off(form, file),
        gettext("取消记下了。"),
        url_for("desk.show_attendance", file=file),
        view=view_attendance(district, actor, file),
        here="upkeep",
    )


@desk.get("/activities/<office:file>")
@permit("employment.read")
def show_attendance(file: str) -> ResponseReturnValue:
    return _attendance_page(file, Form({}))


@desk.post("/activities/<office:file>")
@permit("activity.record")
def take_activity(file: str) -> ResponseReturnValue:
    """Who came: a choice for each, nothing for those nobody knows yet."""
    form = posted_form()
    found = _found(form)
    try:
        if not form.errors:
            count = record_attendance(current_district(), current_actor(), file, found)
            flash(ngettext("记了 %(num)d 人。", "记了 %(num)d 人。", count))
            return see(url_for("desk.show_attendance", file=file))
    except Refusal as refusal:
        form.refuse_with(f"{refusal.facts.get('at', '')}{_COLUMNS.get(refusal.code, '')}", refusal)
        return _attendance_page(file, form), refusal.status
    return _attendance_page(file, form), 422


def _plan_page(
    fresh: Mapping[str, str],
    do: Callable[[tuple[date, int, str]], Activity],
    said: str,
    activity: Activity | None = None,
) -> ResponseReturnValue:
    """What is done, where, when and for how long: of a new activity, or of one that is put right."""
    form = posted_form() if request.method == "POST" else Form(dict(fresh))
    status = 422
    if request.method == "POST":
        plan = form.read("on", parse_date, date.min), form.read("hours", parse_count, 0), form.text("words")
        try:
            if not form.errors:
                done = do(plan)
                flash(said)
                return see(url_for("desk.show_attendance", file=done.id))
        except Refusal as refusal:
            form.refuse_with(_FIELDS.get(refusal.code, ""), refusal)
            status = refusal.status
    page = render_template("activities/new.html", form=form, activity=activity, here="upkeep")
    return page, status if form.errors else 200


def _call_off(form: Form, file: str) -> None:
    try:
        call_off_activity(current_district(), current_actor(), file, form.text("reason"))
    except Refusal as refusal:
        form.refuse_with(_FIELDS.get(refusal.code, ""), refusal)


def _found(form: Form) -> dict[tuple[str, str], Stood]:
    """How each stood, by the names of the fields: ``SL-2026-0001/m2``, with ``/hours`` and ``/reason``."""
    found = {}
    for name, how in form.values.items():
        number, _, member = name.partition("/")
        if member and "/" not in member and how in ATTENDED:
            hours = form.read(f"{name}/hours", parse_count, 0) if form.text(f"{name}/hours") else 0
            found[(number, member)] = Stood(how, hours, form.text(f"{name}/reason"))
    return found


def _attendance_page(file: str, form: Form) -> str:
    district = current_district()
    view = view_attendance(district, current_actor(), file)
    return render_template(
        "activities/attendance.html",
        view=view,
        form=form,
        chosen={**view.stood, **_found(Form(dict(form.values)))},
        held=view.activity.on <= district.today() and not view.called_off,
        options=options_of(ATTENDED_WORDS),
        here="upkeep",
        **WORDS,
    )


_COLUMNS: Final = {"activity.excuse": "/reason", "activity.hours_stayed": "/hours"}
_FIELDS: Final = {
    "activity.words": "words",
    "activity.hours": "hours",
    "activity.hours_fewer": "hours",
    "activity.reason": "reason",
}
