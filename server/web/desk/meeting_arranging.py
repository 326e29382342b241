"""A meeting is moved, called off or broken off, or goes on without one of its cases, and says why."""

from __future__ import annotations

from typing import Final

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.days import parse_date
from server.errors import Refusal
from server.services import meetings
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.meeting_page import open_page
from server.web.form import Form, posted_form
from server.web.guard import permit

_FIELDS: Final[dict[str, str]] = {
    "meeting.reason": "reason",
    "team.due_past": "held_on",
    "notice.running": "held_on",
    "date.malformed": "held_on",
    "date.missing": "held_on",
}


@desk.get("/meetings/<meeting:meeting_id>/arrangement")
@permit("meeting.arrange")
def arrange(meeting_id: str) -> ResponseReturnValue:
    return _page(meeting_id, Form())


@desk.post("/meetings/<meeting:meeting_id>/arrangement")
@permit("meeting.arrange")
def rearrange(meeting_id: str) -> ResponseReturnValue:
    """Does what the pressed button is named for; a refusal gives the form back."""
    form = posted_form()
    try:
        said = _do(meeting_id, form)
    except Refusal as refusal:
        form.refuse_with(_FIELDS.get(refusal.code, ""), refusal)
        return _page(meeting_id, form), refusal.status
    flash(said)
    return see(url_for("desk.show_meeting", meeting_id=meeting_id))


def _do(meeting_id: str, form: Form) -> str:
    district, actor, why = current_district(), current_actor(), form.text("reason")
    asked = form.text("do")
    if asked == "postpone":
        held_on = parse_date(form.text("held_on"))
        meetings.postpone(district, actor, meeting_id, held_on, form.text("place"), why)
        return str(gettext("改到新的日子了，请通知成员和申请人。"))
    if asked == "call-off":
        if meetings.call_off(district, actor, meeting_id, why).is_broken_off:
            return str(gettext("会中止了，会议记录可以打印签字。这几案可以排进别的会。"))
        return str(gettext("会取消了。这几案可以排进别的会。"))
    meetings.defer_case(district, actor, meeting_id, form.text("case"), why)
    return str(gettext("这一案撤下了，可以排进别的会。"))


def _page(meeting_id: str, form: Form) -> str:
    district = current_district()
    meeting = meetings.get_meeting(district, current_actor(), meeting_id)
    form.values.setdefault("held_on", meeting.held_on.isoformat())
    form.values.setdefault("place", meeting.place)
    return render_template(
        "meetings/arrangement.html",
        meeting=meeting,
        page=open_page(district, meeting, None),
        begun=meeting.is_begun,
        voted=any(agenda.tally for agenda in meeting.cases),
        form=form,
        here="meetings",
    )
