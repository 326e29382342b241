"""Meetings: the list, convening one, and the chair's page (S7-DUTY-C2, S7-MEET-02)."""

from __future__ import annotations

from datetime import date

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.days import parse_date
from server.domain.meeting import Meeting
from server.domain.permission import may
from server.errors import Refusal
from server.records.entries import Area
from server.services import meetings
from server.services.rolls import roll_on
from server.services.sentences import Names
from server.web.answers import script, see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.jottings import new_page_key
from server.web.desk.meeting_page import open_page, refusal_words, state_of
from server.web.desk.meeting_signing import signing_words
from server.web.form import Form, posted_form
from server.web.guard import permit


@desk.get("/meetings")
@permit("meeting.read")
def show_meetings() -> ResponseReturnValue:
    district = current_district()
    return render_template(
        "meetings/list.html",
        meetings=meetings.list_meetings(district, current_actor()),
        names=Names(district),
        communities=_communities(),
        here="meetings",
    )


@desk.get("/meetings/new")
@permit("meeting.convene")
def new_meeting() -> ResponseReturnValue:
    fresh = {"community": _asked_community(), "held_on": current_district().today().isoformat()}
    return _new_page(Form(fresh), request.args.getlist("case"))


@desk.post("/meetings/new")
@permit("meeting.convene")
def convene() -> ResponseReturnValue:
    district, form, cases = current_district(), posted_form(), request.form.getlist("cases")
    held_on = form.read("held_on", parse_date, district.today())
    if not form.text("place"):
        form.refuse("place", gettext("写明在哪里开。"))
    if form.errors:
        return _new_page(form, cases), 422
    try:
        meeting = meetings.convene(
            district,
            current_actor(),
            form.text("community"),
            cases,
            held_on,
            form.text("place"),
            form.text("chair"),
        )
    except Refusal as refusal:
        form.refuse_with("", refusal)
        return _new_page(form, cases), refusal.status
    flash(gettext("会议 %(id)s 定好了。", id=meeting.id))
    return see(url_for("desk.show_meeting", meeting_id=meeting.id))


@desk.get("/meetings/sw.js")
@permit("meeting.read")
def meeting_worker() -> Response:
    """The chair's service worker: it speaks for the folder it lies in (Service Workers §7.1)."""
    return script("meeting_sw.js")


@desk.get("/meetings/<meeting:meeting_id>")
@permit("meeting.read")
def show_meeting(meeting_id: str) -> ResponseReturnValue:
    meeting = meetings.get_meeting(current_district(), current_actor(), meeting_id)
    return chair_page(meeting, request.args.get("case"), Form())


def chair_page(meeting: Meeting, asked: str | None, form: Form) -> str:
    """The chair's page: who came, every case, the signatures; ``form`` holds what is not recorded yet.

    It holds all of the meeting at once, so that it goes on while there is no network.
    """
    district, actor = current_district(), current_actor()
    meeting = meetings.with_roll_of_the_day(district, meeting)
    page = open_page(district, meeting, asked, form)
    return render_template(
        "meetings/chair.html",
        page=page,
        meeting=meeting,
        form=form,
        state=state_of(page),
        refusals=refusal_words(),
        page_key=new_page_key(),
        next_case=next(iter(meeting.pending), None),
        reason=meetings.get_reason(district, meeting),
        may_run=may(actor, "meeting.run") and meeting.is_open,
        may_arrange=may(actor, "meeting.arrange") and meeting.is_open,
        here="meetings",
        **signing_words(district, meeting),
    )


def _new_page(form: Form, cases: list[str]) -> str:
    district = current_district()
    area = district.area(form.text("community"))
    return render_template(
        "meetings/new.html",
        form=form,
        chosen=cases,
        ready=meetings.list_ready(district, area.id),
        chairs=meetings.list_chairs(district, area.parent),
        members=roll_on(district, area.id, _asked_day(form)),
        communities=_communities(),
        here="meetings",
    )


def _asked_day(form: Form) -> date:
    """The day whose roll counts; today while none is written that can be read."""
    try:
        return parse_date(form.text("held_on"))
    except Refusal:
        return current_district().today()


def _asked_community() -> str:
    communities = [area.id for area in _communities()]
    asked = request.args.get("community", "")
    return asked if asked in communities else next(iter(communities), "")


def _communities() -> list[Area]:
    """The communities of the person's area."""
    actor = current_actor()
    areas = current_district().office.every(Area)
    return [
        area
        for area in areas
        if area.kind == "community" and actor.street in ("", area.parent) and actor.community in ("", area.id)
    ]
