"""What the room sees: the agenda, and the tally once the vote is closed; never who raised which hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue

from server.domain.days import parse_instant
from server.services.meetings import get_meeting
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.meeting_page import CaseView, MeetingPage, open_page
from server.web.guard import permit

_RESULT_HANGS: Final = timedelta(minutes=3)


@desk.get("/meetings/<meeting:meeting_id>/wall")
@permit("meeting.read")
def show_wall(meeting_id: str) -> ResponseReturnValue:
    district = current_district()
    page = open_page(district, get_meeting(district, current_actor(), meeting_id), None)
    case = case_in_front(page, district.now())
    return render_template(
        "meetings/wall.html",
        page=page,
        meeting=page.meeting,
        case=case,
        tally=case.agenda.tally,
        demo=district.settings.demo,
    )


def case_in_front(page: MeetingPage, now: datetime) -> CaseView:
    """The case in hand; when its result has hung for a while, the next one to be decided.

    Nobody reads an application out under another family's name and verdict.
    """
    hand, pending = page.hand, page.meeting.pending
    if not (hand.agenda.tally and pending) or now - parse_instant(hand.agenda.ballot_at) < _RESULT_HANGS:
        return hand
    return next(case for case in page.cases if case.number == pending[0])
