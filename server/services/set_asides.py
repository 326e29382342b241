"""What the desk answers to an upload that was set aside (design §5, field lesson 2)."""

from __future__ import annotations

from dataclasses import replace

from server.domain.days import format_instant
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import SentBack, SetAside
from server.services.district import District
from server.services.returns import may_return, round_id
from server.services.tasks import publish_task
from server.services.visits import get_set_aside


def return_set_aside(district: District, actor: Actor, entry_id: str, words: str) -> SetAside:
    """Sends a visit back to its tablet with what has to be put right; it can then be sealed again.

    The upload stays where it is, whole. Only a visit the case still waits for can be sent back.
    """
    entry = get_set_aside(district, actor, entry_id)
    check_may(actor, "set_aside.return")
    if not words.strip():
        raise Refusal("set_aside.words")
    if not may_return(district, entry):
        raise Refusal("set_aside.not_awaited")
    returned = {"at": format_instant(district.now()), "by": actor.user_id, "words": words.strip()}
    changed = district.office.change(SetAside, entry_id, lambda kept: replace(kept, returned=returned))
    district.office.save(SentBack(round_id(entry.case, entry.round), entry_id))
    publish_task(district, district.get_case(entry.case))
    return changed
