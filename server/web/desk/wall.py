"""What the room sees: the agenda, and the tally once the vote is closed; never who raised which hand."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from server.services.meetings import get_meeting
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.meeting_page import open_page
from server.web.guard import permit


@desk.get("/meetings/<meeting:meeting_id>/wall")
@permit("meeting.read")
def show_wall(meeting_id: str) -> ResponseReturnValue:
    district = current_district()
    page = open_page(district, get_meeting(district, current_actor(), meeting_id), None)
    return render_template(
        "meetings/wall.html",
        page=page,
        meeting=page.meeting,
        case=page.hand,
        tally=page.hand.agenda.tally,
        demo=district.settings.demo,
    )
