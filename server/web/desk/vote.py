"""A case's way through the meeting: item by item, then the vote (S7-MEET-A1…A7)."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from server.domain.ballot import Counts, Way
from server.domain.meeting import Meeting, vote_way
from server.errors import Refusal
from server.services import meetings, meetings_held
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.jottings import is_asked_by_script, posted_jotting, recorded
from server.web.desk.meeting_page import COUNT_FIELDS, SLIP_FIELDS, read_counts
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
        if not (item.isascii() and item.isdigit() and len(item) < 3):
            raise Refusal("request.field", field="item", why=item)
        jotting = posted_jotting(form)
        meeting = meetings_held.do_agenda(
            current_district(), current_actor(), meeting_id, case, int(item), jotting
        )
    except Refusal as refusal:
        return _refused(meeting_id, form, refusal)
    return recorded(meeting, url_for("desk.show_meeting", meeting_id=meeting_id, case=case))


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
        meeting = meetings_held.take_ballot(
            current_district(), current_actor(), meeting_id, case, votes, posted_jotting(form)
        )
    except Refusal as refusal:
        return _refused(meeting_id, form, refusal)
    return recorded(meeting, url_for("desk.show_meeting", meeting_id=meeting_id, case=case))


def _refused(meeting_id: str, form: Form, refusal: Refusal) -> ResponseReturnValue:
    """The page with what was entered; a script keeps it itself and only asks why."""
    if is_asked_by_script():
        raise refusal
    form.refuse_with("", refusal)
    return chair_page(_meeting(meeting_id), form.text("case"), form), refusal.status


def _votes(form: Form, meeting: Meeting, case: str) -> dict[str, str] | Counts:
    """The hands or the numbers entered; a voter without a hand is named, not counted as something."""
    way = vote_way(current_district().policy_of(meeting.policy))
    if way is not Way.MEMBERS:
        return read_counts(form, SLIP_FIELDS if way is Way.SLIPS else COUNT_FIELDS)
    names = meetings.member_names(current_district(), meeting.community)
    voters = meeting.voters(case)
    for member in voters:
        if not form.text(f"vote-{member}"):
            raise Refusal("meeting.ballot_missing", who=names.get(member, member))
    return {member: form.text(f"vote-{member}") for member in voters}


def _meeting(meeting_id: str) -> Meeting:
    return meetings.get_meeting(current_district(), current_actor(), meeting_id)
