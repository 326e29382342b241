"""Everyone who attended signs, on the pad or on paper; the seal; the end (S7-MEET-A8b, S7-MEET-A8c)."""

from __future__ import annotations

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.permission import may
from server.errors import Refusal
from server.services import meetings, meetings_held
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.jottings import is_asked_by_script, new_page_key, posted_jotting, recorded
from server.web.desk.meeting_signing import read_ink, sent_picture, signing_words
from server.web.form import Form, posted_form
from server.web.guard import permit


@desk.get("/meetings/<meeting:meeting_id>/signatures")
@permit("meeting.read")
def show_signatures(meeting_id: str) -> ResponseReturnValue:
    return _page(meeting_id, Form())


@desk.post("/meetings/<meeting:meeting_id>/signatures")
@permit("meeting.run")
def sign(meeting_id: str) -> ResponseReturnValue:
    form = posted_form()
    try:
        ink = read_ink(form.text("ink")) if form.text("how") == "pad" else None
        meeting = meetings_held.sign_minutes(
            current_district(), current_actor(), meeting_id, form.text("member"), ink, posted_jotting(form)
        )
    except Refusal as refusal:
        return _refused(meeting_id, form, refusal)
    return recorded(meeting, url_for("desk.show_signatures", meeting_id=meeting_id, _anchor="next"))


@desk.post("/meetings/<meeting:meeting_id>/sheets")
@permit("meeting.run")
def add_sheet(meeting_id: str) -> ResponseReturnValue:
    """The sheet people signed on paper, as a photo or scan."""
    form, members = posted_form(), request.form.getlist("members")
    form.values |= {f"signed-{member}": "yes" for member in members}
    try:
        photo = sent_picture("sheet")
        if photo is None:
            raise Refusal("meeting.sheet_missing")
        meetings_held.add_sheet(current_district(), current_actor(), meeting_id, members, photo)
    except Refusal as refusal:
        return _refused(meeting_id, form, refusal)
    flash(gettext("签字页收下了。"))
    return see(url_for("desk.show_signatures", meeting_id=meeting_id))


@desk.post("/meetings/<meeting:meeting_id>/stamp")
@permit("meeting.stamp")
def stamp(meeting_id: str) -> ResponseReturnValue:
    """The residents' committee's seal: a photo of the stamped sheet, or a note (STAMP-01)."""
    form = posted_form()
    try:
        meetings_held.stamp_papers(
            current_district(), current_actor(), meeting_id, sent_picture("stamped"), form.text("stamp-note")
        )
    except Refusal as refusal:
        return _refused(meeting_id, form, refusal)
    flash(gettext("盖章记下了。"))
    return see(url_for("desk.show_signatures", meeting_id=meeting_id))


@desk.post("/meetings/<meeting:meeting_id>/closing")
@permit("meeting.run")
def close(meeting_id: str) -> ResponseReturnValue:
    form = posted_form()
    try:
        meeting = meetings_held.close_meeting(
            current_district(), current_actor(), meeting_id, posted_jotting(form)
        )
    except Refusal as refusal:
        return _refused(meeting_id, form, refusal)
    if not is_asked_by_script():
        flash(gettext("会开完了，记录可以打印。"))
    return recorded(meeting, url_for("desk.show_meeting", meeting_id=meeting_id))


@desk.get("/meetings/<meeting:meeting_id>/sheets/<digest:digest>")
@permit("meeting.read")
def show_sheet(meeting_id: str, digest: str) -> ResponseReturnValue:
    """The photo of a signed or stamped sheet, drawn anew when it came in."""
    district = current_district()
    meeting = meetings.get_meeting(district, current_actor(), meeting_id)
    if digest not in (*meeting.sheets, meeting.stamp.get("photo")):
        raise Refusal("request.not_found")
    return Response(meetings_held.get_sheet(district, meeting_id, digest), mimetype="image/jpeg")


def _refused(meeting_id: str, form: Form, refusal: Refusal) -> ResponseReturnValue:
    if is_asked_by_script():
        raise refusal
    form.refuse_with("", refusal)
    return _page(meeting_id, form), refusal.status


def _page(meeting_id: str, form: Form) -> str:
    district, actor = current_district(), current_actor()
    meeting = meetings.get_meeting(district, actor, meeting_id)
    return render_template(
        "meetings/signatures.html",
        meeting=meeting,
        form=form,
        page_key=new_page_key(),
        may_run=may(actor, "meeting.run") and meeting.is_open,
        may_add_sheet=may(actor, "meeting.run")
        and (meeting.is_broken_off or (meeting.all_voted and not meeting.called_off_at)),
        may_stamp=may(actor, "meeting.stamp") and meeting.all_voted and not meeting.called_off_at,
        stamp_note=meetings_held.get_stamp_note(district, meeting),
        here="meetings",
        **signing_words(district, meeting),
    )
