"""Everyone who attended signs, on the pad or on the printed minutes; then the meeting ends (S7-MEET-A8c)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.permission import may
from server.errors import Refusal
from server.services import meetings, meetings_held
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
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
        ink = _read_ink(form.text("ink")) if form.text("how") == "pad" else None
        meetings_held.sign_minutes(current_district(), current_actor(), meeting_id, form.text("member"), ink)
    except Refusal as refusal:
        form.refuse_with("", refusal)
        return _page(meeting_id, form), refusal.status
    return see(url_for("desk.show_signatures", meeting_id=meeting_id, _anchor="next"))


@desk.post("/meetings/<meeting:meeting_id>/closing")
@permit("meeting.run")
def close(meeting_id: str) -> ResponseReturnValue:
    form = Form()
    try:
        meetings_held.close_meeting(current_district(), current_actor(), meeting_id)
    except Refusal as refusal:
        form.refuse_with("", refusal)
        return _page(meeting_id, form), refusal.status
    flash(gettext("会开完了，记录可以打印。"))
    return see(url_for("desk.show_meeting", meeting_id=meeting_id))


def _page(meeting_id: str, form: Form) -> str:
    district = current_district()
    meeting = meetings.get_meeting(district, current_actor(), meeting_id)
    ink = {
        member: meetings.get_signature(district, meeting_id, digest)
        for member, digest in meeting.signatures.items()
        if digest != meetings.ON_PAPER
    }
    return render_template(
        "meetings/signatures.html",
        meeting=meeting,
        names=meetings.member_names(district, meeting.community),
        ink=ink,
        form=form,
        may_run=may(current_actor(), "meeting.run") and not meeting.closed_at,
        here="meetings",
    )


def _read_ink(text: str) -> Mapping[str, Any]:
    """The strokes the pad sent; refuses anything that is no drawing."""
    try:
        ink = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refusal("paper.bad_ink") from error
    if not isinstance(ink, Mapping):
        raise Refusal("paper.bad_ink")
    return ink
