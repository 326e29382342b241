"""The street's committee audits from the family's file (S7-AUDIT-01…03)."""

from __future__ import annotations

from collections.abc import Sequence

from server.domain.case import Case, check_notice_over
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.committee import check_members
from server.services.district import District, draft_act


def audit(
    district: District,
    actor: Actor,
    number: str,
    passed: bool,
    members: Sequence[str],
    responsible: str,
    reason: str = "",
) -> Case:
    """Whoever records it signs as auditor, ``responsible`` (a user id) beside them (S7-AUDIT-02).

    What does not pass, or passes against the meeting's advice, needs the reason in words.
    """
    case = district.get_case(number)
    check_may(actor, "case.audit")
    check_in_area(actor, case.street, case.community)
    check_step(case, "audited")
    if case.stage is Stage.NOTICED_ONLY:
        check_notice_over(case, district.today())
    check_members(district, members, district.policy_of(case.policy))
    if responsible == actor.user_id or responsible not in members:
        raise Refusal("audit.two_people")
    against_advice = case.resolution is not None and not case.resolution.passed
    if (against_advice or not passed) and not reason.strip():
        raise Refusal("audit.reason")
    facts = {
        "passed": passed,
        "auditor": actor.user_id,
        "responsible": responsible,
        "members": list(members),
        "stamp": "on_paper" if passed else "",
        "reason": district.put_text(number, "reason", reason) if reason.strip() else "",
    }
    return district.append_to_case(case, draft_act(actor, "case.audit", "audited", facts))
