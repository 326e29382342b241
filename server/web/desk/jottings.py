"""What a meeting's page sends: a form like any other, or a script's that waits for a short answer.

A page names each thing it notes down with a key of its own (``jotting``) and the last act it has seen
(``seen``), so that what is sent twice is recorded once (S7-MEET).
"""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from server.domain.jotting import Jotting, parse_jotting
from server.domain.meeting import Meeting
from server.web.answers import see
from server.web.current import current_district
from server.web.form import Form


def posted_jotting(form: Form) -> Jotting | None:
    """The key a form came with; without one it is recorded as it is."""
    return parse_jotting(form.text("jotting"), form.text("seen"), form.text("entered_at"))


def new_page_key() -> str:
    """The name of a page that is being opened: 128 random bits in hex."""
    return current_district().new_salt()


def is_asked_by_script() -> bool:
    """Whether the page's script sends this, perhaps long after it was noted down."""
    return request.accept_mimetypes.best == "application/json"


def recorded(meeting: Meeting, address: str) -> ResponseReturnValue:
    """A script is told the number of the newest act; a browser goes on to the next page."""
    return {"seen": meeting.acts[-1].n} if is_asked_by_script() else see(address)
