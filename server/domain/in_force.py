"""Which acts of a case may go by its pack on a day: what was begun under a pack is finished under it.

A case keeps the pack it was opened under, so that nobody's application is judged by rules that came later. A
pack that ended therefore still carries every case opened while it was in force to its decision, with the
amount worked out for the pack's last day; an application that had to be made anew would lose its place and
its day. But nothing begins under it: no application, no household taken over, no class, review, renewal or
gradual exit. A household in receipt moves to the pack in force by the new standard (S1-ADJ-08), and from
then on its acts name that one. Before its first day nothing at all goes by a pack.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from server.domain.policy import Policy
from server.domain.procedure import TRANSITIONS
from server.domain.stage import ACT_WORDS
from server.errors import Refusal

_OPENING: Final = ("applied", "taken_over")


def check_pack(policy: Policy, act: str, day: date) -> None:
    """Refuses an act of a case that its pack does not cover on this day; acts of other files go by."""
    transition = TRANSITIONS.get(act)
    if transition is None or policy.covers(day):
        return
    if act in _OPENING:
        raise Refusal("application.policy", title=policy.title, day=day.isoformat())
    if transition.begins or day < policy.valid_from:
        raise _not_in_force(policy, act, day)


def check_paying(policy: Policy, day: date) -> None:
    """What a household in receipt is paid is worked out under a pack in force (C-20)."""
    if not policy.covers(day):
        raise _not_in_force(policy, "standard_applied", day)


def counted_on(policy: Policy, day: date) -> date:
    """The day an application's amount is worked out for: the pack's last one where it ended meanwhile."""
    return min(day, policy.valid_until) if policy.valid_until else day


def _not_in_force(policy: Policy, act: str, day: date) -> Refusal:
    zh, en = ACT_WORDS[act]
    return Refusal("case.pack_ended", title=policy.title, day=day.isoformat(), zh=zh, en=en)
