"""The street's committee audits from the family's file (S7-AUDIT-01…05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from server.domain.case import Case, check_notice_over
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import User
from server.services.committee import check_members
from server.services.district import District, draft_act
from server.services.hands import Signed, keep_hand
from server.services.originals import call_originals
from server.services.stamps import Stamp, keep_stamp


@dataclass(frozen=True)
class Marks:
    """How the responsible person signed, and the street's seal (S7-AUDIT-02, S7-AUDIT-03)."""

    signed: Signed = None
    stamp: Stamp = field(default_factory=lambda: Stamp("stamp02"))


def audit(
    district: District,
    actor: Actor,
    number: str,
    passed: bool,
    members: Sequence[str],
    responsible: str,
    reason: str = "",
    marks: Marks | None = None,
) -> Case:
    """Whoever records it signs as auditor, ``responsible`` (a user id) beside them (S7-AUDIT-02).

    What does not pass, or passes against the meeting's advice, needs the reason in words. What passes carries
    the street's seal and calls for the originals at the same time, where the pack has it (S7-AUDIT-05).
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
    _check_reason(case, passed, reason)
    marks = marks or Marks()
    facts = {
        "passed": passed,
        "auditor": actor.user_id,
        "responsible": responsible,
        "members": list(members),
        "visited": _separate(district, case, (actor.user_id, responsible)),
        **(keep_stamp(district, case, marks.stamp, "stamp02") if passed else {"stamp": ""}),
        "signed": keep_hand(district, number, responsible, marks.signed),
        "reason": district.put_text(number, "reason", reason) if reason.strip() else "",
    }
    case = district.append_to_case(case, draft_act(actor, "case.audit", "audited", facts))
    return call_originals(district, actor, case) if passed else case


def visitors_among(district: District, case: Case, users: Sequence[str]) -> list[User]:
    """Those of ``users`` who were in the home, in any round of visits (S7-AMB-10)."""
    teams = (*case.earlier_teams, *((case.team,) if case.team else ()))
    went = {assessor for team in teams for assessor in team.assessors}
    went |= set(case.visit.assessors) if case.visit else set()
    found = (district.office.find(User, user) for user in dict.fromkeys(users))
    return [user for user in found if user is not None and user.assessor_id in went]


def _separate(district: District, case: Case, signers: Sequence[str]) -> list[str]:
    """Who signs and was in the home: refused or noted, as the pack says (S7-AMB-10)."""
    separation = district.policy_of(case.policy).audit.separation
    both = visitors_among(district, case, signers) if separation != "off" else []
    if both and separation == "block":
        raise Refusal("audit.separation", who="、".join(user.name for user in both))
    return [user.id for user in both]


def _check_reason(case: Case, passed: bool, reason: str) -> None:
    against_advice = case.resolution is not None and not case.resolution.passed
    if (against_advice or not passed) and not reason.strip():
        raise Refusal("audit.reason")
