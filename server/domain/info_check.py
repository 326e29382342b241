"""Where the information check of a case stands, which only some packs ask for (C-13, C-14, D-06)."""

from __future__ import annotations

from typing import Final

from server.domain.case import Case
from server.domain.policy import Policy
from server.domain.stage import Stage

STAGES: Final = (Stage.ACCEPTED, Stage.ASSIGNED, Stage.VISITED)


def state_of(case: Case, policy: Policy) -> str:
    """request | results | telling | recheck; empty where nothing is open or the pack asks for no check."""
    if not policy.info_check.enabled:
        return ""
    return case.info_check.waits_for if case.info_check else "request"


def open_state(case: Case, policy: Policy) -> str:
    """:func:`state_of` while the check is still to be settled, before the committee has found."""
    return state_of(case, policy) if case.stage in STAGES else ""
