"""A case's way through the meeting: item by item, then the show of hands (S7-MEET-A1…A7)."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from server.domain.meeting import Meeting
from server.errors import Refusal
from server.services import meetings, meetings_held
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.meetings import chair_page
from server.web.form import Form, posted_form
from server.web.guard import permit


@desk.post("/meetings/<meeting:meeting_id>/agenda")
@permit("meeting.run")
def do_item(meeting_id: str) -> ResponseReturnValue:
    """Marks an item as done; the applicant's leaving is one of them and opens the discussion (S7-MEET-A5)."""
    form = posted_form()
    case, item = form.text("case"), form.text("item")
    try:
        if not item.isascii() or not item.isdigit():
            raise Refusal("request.field", field="item", why=item)
        meetings_held.do_agenda(current_district(), current_actor(), meeting_id, case, int(item))
    except Refusal as refusal:
        form.refuse_with("", refusal)
        return chair_page(_meeting(meeting_id), case, form), refusal.status
    return see(url_for("desk.show_meeting", meeting_id=meeting_id, case=case))


@desk.post("/meetings/<meeting:meeting_id>/ballot")
@permit("meeting.run")
def take_ballot(meeting_id: str) -> ResponseReturnValue:
    """Counts what is entered so far, or closes the vote for good."""
    form, meeting = posted_form(), _meeting(meeting_id)
    case = form.text("case")
    if form.text("do") != "close":
        return chair_page(meeting, case, form)
    try:
        votes = _votes(form, meeting, case)
        meetings_held.take_ballot(current_district(), current_actor(), meeting_id, case, votes)
    except Refusal as refusal:
        form.refuse_with("", refusal)
        return chair_page(_meeting(meeting_id), case, form), refusal.status
    return see(url_for("desk.show_meeting", meeting_id=meeting_id, case=case))


def _votes(form: Form, meeting: Meeting, case: str) -> dict[str, str]:
    """The hands entered; a voter without one is named, not counted as something."""
    names = meetings.member_names(current_district(), meeting.community)
    voters = meeting.voters(case)
    for member in voters:
        if not form.text(f"vote-{member}"):
            raise Refusal("meeting.ballot_missing", who=names.get(member, member))
    return {member: form.text(f"vote-{member}") for member in voters}


def _meeting(meeting_id: str) -> Meeting:
    return meetings.get_meeting(current_district(), current_actor(), meeting_id)
