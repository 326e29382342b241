"""The resolution is fed back to the applicant, and the family's file goes to the street (S7-MEET-A8d…A9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from server.domain.case import Case
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.pictures import normal_sheet
from server.services.signing import keep_ink

AGREED: Final = "agreed"
NOT_SIGNED: Final = "not_signed"
OBJECTED: Final = "objected"
OUTCOMES: Final = (AGREED, NOT_SIGNED, OBJECTED)


def give_feedback(
    district: District,
    actor: Actor,
    number: str,
    outcome: str,
    words: str = "",
    *,
    witness: str = "",
    signed: Mapping[str, Any] | bytes | None = None,
) -> Case:
    """How the applicant took the resolution: signed, did not sign (why, and who saw it), or objects (why).

    An objection sends another team; a failed vote that nobody objects to ends the case (S7-AMB-04, AMB-05).
    ``signed`` is the ink of the pad, or a photo of the signed DOC-06; None where it was signed on paper.
    """
    case = district.get_case(number)
    check_may(actor, "feedback.record")
    check_in_area(actor, case.street, case.community)
    check_step(case, "feedback_given")
    _check_outcome(outcome, words, witness)
    facts = {
        "outcome": outcome,
        **_keep_signed(district, number, signed if outcome == AGREED else None),
        "words": _keep_text(district, number, words),
    }
    if outcome == NOT_SIGNED:
        facts["witness"] = _keep_text(district, number, witness)
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


def _check_outcome(outcome: str, words: str, witness: str) -> None:
    """An unsigned form keeps why, and who was there; an objection what it says (S7-AMB-05)."""
    if outcome not in OUTCOMES:
        raise Refusal("request.field", field="outcome", why=outcome)
    if outcome != AGREED and not words.strip():
        raise Refusal("feedback.words")
    if outcome == NOT_SIGNED and not witness.strip():
        raise Refusal("feedback.witness")


def _keep_text(district: District, number: str, words: str) -> str:
    return district.put_text(number, "reason", words) if words.strip() else ""


def _keep_signed(district: District, number: str, signed: Mapping[str, Any] | bytes | None) -> dict[str, str]:
    """The ink by its digest, or the photo of the signed sheet by its own; neither where only paper has it."""
    if signed is None:
        return {"signature": ""}
    if isinstance(signed, bytes):
        photo = district.evidence.put_photo(number, normal_sheet(signed), "image/jpeg")
        return {"signature": "", "sheet": photo}
    return {"signature": keep_ink(district, number, "applicant", signed)}
