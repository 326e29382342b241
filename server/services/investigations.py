"""The comprehensive investigation where what a family supplied is in doubt (S7-EVAL-05)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from server.domain.case import Case
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services.district import District, draft_act

METHODS: Final = ("neighbours", "community", "employer", "office", "letter", "phone", "visit", "records")


def record_investigation(
    district: District, actor: Actor, number: str, methods: Sequence[str], words: str
) -> Case:
    """Records by which ways it was looked into, several at once, and what was found in words."""
    case = district.get_case(number)
    check_may(actor, "investigation.record")
    check_in_area(actor, case.street, case.community)
    check_step(case, "investigated")
    if not methods or set(methods) - set(METHODS):
        raise Refusal("investigation.methods")
    if not words.strip():
        raise Refusal("investigation.words")
    facts = {"methods": list(methods), "words": district.put_text(number, "reason", words)}
    return district.append_to_case(case, draft_act(actor, "investigation.record", "investigated", facts))


def is_suggested(case: Case) -> bool:
    """Whether something differs and nobody has looked into it: records, amounts or papers."""
    if case.visit is None or case.investigations:
        return False
    papers = any("differs" in comparison.documents.values() for comparison in case.compared)
    contradicts = case.info_check is not None and case.info_check.says == "contradicts"
    return bool(
        case.visit.differences or any(each.differing for each in case.contributions) or papers or contradicts
    )
