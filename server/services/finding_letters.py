"""A finding of not eligible reaches the applicant: how, when, and who signed for it (S7-EVAL-09, DOC-03)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from server.domain.case import Case
from server.domain.days import shanghai_date
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.signing import keep_ink

WAYS: Final = ("in_person", "family_member", "post", "left")


@dataclass(frozen=True)
class Handed:
    """How a paper was delivered; ``ink`` is a receipt signed on the pad, ``on_paper`` on the archive copy."""

    how: str
    on: date
    ink: Mapping[str, Any] | None = None
    on_paper: bool = False
    words: str = ""  # why nobody signed, and who was there


def deliver_letter(district: District, actor: Actor, number: str, handed: Handed) -> Case:
    """Of two copies one goes to the archive, one to the applicant, who signs for it (S7-EVAL-09)."""
    case = district.get_case(number)
    check_may(actor, "paper.deliver")
    check_in_area(actor, case.street, case.community)
    check_step(case, "paper_delivered")
    _check_handed(case, handed, district.today())
    signed = handed.ink is not None or handed.on_paper
    facts = {
        "paper": "DOC-03",
        "how": handed.how,
        "on": handed.on.isoformat(),
        "receipt": keep_ink(district, number, "receipt", handed.ink) if signed else "",
        "words": district.put_text(number, "reason", handed.words) if handed.words.strip() else "",
    }
    return district.append_to_case(case, draft_act(actor, "paper.deliver", "paper_delivered", facts))


def _check_handed(case: Case, handed: Handed, today: date) -> None:
    if handed.how not in WAYS:
        raise Refusal("delivery.how")
    found_on = next(shanghai_date(act.at) for act in reversed(case.acts) if act.kind == "committee_found")
    if not found_on <= handed.on <= today:
        raise Refusal("delivery.day")
    if handed.ink is None and not handed.on_paper and not handed.words.strip():
        raise Refusal("delivery.receipt")
