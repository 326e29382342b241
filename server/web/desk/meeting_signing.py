"""Signatures as pages bring and show them: ink from a pad, pictures of signed sheets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from server.domain.meeting import Meeting
from server.errors import Refusal
from server.services import meetings
from server.services.district import District
from server.services.signing import is_drawn
from server.web.form import sent_file


def signing_words(district: District, meeting: Meeting) -> dict[str, Any]:
    """``names`` by member, and the ``ink`` of each who signed on the pad."""
    ink = {
        member: meetings.get_signature(district, meeting.id, digest)
        for member, digest in meeting.signatures.items()
        if is_drawn(digest)
    }
    return {"names": meetings.member_names(district, meeting.community), "ink": ink}


def sent_picture(field: str) -> bytes | None:
    """The picture chosen in a field, None where none was."""
    return sent_file(field) or None


def read_ink(text: str) -> Mapping[str, Any]:
    """The strokes the pad sent; refuses anything that is no drawing."""
    try:
        ink = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refusal("paper.bad_ink") from error
    if not isinstance(ink, Mapping):
        raise Refusal("paper.bad_ink")
    return ink
