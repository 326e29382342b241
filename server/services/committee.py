"""The street's review committee decides whether the household is eligible (S7-EVAL-08, S7-EVAL-09)."""

from __future__ import annotations

from collections.abc import Sequence

from server.domain.case import Case, check_decided
from server.domain.committee import LEADER, SOCIAL_WORKER, STAFF, check_composition, post_of
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.policy import Policy
from server.domain.procedure import check_step
from server.errors import Refusal
from server.records.entries import User
from server.services.benefits import benefit_of_case
from server.services.countersignatures import check_everybody_signed
from server.services.district import District, draft_act
from server.services.info_checks import check_informed


def record_finding(
    district: District, actor: Actor, number: str, eligible: bool, members: Sequence[str], reason: str = ""
) -> Case:
    """Records the committee's finding and who took part; ineligible needs the reason in words.

    ``members`` are the user ids of those who took part; the amount follows from the visit and the pack.
    """
    case = district.get_case(number)
    check_may(actor, "finding.record")
    check_in_area(actor, case.street, case.community)
    check_step(case, "committee_found")
    check_everybody_signed(district, case)
    check_decided(case)
    check_informed(district, case)
    policy = district.policy_of(case.policy)
    check_members(district, members, policy)
    if not eligible and not reason.strip():
        raise Refusal("finding.reason")
    facts = {
        "eligible": eligible,
        "members": list(members),
        "amount_fen": _amount_fen(district, case) if eligible else 0,
        "reason": district.put_text(number, "reason", reason) if reason.strip() else "",
    }
    return district.append_to_case(case, draft_act(actor, "finding.record", "committee_found", facts))


def check_members(district: District, members: Sequence[str], policy: Policy) -> None:
    """Enough different people, all of them known, of every post the pack names (S7-ORG-04)."""
    known = {user.id: user for user in district.office.every(User)}
    for member in members:
        if member not in known:
            raise Refusal("person.unknown", id=member)
    if len(set(members)) < policy.committee.min_members:
        raise Refusal("finding.members", needed=policy.committee.min_members)
    posts = [post_of(known[member].post, known[member].roles) for member in set(members)]
    check_composition(posts, policy.committee)


def list_committee(district: District, street: str) -> list[User]:
    """Who may sit on a street's committee; its communities' clerks are their social workers (S7-ORG-04)."""
    return [
        user
        for user in district.office.every(User)
        if user.active and user.street == street and post_of(user.post, user.roles)
    ]


def list_seats(district: District, street: str) -> dict[str, list[User]]:
    """The same by post: the leader in charge, the staff, the social workers."""
    seats: dict[str, list[User]] = {LEADER: [], STAFF: [], SOCIAL_WORKER: []}
    for user in list_committee(district, street):
        seats[post_of(user.post, user.roles)].append(user)
    return seats


def _amount_fen(district: District, case: Case) -> int:
    benefit = benefit_of_case(district, case)
    return benefit.amount_fen if benefit else 0
