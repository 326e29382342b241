"""Meetings: the list, convening one, and the chair's page (S7-DUTY-C2, S7-MEET-02)."""

from __future__ import annotations

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.days import parse_date
from server.domain.meeting import AGENDA, Meeting
from server.domain.permission import may
from server.errors import Refusal
from server.records.entries import Area
from server.services import meetings
from server.services.sentences import Names
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.meeting_page import arithmetic, count_so_far, hands, next_case, open_page
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


@desk.get("/meetings/<meeting:meeting_id>")
@permit("meeting.read")
def show_meeting(meeting_id: str) -> ResponseReturnValue:
    meeting = meetings.get_meeting(current_district(), current_actor(), meeting_id)
    return chair_page(meeting, request.args.get("case"), Form())


def chair_page(meeting: Meeting, case: str | None, form: Form) -> str:
    """The chair's page: agenda, hands, arithmetic; ``form`` holds what was entered and not yet recorded."""
    page = open_page(current_district(), meeting, case)
    votes = {member: form.values.get(f"vote-{member}", "") for member in meeting.members}
    tally = page.agenda.tally or count_so_far(page, votes)
    return render_template(
        "meetings/chair.html",
        page=page,
        meeting=meeting,
        agenda=page.agenda,
        form=form,
        votes=votes,
        tally=tally,
        hands=list(hands(tally)),
        sums=arithmetic(tally),
        items=range(1, len(AGENDA) + 1),
        next_case=next_case(meeting),
        may_run=may(current_actor(), "meeting.run") and not meeting.closed_at,
        here="meetings",
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
        members=meetings.member_names(district, area.id),
        communities=_communities(),
        here="meetings",
    )


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
