"""Who came, and who stands back from which case (S7-AMB-03, S7-AMB-09)."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from server.errors import Refusal
from server.services import meetings, meetings_held
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.jottings import is_asked_by_script, posted_jotting, recorded
from server.web.desk.meetings import chair_page
from server.web.form import posted_form
from server.web.guard import permit


@desk.post("/meetings/<meeting:meeting_id>/attendance")
@permit("meeting.run")
def take_attendance(meeting_id: str) -> ResponseReturnValue:
    district, form = current_district(), posted_form()
    meeting = meetings.get_meeting(district, current_actor(), meeting_id)
    asked = [name.removeprefix("there-") for name in form.values if name.startswith("there-")]
    present = [member for member in asked if form.text(f"there-{member}") == "yes"]
    recused = {
        agenda.case: [who for who in request.form.getlist(f"recused-{agenda.case}") if who in present]
        for agenda in meeting.cases
    }
    notes = {member: form.text(f"note-{member}") for member in asked}
    form.values |= {f"recused-{case}-{who}": "yes" for case, members in recused.items() for who in members}
    try:
        meeting = meetings_held.take_attendance(
            district, current_actor(), meeting_id, present, recused, notes, posted_jotting(form)
        )
    except Refusal as refusal:
        if is_asked_by_script():
            raise
        form.refuse_with("", refusal)
        return chair_page(meeting, "attendance", form), refusal.status
    return recorded(meeting, url_for("desk.show_meeting", meeting_id=meeting_id))
