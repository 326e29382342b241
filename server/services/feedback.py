"""The resolution is fed back to the applicant, and the family's file goes to the street (S7-MEET-A8d…A9)."""

from __future__ import annotations

from typing import Final

from server.domain.case import Case
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services.district import District, draft_act

AGREED: Final = "agreed"
NOT_SIGNED: Final = "not_signed"
OBJECTED: Final = "objected"
OUTCOMES: Final = (AGREED, NOT_SIGNED, OBJECTED)


def give_feedback(
    district: District, actor: Actor, number: str, outcome: str, words: str = "", signature: str = ""
) -> Case:
    """How the applicant took the resolution: signed, did not sign (why, and who saw it), or objects (why).

    An objection sends another team; a failed vote that nobody objects to ends the case (S7-AMB-04, AMB-05).
    ``signature`` is the digest of the ink or of the signed sheet, empty where it was signed on paper.
    """
    case = district.get_case(number)
    check_may(actor, "feedback.record")
    check_in_area(actor, case.street, case.community)
    check_step(case, "feedback_given")
    if outcome not in OUTCOMES:
        raise Refusal("request.field", field="outcome", why=outcome)
    if outcome != AGREED and not words.strip():
        raise Refusal("feedback.words")
    facts = {
        "outcome": outcome,
        "signature": signature,
        "words": district.put_text(number, "reason", words) if words.strip() else "",
    }
    if outcome == OBJECTED:
        facts["objection"] = f"{number}-Y{len(case.objections) + 1}"
    return district.append_to_case(case, draft_act(actor, "feedback.record", "feedback_given", facts))


def complete_file(district: District, actor: Actor, number: str) -> Case:
    """The family's file is complete and goes to the street's committee (S7-MEET-A9)."""
    case = district.get_case(number)
    check_may(actor, "file.complete")
    check_in_area(actor, case.street, case.community)
    check_step(case, "file_completed")
    return district.append_to_case(case, draft_act(actor, "file.complete", "file_completed"))
