"""The guarantee stops without a review: everybody died, moved away, or asks for it (S7-REV-01, D-31)."""

from __future__ import annotations

from datetime import date
from typing import Final

from server.domain.case import Case
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.review_decisions import last_month

# What needs no review first; every other reason is for a review to find (S7-AMB-23).
REASONS: Final = ("died", "moved", "voluntary")


def stop_receipt(
    district: District, actor: Actor, number: str, reason: str, happened_on: date, words: str
) -> Case:
    """The bureau's head stops the guarantee after the last month the pack names, with the reason in words.

    ``happened_on``: the day of the death or the move, or the day the family asked.
    """
    check_may(actor, "receipt.stop")
    with district.casebook.turn:
        case = district.get_case(number)
        check_in_area(actor, case.street, case.community)
        if case.receipt is not None and not case.receipt.is_open:
            raise Refusal("receipt.stopped")
        check_step(case, "stopped")
        if reason not in REASONS:
            raise Refusal("stop.reason")
        if not words.strip():
            raise Refusal("stop.words")
        if happened_on > district.today():
            raise Refusal("periodic_review.change_future")
        facts = {
            "reason": reason,
            "until": last_month(district.policy_of(case.policy), district.today(), reason, happened_on),
            "happened_on": happened_on.isoformat(),
            "words": district.put_text(number, "reason", words),
        }
        return district.append_to_case(case, draft_act(actor, "receipt.stop", "stopped", facts))
